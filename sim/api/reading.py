"""Reading scenarios: what ``sim.scenario`` does, with the KPIs that expectations may be about."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sim import scenario as reading
from sim.errors import UsageError
from sim.kpi import KINDS
from sim.scenario import BASE, Change, Loaded, Scenario, difference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.errors import Problem
    from sim.scenario import Setting


def load(path: str | Path, *, variant: str | None = None, settings: Sequence[Setting] = ()) -> Loaded:
    """Reads a scenario file, strictly.

    Args:
        path: The file.
        variant: A variant of the file to apply.
        settings: Further values to set by path, after the variant, e.g. ``"seed=7"`` or ``("seed", 7)``.

    Raises:
        ScenarioError: The file has mistakes; carries all of them.
        UsageError: There is no such file or variant, or a setting cannot be understood.
    """
    return reading.load(path, variant=variant, settings=settings, measures=KINDS)


def check(path: str | Path, variant: str | None = None) -> tuple[Problem, ...]:
    """All that is wrong with a scenario file or looks wrong: errors and warnings, sorted by place.

    Args:
        path: The file.
        variant: Check this variant only; absent: the scenario as it is, and each of its variants.

    Raises:
        UsageError: There is no such file or variant.
    """
    return reading.check(path, variant, KINDS)


def diff(scenario: str | Path | Loaded | Scenario, *others: str | Path | Loaded | Scenario) -> tuple[Change, ...]:
    """What differs between two scenarios, in the scenario's own words.

    ``diff(file, "frost")`` compares a file with its variant, ``diff(file, "frost", "flood")`` two of its variants, and
    ``diff(file, other)`` two files; ``"base"`` is the file as it stands. What was loaded or built may stand in place of
    each.

    Args:
        scenario: A scenario file, one that was loaded, or a scenario built in Python.
        others: A variant of the file or another scenario, or two of them.

    Returns:
        One change for each path that differs, in the order of the file; empty if nothing does.

    Raises:
        ScenarioError: A file has mistakes.
        UsageError: There is no such file or variant, or nothing to compare with.
    """
    before, after = compared(scenario, *others)
    return difference(before, after)


def compared(
    scenario: str | Path | Loaded | Scenario, *others: str | Path | Loaded | Scenario
) -> tuple[Loaded | Scenario, Loaded | Scenario]:
    """The two scenarios that ``diff`` compares.

    Raises:
        ScenarioError: A file has mistakes.
        UsageError: There is no such file or variant, or nothing to compare with.
    """
    if len(others) not in (1, 2):
        raise UsageError("name a variant or another file to compare with, or two of them")
    first = scenario if isinstance(scenario, Loaded | Scenario) else load(scenario)
    found = [first, *(_meant(scenario, first, other) for other in others)]
    return found[-2], found[-1]


def _meant(
    scenario: str | Path | Loaded | Scenario, first: Loaded | Scenario, other: str | Path | Loaded | Scenario
) -> Loaded | Scenario:
    """What one argument of ``diff`` stands for: the base, a variant, a file, or itself."""
    if isinstance(other, Loaded | Scenario):
        return other
    if not isinstance(other, str | os.PathLike):
        raise UsageError(f"name a variant or a file, not {other!r:.80}")
    if other == BASE:
        return first
    variants = (first.scenario if isinstance(first, Loaded) else first).variants
    is_file = str(other) not in variants and (Path(other).suffix in (".yaml", ".yml") or Path(other).is_file())
    if is_file:
        return load(other)
    if isinstance(scenario, Loaded | Scenario):
        raise UsageError(f"{str(other)!r}: load the variant, and give what was loaded")
    return load(scenario, variant=str(other))
