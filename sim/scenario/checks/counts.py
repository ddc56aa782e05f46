"""Order counts: runs that should end with an order that nobody will place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.demand.trace import Trace
from sim.scenario.customer import Customer

if TYPE_CHECKING:
    from sim.demand import Demand
    from sim.scenario.checks.case import Case


def check(case: Case) -> None:
    """Refuse a number of orders above what the customer can be seen to place; the engine finds the other cases."""
    horizon = case.scenario.time.horizon
    if isinstance(horizon, float):
        return
    site = case.scenario.sites.get(horizon.of)
    if not isinstance(site, Customer):
        return  # there is none, or it is among the broken
    counts = [_most_orders(case, product, purchase.demand) for product, purchase in sorted(site.buys.items())]
    known = [count for count in counts if count is not None]
    if len(known) == len(counts) and sum(known) < horizon.orders:
        message = f"the run would never end: {horizon.of!r} places {sum(known)} orders in all"
        case.report(("time", "horizon"), message, "give fewer orders, or a length of time")


def _most_orders(case: Case, product: str, demand: Demand) -> int | None:
    """How many orders a model places in all; None if that is not known before the run."""
    if not demand.mean_rate:
        return 0
    goods = case.scenario.products.get(product)
    if not isinstance(demand, Trace) or goods is None:
        return None
    return sum(1 for _, quantity in demand.orders if round(quantity * goods.steps_per_unit))
