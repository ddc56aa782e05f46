"""Freight: lanes and carriers at other rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.disruption.what.freight import Freight
    from sim.engine.levers import Lever
    from sim.engine.wiring import Wiring
    from sim.scenario.exposure import Target


def lever(wiring: Wiring, effect: Freight, target: Target) -> Lever:
    """The rates of a lane or a carrier."""
    return wiring.adjustment("freight", target).lever(effect.aspect)
