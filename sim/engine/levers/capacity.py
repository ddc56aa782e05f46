"""Capacity: suppliers, lines, docks and fleets that can do less."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.disruption.what.capacity import Capacity
    from sim.engine.levers import Lever
    from sim.engine.wiring import Wiring
    from sim.scenario.exposure import Target


def lever(wiring: Wiring, _: Capacity, target: Target) -> Lever:
    """The share of its capacity that a thing is left with."""
    if target in wiring.paces:
        return wiring.paces[target].capacity.one()
    if target.sort == "fleet":
        return wiring.fleets[target.owner].capacity.one()
    return wiring.interruptions[target].capacity.one()
