"""Detours: which lanes goods may take instead of lanes that disruptions close, and on which goods may be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.disruption.what.closure import Closure
from sim.scenario.exposure import active, strikes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.document import Scenario


def detours(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """The lanes that goods may be diverted to, sorted, by the lane that active disruptions close."""
    found: dict[str, set[str]] = {}
    for lane, closure in closures(scenario):
        if closure.divert_to is not None:
            found.setdefault(lane, set()).add(closure.divert_to)
    return {lane: tuple(sorted(others)) for lane, others in sorted(found.items())}


def losing(scenario: Scenario) -> frozenset[str]:
    """The lanes on which goods are lost when active disruptions close them."""
    return frozenset(lane for lane, closure in closures(scenario) if closure.in_transit == "lose")


def closures(scenario: Scenario) -> Iterator[tuple[str, Closure]]:
    """How active disruptions close lanes, by the lane's name."""
    for name in active(scenario):
        for strike in strikes(scenario, name):
            if strike.target.sort == "lane" and isinstance(strike.effect, Closure):
                yield strike.target.owner, strike.effect
