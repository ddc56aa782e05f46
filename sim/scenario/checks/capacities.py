"""Capacities: suppliers of whom more is asked than they can make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.scenario.supplier import Supplier

if TYPE_CHECKING:
    from sim.replenishment import Replenishment
    from sim.scenario.checks.case import Case
    from sim.scenario.network import Node
    from sim.scenario.supplier import Supply
    from sim.scenario.warehouse import Stock

MOST_REVIEWS: Final = 10.0
"""Review intervals that the first order may take a supplier to make; a level above the opening stock is no slip yet."""
LARGEST_FIRST_ORDER: Final = 0.25
"""Share of the horizon from which on the making of the first order governs the run."""
_NEARLY: Final = 1e-9


def check(case: Case) -> None:
    """Warn where the demand, standing orders or the first filling up are above a capacity."""
    standing = _standing_rates(case)
    asked, ordered = case.network.mean_demand, case.network.flow(standing)
    for name, site in sorted(case.scenario.sites.items()):
        if not isinstance(site, Supplier):
            continue
        for product, supply in sorted(site.supplies.items()):
            if supply.capacity is None:
                continue
            node = (name, product)
            upon = standing.keys() & _behind(case, node)
            _check_rate(case, node, supply.capacity, ordered[node] if upon else asked[node], upon)
    for node, stock in case.stocks.items():
        _check_first_order(case, node, stock)


def _standing_rates(case: Case) -> dict[Node, float]:
    """What stocks order per time unit whatever is asked of them, for those whose policy says so."""
    horizon = case.scenario.time.horizon
    if not isinstance(horizon, float):
        return {}
    rates = {node: stock.replenish.standing_quantity(horizon) for node, stock in case.stocks.items() if stock.replenish}
    return {node: quantity / horizon for node, quantity in rates.items() if quantity is not None}


def _behind(case: Case, seller: Node) -> set[Node]:
    """Whose orders reach ``seller``, themselves or as the orders of those that they order from."""
    found: set[Node] = set()
    waiting = [seller]
    while waiting:
        for buyer in case.network.buyers[waiting.pop()]:
            if buyer not in found:
                found.add(buyer)
                waiting.append(buyer)
    return found


def _check_rate(case: Case, node: Node, capacity: float, rate: float, standing: set[Node]) -> None:
    if rate <= capacity * (1 + _NEARLY):
        return
    per = f"{rate:g} per {case.scenario.time.unit}"
    said = f"the mean demand that reaches it, {per}, is above the capacity of {capacity:g}"
    if standing:
        places = ", ".join(f"sites.{site}.stock.{product}.replenish" for site, product in sorted(standing))
        said = f"what is ordered from it, {per} on average, is above the capacity of {capacity:g}; see {places}"
    case.report(("sites", node[0], "supplies", node[1], "capacity"), said, severity="warning")


def _check_first_order(case: Case, node: Node, stock: Stock) -> None:
    """Warn where the supplier needs a good part of the run to fill a stock up to its level."""
    policy, horizon = stock.replenish, case.scenario.time.horizon
    if policy is None or not isinstance(horizon, float):
        return
    key, level = _level(policy)
    opening = stock.opening
    under_way = sum(e.quantity for e in opening.arriving) + sum(e.quantity for e in opening.orders_under_way)
    missing = level - opening.on_hand - under_way + opening.backlog
    for link in case.network.links[node][:1]:
        terms = _terms(case, (link.seller, link.product))
        if terms is None or terms.capacity is None:
            continue
        takes, every = missing / terms.capacity, policy.review.every or 0.0
        if takes > LARGEST_FIRST_ORDER * horizon and takes > MOST_REVIEWS * every:
            message = (
                f"the first order, {missing:g} to fill up to {level:g}, takes {link.seller!r} {takes:g} "
                f"of the {horizon:g} {case.scenario.time.unit}s, at its capacity of {terms.capacity:g}"
            )
            case.report(("sites", node[0], "stock", node[1], "replenish", *key), message, severity="warning")


def _level(policy: Replenishment) -> tuple[tuple[str, ...], float]:
    """The key and the value of the level that a policy fills up to; 0 where it has none."""
    key: tuple[str, ...] = ()
    found: Any = policy
    while (then := getattr(found, "then", None)) is not None:
        found, key = then, (*key, "then")
    for name in ("up_to", "level"):
        level = getattr(found, name, None)
        if isinstance(level, int | float):
            return (*key, name), float(level)
    return (), 0.0


def _terms(case: Case, node: Node) -> Supply | None:
    site = case.scenario.sites[node[0]]
    return site.supplies[node[1]] if isinstance(site, Supplier) else None
