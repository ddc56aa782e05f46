"""Lead time: lanes, carriers and suppliers that take longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.disruption.what.lead_time import LeadTime
    from sim.engine.levers import Lever
    from sim.engine.wiring import Wiring
    from sim.scenario.exposure import Target


def lever(wiring: Wiring, effect: LeadTime, target: Target) -> Lever:
    """The time that a thing takes."""
    return wiring.adjustment("lead_time", target).lever(effect.aspect)
