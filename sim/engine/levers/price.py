"""Price: what suppliers sell, and what customers buy, at another price."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.disruption.what.price import Price
    from sim.engine.levers import Lever
    from sim.engine.wiring import Wiring
    from sim.scenario.exposure import Target


def lever(wiring: Wiring, effect: Price, target: Target) -> Lever:
    """The price of a thing."""
    return wiring.adjustment("price", target).lever(effect.aspect)
