"""Runs: which figures of which scenario file are held against which reference values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.oracles.figures import Reading


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure and the reference value that it is held against.

    Attributes:
        reference: Name of the reference value, dotted where it stands in a mapping.
        reading: How the figure is read from a result.
        scale: Name of the reference value whose tolerance measures the distance; None: its own.
    """

    reference: str
    reading: Reading
    scale: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One run of one scenario file.

    Attributes:
        file: Name of the scenario and references files.
        measures: What is compared.
        replications: Replications of the full length of run; the length of one is in the scenario file.
        variant: Which of the scenario's variants; None runs the file as it stands.
        least: Replications below which no share of the full length goes.
        is_random: Whether anything is drawn; if not, one replication is the whole run.
    """

    file: str
    measures: tuple[Measure, ...]
    replications: int = 100
    variant: str | None = None
    least: int = 5
    is_random: bool = field(default=True)

    @property
    def name(self) -> str:
        """The case's name: the file's, and the variant's behind a colon."""
        return self.file if self.variant is None else f"{self.file}:{self.variant}"


def measures(**readings: Reading) -> tuple[Measure, ...]:
    """Measures that are called like the reference values."""
    return tuple(Measure(reference, reading) for reference, reading in readings.items())


def prefixed(prefix: str, **readings: Reading) -> tuple[Measure, ...]:
    """Measures whose reference values are called the same behind ``prefix``."""
    return tuple(Measure(prefix + reference, reading) for reference, reading in readings.items())


def fixed(file: str, measures: tuple[Measure, ...], variant: str | None = None) -> Case:
    """A case in which nothing is random: one replication is the whole run."""
    return Case(file, measures, replications=1, variant=variant, least=1, is_random=False)
