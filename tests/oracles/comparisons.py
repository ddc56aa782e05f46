"""Comparisons: run a case and hold its figures against the reference values."""

from __future__ import annotations

import hashlib
import math
import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import sim
from tests.oracles.references import APPROXIMATION, FOLDER, references

if TYPE_CHECKING:
    from tests.oracles.catalogue import Case
    from tests.oracles.figures import Figure
    from tests.oracles.references import Reference

USUAL_FRACTION = 0.05


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure beside its reference value.

    Attributes:
        measure: Name of the reference value.
        reference: The reference value.
        figure: Ours.
        deviation: Distance from the reference in tolerances at this length of run; more than 1 is a failure.
    """

    measure: str
    reference: Reference
    figure: Figure
    deviation: float

    @property
    def passes(self) -> bool:
        """Whether ours is within tolerance, or for an approximation outside."""
        return self.deviation > 1 if self.reference.kind == APPROXIMATION else self.deviation <= 1

    def __str__(self) -> str:
        if len(self.figure.value) != len(self.reference.value):
            return f"{self.measure}: {len(self.figure.value)} values instead of {len(self.reference.value)}"
        gaps = [abs(ours - theirs) for ours, theirs in zip(self.figure.value, self.reference.value, strict=True)]
        worst = gaps.index(max(gaps))
        where = f"[{worst}]" if len(gaps) > 1 else ""
        ours, theirs = self.figure.value[worst], self.reference.value[worst]
        return f"{self.measure}{where}: {ours:.10g} against {theirs:.10g}, {self.deviation:.3g} tolerances away"


def fraction() -> float:
    """The share of the full length of run that ``HEADWATER_ORACLE_FRACTION`` asks for."""
    return float(os.environ.get("HEADWATER_ORACLE_FRACTION", USUAL_FRACTION))


def seed(case: str) -> int:
    """The seed of a case, made from its name: none was chosen for what it gives."""
    return int.from_bytes(hashlib.blake2b(case.encode(), digest_size=4).digest(), "big")


def replications(case: Case, share: float) -> int:
    """How many replications make ``share`` of the full length, but not fewer than the case's ``least``."""
    return max(case.least, math.ceil(share * case.replications - 1e-9))


@cache
def compare(case: Case, share: float, workers: int = 1) -> tuple[Comparison, ...]:
    """Run ``case`` and compare each of its measures.

    Args:
        case: What to run.
        share: Share of the full length of run, in replications; tolerances of random figures grow by its square root.
        workers: Processes to spread the replications over; changes no figure.

    Returns:
        One comparison for each measure of the case, in its order.
    """
    count = replications(case, share)
    result = sim.run(
        FOLDER / "cases" / f"{case.file}.yaml",
        variant=case.variant,
        seed=seed(case.name),
        replications=count,
        workers=workers,
    )
    widening = math.sqrt(case.replications / count) if case.is_random else 1.0
    known = references(case.file)
    return tuple(
        _compare(
            measure.reference,
            known[measure.reference],
            measure.reading.read(result),
            tuple(widening * tolerance for tolerance in known[measure.scale or measure.reference].simulated),
        )
        for measure in case.measures
    )


def _compare(name: str, reference: Reference, figure: Figure, tolerances: tuple[float, ...]) -> Comparison:
    if len(figure.value) != len(reference.value):
        return Comparison(name, reference, figure, math.inf)
    triples = zip(figure.value, reference.value, tolerances, strict=True)
    return Comparison(name, reference, figure, max(_deviation(*triple) for triple in triples))


def _deviation(ours: float, theirs: float, tolerance: float) -> float:
    gap = abs(ours - theirs)
    if gap == 0:
        return 0.0
    return gap / tolerance if tolerance > 0 else math.inf
