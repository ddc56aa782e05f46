"""Closure: suppliers, stocks, lines and lanes that are shut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.obstructing import obstruction_of

if TYPE_CHECKING:
    from sim.disruption.what.closure import Closure
    from sim.engine.levers import Lever
    from sim.engine.wiring import Wiring
    from sim.scenario.exposure import Target


def lever(wiring: Wiring, effect: Closure, target: Target) -> Lever:
    """Shuts a thing, and opens it."""
    if target.sort == "lane":
        return obstruction_of(wiring, target.owner).closing(effect)
    refuses = effect.orders == "refuse"
    if target in wiring.shutters:
        shutter = wiring.shutters[target]
        return shutter.closing(refuses=refuses, in_process=effect.in_process, orders_out=effect.orders_out)
    return wiring.interruptions[target].closing(refuses=refuses, in_process=effect.in_process)
