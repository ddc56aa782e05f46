"""Promises and records: what customers are told that cannot be, and recorded demand that no run gets to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock import snap
from sim.demand.trace import Trace
from sim.scenario.customer import Customer
from sim.scenario.supplier import Supplier

if TYPE_CHECKING:
    from sim.scenario.checks.case import Case
    from sim.scenario.customer import Purchase
    from sim.scenario.network import Link


def check(case: Case) -> None:
    """Warn of promises that no delivery can keep, and of records that reach beyond the run."""
    for name, site in sorted(case.scenario.sites.items()):
        if isinstance(site, Customer):
            for product, purchase in sorted(site.buys.items()):
                _check_promise(case, (name, product), purchase)
                _check_record(case, (name, product), purchase)


def _check_promise(case: Case, node: tuple[str, str], purchase: Purchase) -> None:
    quickest = min(_least_time(case, link) for link in case.network.links[node])
    if snap(purchase.promised) >= quickest:
        return
    stated = "promised" in purchase.model_fields_set
    path = ("sites", node[0], "buys", node[1], *(("promised",) if stated else ()))
    unit = case.scenario.time.unit
    said = f"a delivery within {purchase.promised:g} {unit}s is promised" if stated else "no time is 'promised'"
    message = f"each order will be late: {said}, and the goods take {quickest:g} {unit}s at least"
    case.report(path, message, f"promised: {quickest:g} or more", severity="warning", key=not stated)


def _least_time(case: Case, link: Link) -> float:
    """The shortest time from an order along ``link`` to its delivery."""
    seller = case.scenario.sites[link.seller]
    least = snap(seller.supplies[link.product].lead_time.support[0]) if isinstance(seller, Supplier) else 0.0
    if link.lane is None:
        return least
    lane = case.scenario.lanes[link.lane]
    return least + snap(lane.information_delay) + snap(lane.lead_time.support[0])


def _check_record(case: Case, node: tuple[str, str], purchase: Purchase) -> None:
    demand, horizon = purchase.demand, case.scenario.time.horizon
    if not isinstance(demand, Trace) or not isinstance(horizon, float):
        return
    left = sum(1 for instant, _ in demand.orders if snap(instant) >= snap(horizon))
    if left:
        key = "orders" if demand.file is None else "file"
        message = (
            f"{left} of its {len(demand.orders)} orders come at the horizon ({horizon:g}) or later, and are not used"
        )
        case.report(("sites", node[0], "buys", node[1], "demand", key), message, severity="warning")
