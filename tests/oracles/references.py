"""Reference values: what each case's figures are held against, read from ``references/<case>.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
APPROXIMATION = "approximation"
"""The kind of a value that a right simulator must not give."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference value.

    Attributes:
        value: A number, or a sequence of them such as a trajectory.
        kind: ``exact``, ``estimate`` (a published sample) or ``approximation`` (not a target).
        tolerance: Acceptance half-width of an answer by formula, or of a run of the full length where nothing else is
            said; in the unit of the value, for a sequence of each of its numbers.
        simulated: The same for a run of the full length.
    """

    value: tuple[float, ...]
    kind: str
    tolerance: tuple[float, ...]
    simulated: tuple[float, ...]


@cache
def document(case: str) -> dict[str, Any]:
    """The references file of ``case`` as written."""
    return yaml.safe_load((FOLDER / "references" / f"{case}.yaml").read_text(encoding="utf-8"))


def source(case: str) -> str:
    """Where the values of ``case`` come from."""
    return str(document(case)["source"])


@cache
def references(case: str) -> dict[str, Reference]:
    """The reference values of ``case``; those in mappings have dotted names, e.g. ``cost_by_stage.retailer``."""
    found: dict[str, Reference] = {}
    for name, entry in document(case)["reference"].items():
        for path, value in _leaves(name, entry["value"]):
            values = tuple(float(item) for item in value) if isinstance(value, list) else (float(value),)
            run = _simulated(case, path, entry)
            tolerances = (tuple(_tolerance(terms, item) for item in values) for terms in (entry, run))
            found[path] = Reference(values, entry["kind"], *tolerances)
    return found


def _leaves(name: str, value: Any) -> list[tuple[str, Any]]:
    if not isinstance(value, dict):
        return [(name, value)]
    return [leaf for key, item in value.items() for leaf in _leaves(f"{name}.{key}", item)]


def _simulated(case: str, path: str, entry: dict[str, Any]) -> dict[str, Any]:
    """What a run may be off by: what ``simulated`` says of this value, else of all values, else what the value says."""
    said = document(case).get("simulated", {})
    everywhere = {key: tolerance for key, tolerance in said.items() if key in ("tol_abs", "tol_rel")}
    return said.get(path) or everywhere or entry


def _tolerance(entry: dict[str, Any], value: float) -> float:
    return float(entry["tol_abs"]) if "tol_abs" in entry else float(entry["tol_rel"]) * abs(value)
