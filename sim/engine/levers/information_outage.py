"""Information outage: stocks and lanes whose orders are not transmitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.outage import Outage

if TYPE_CHECKING:
    from sim.disruption.what.information_outage import InformationOutage
    from sim.engine.levers import Lever
    from sim.engine.wiring import Wiring
    from sim.scenario.exposure import Target


def lever(wiring: Wiring, effect: InformationOutage, target: Target) -> Lever:
    """Cuts a stock or a lane off."""
    sight = wiring.sights.get((target.owner, target.part)) if effect.stale_demand and target.sort == "stock" else None
    return Outage(wiring.connection, wiring.outboxes.get(target, ()), sight)
