"""Yield loss: recipes of which less is good."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.disruption.what.yield_loss import YieldLoss
    from sim.engine.levers import Lever
    from sim.engine.wiring import Wiring
    from sim.scenario.exposure import Target


def lever(wiring: Wiring, _: YieldLoss, target: Target) -> Lever:
    """The share that is left of what would be good."""
    return wiring.yields[target].one()
