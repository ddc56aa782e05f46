"""From the disruptions of a scenario to the lanes and loading bays that they may strike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock import snap
from sim.engine.adjustment import Adjustment
from sim.engine.agenda import Phase, key
from sim.engine.clock import day_of
from sim.engine.money import Freight
from sim.engine.obstructed_lane import ObstructedLane
from sim.engine.obstruction import Obstruction
from sim.engine.variable_money import Duty, VariableFreight
from sim.engine.wiring import is_fixed
from sim.ledger.tables import MoneyKind
from sim.scenario.detour import detours
from sim.scenario.exposure import Target
from sim.scenario.site import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.channel import Buyer, Channel, Seller, Terms
    from sim.engine.wiring import Wiring
    from sim.scenario.lane import Lane as LaneSpec
    from sim.scenario.network import Link


def is_obstructed(wiring: Wiring, lane: str) -> bool:
    """Whether disruptions may close a lane or slow it down, or divert goods to it."""
    target = Target("lane", lane, "")
    if ("closure", target) in wiring.hits or ("lead_time", target) in wiring.hits:
        return True
    return any(lane in others for others in detours(wiring.scenario).values())


def obstruction_of(wiring: Wiring, lane: str) -> Obstruction:
    """What disruptions do to a lane that they may strike."""
    if lane not in wiring.obstructions:
        target = Target("lane", lane, "")
        actor = min((number for (name, _), number in wiring.numbers.lane.items() if name == lane), default=0)
        time = wiring.adjustment("lead_time", target) if ("lead_time", target) in wiring.hits else Adjustment()
        wiring.obstructions[lane] = Obstruction(wiring.agenda, wiring.journal, time, actor)
    return wiring.obstructions[lane]


def obstruct(wiring: Wiring, link: Link, lane: LaneSpec, seller: Seller, buyer: Buyer, terms: Terms) -> ObstructedLane:
    """A lane that disruptions may strike, for one product."""
    name = link.lane or ""
    account = wiring.numbers.lane[(name, link.product)]
    arrivals = key(Phase.ARRIVALS, wiring.network.levels[(link.buyer, link.product)], buyer.account)
    made = ObstructedLane(wiring.agenda, wiring.journal, seller, buyer, terms, transit=account, key=arrivals)
    obstruction = obstruction_of(wiring, name)
    made.face(obstruction, _time(wiring, link, lane), orderly=not lane.crossing)
    made.dock = wiring.shipping.get(link.seller)
    made.waits_for_opening = not lane.crossing and (made.dock is not None or not is_fixed(lane.lead_time))
    made.loss = wiring.numbers.loss.get((name, link.product), account)
    obstruction.strike(made)
    made.freight = made.toll = freight(wiring, account)
    return made


def _time(wiring: Wiring, link: Link, lane: LaneSpec) -> Callable[[], float]:
    """The undisturbed time of goods that set out now; drawn as on a lane that nothing strikes."""
    if is_fixed(lane.lead_time):
        fixed = snap(lane.lead_time.mean)
        return lambda: fixed
    name = lane.luck or f"{lane.origin}->{lane.destination}"
    draw = wiring.luck.calendar("lane", name, link.product, quantile=lane.lead_time.quantile).draw
    agenda, days = wiring.agenda, wiring.days
    return lambda: snap(draw(day_of(agenda.now, days)))


def freight(wiring: Wiring, account: int) -> Freight | None:
    """What posts the cost of shipments on a lane, at rates that disruptions may change; None where there is none."""
    rates = wiring.numbers.register.accounts[account]
    if not (rates.per_shipment or rates.per_unit_shipped):
        return None
    posting = wiring.posting(rates.freight_payer, wiring.numbers.party[OUTSIDE], MoneyKind.TRANSPORT, account)
    target = Target("lane", rates.lane, "")
    if ("freight", target) not in wiring.hits:
        return Freight(posting, rates.per_shipment, rates.per_unit_shipped)
    return VariableFreight(posting, rates.per_shipment, rates.per_unit_shipped, wiring.adjustment("freight", target))


def duty(wiring: Wiring, link: Link, channel: Channel, price: float, adjustment: Adjustment | None) -> Duty | None:
    """What posts the tariffs on what comes by a link, for which the buyer pays; None if there are none."""
    targets = [Target("supply", link.seller, link.product), Target("lane", link.lane or "", "")]
    rates = [wiring.adjustment("tariff", target).plus for target in targets if ("tariff", target) in wiring.hits]
    if not rates:
        return None
    account = channel.buyer.account
    posting = wiring.posting(wiring.owner(account), wiring.numbers.party[OUTSIDE], MoneyKind.TARIFF, account)
    return Duty(posting, price, adjustment, rates)
