"""Effects: what is said and changes nothing. Each is a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.forecasting.perfect_mean import PerfectMean
from sim.scenario.customer import Backorder, Customer, Lost
from sim.scenario.supplier import Supplier

if TYPE_CHECKING:
    from sim.scenario.checks.case import Case
    from sim.scenario.network import Node
    from sim.scenario.tree import Step
    from sim.scenario.warehouse import Holding, Stock

_OF_ORDERS: Final = ("per_order", "per_unit_ordered")
"""Costs that only arise where orders are placed."""


def check(case: Case) -> None:
    """Look at suppliers, stocks and lanes."""
    for look in (_supplies, _stocks, _lanes):
        look(case)


def _warn(case: Case, path: tuple[Step, ...], message: str) -> None:
    case.report(path, f"it has no effect: {message}", severity="warning")


def _supplies(case: Case) -> None:
    for name, site in sorted(case.scenario.sites.items()):
        if not isinstance(site, Supplier):
            continue
        for product, supply in sorted(site.supplies.items()):
            if "allocation" in supply.model_fields_set and supply.stock is None:
                message = "without 'stock' the supplier is never short; orders are made in turn"
                _warn(case, ("sites", name, "supplies", product, "allocation"), message)


def _stocks(case: Case) -> None:
    for node, stock in case.stocks.items():
        path = ("sites", node[0], "stock", node[1])
        _forecast(case, path, stock)
        _without_orders(case, path, stock)
        _without_buyers(case, node, path, stock)
        _of_nothing(case, (*path, "costs", "holding"), stock.costs.holding, (node[1],))


def _forecast(case: Case, path: tuple[str, ...], stock: Stock) -> None:
    if stock.opening.forecast is None:
        return
    forecaster = None if stock.replenish is None else stock.replenish.forecaster
    if forecaster is None:
        _warn(case, (*path, "opening", "forecast"), "the stock's policy does not forecast")
    elif isinstance(forecaster, PerfectMean):
        _warn(case, (*path, "opening", "forecast"), "'perfect_mean' knows the mean already")


def _without_orders(case: Case, path: tuple[str, ...], stock: Stock) -> None:
    if stock.replenish is not None:
        return
    if "deliveries" in stock.model_fields_set:
        _warn(case, (*path, "deliveries"), "without 'replenish' nothing is ever ordered")
    for name in _OF_ORDERS:
        if getattr(stock.costs, name):
            _warn(case, (*path, "costs", name), "without 'replenish' nothing is ever ordered")


def _without_buyers(case: Case, node: Node, path: tuple[str, ...], stock: Stock) -> None:
    """Costs of being short in a way that no buyer takes."""
    ways = [_when_short(case, buyer, node[1]) for buyer in case.network.buyers[node]]
    if not ways:
        return  # that nobody gets the product is said already
    if stock.costs.backlog and all(way is Lost for way in ways):
        _warn(case, (*path, "costs", "backlog"), "nobody waits: what is short is lost")
    if stock.costs.lost_sale and all(way is Backorder for way in ways):
        _warn(case, (*path, "costs", "lost_sale"), "nothing is lost: whoever is short waits")


def _when_short(case: Case, buyer: Node, product: str) -> type:
    site = case.scenario.sites[buyer[0]]
    return type(site.buys[product].when_short) if isinstance(site, Customer) else Backorder


def _lanes(case: Case) -> None:
    carried: dict[str, set[str]] = {}
    for found in case.network.links.values():
        for link in found:
            if link.lane is not None:
                carried.setdefault(link.lane, set()).add(link.product)
    for name, products in sorted(carried.items()):
        costs = case.scenario.lanes[name].costs
        if costs.per_kg and not any(case.scenario.products[product].weight for product in products):
            _warn(case, ("lanes", name, "costs", "per_kg"), "nothing that it carries has a weight")
        _of_nothing(case, ("lanes", name, "costs", "holding"), costs.holding, tuple(products))


def _of_nothing(case: Case, path: tuple[str, ...], holding: Holding, products: tuple[str, ...]) -> None:
    """A holding cost as a share of a value that is 0."""
    values: list[Any] = [case.scenario.products[product].value for product in products]
    if holding.of_value and not any(values):
        _warn(case, path, f"it is a share of the value, and {' and '.join(sorted(products))} has none")
