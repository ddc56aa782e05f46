"""What the register says of docks, storage and handling."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from sim.engine.hours import OffHours
from sim.ledger.register import MasterRow, Resource, Storage
from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.ledger.register import Account
    from sim.scenario.document import Scenario
    from sim.scenario.handling import Dock
    from sim.scenario.product import Product

MEASURES: Final[tuple[Literal["units", "weight", "volume"], ...]] = ("units", "weight", "volume")
"""In what storage and docks are limited."""


def handled(account: Account, site: StockingSite, product: Product) -> Account:
    """The account of a product at a site, with what docks, storage and handling say of it."""
    receiving, shipping = site.receiving, site.shipping
    stock = site.stock.get(account.product) if account.kind == "warehouse" else None
    if stock is not None and stock.capacity is not None:
        account = replace(account, room=float(round(stock.capacity * account.steps_per_unit)))
    if stock is not None and (receiving is not None or site.storage is not None or stock.capacity is not None):
        account = replace(account, is_received=True)
    if stock is not None and receiving is not None:
        low, high = receiving.dock_to_stock.support
        account = replace(
            account,
            receiving_time=_time(receiving, product),
            dock_to_stock=low if low == high else float("nan"),
            handled_in=receiving.costs.per_unit + receiving.costs.per_kg * product.weight,
        )
    if shipping is not None:
        account = replace(
            account,
            shipping_time=_time(shipping, product),
            handled_out=shipping.costs.per_unit + shipping.costs.per_kg * product.weight,
        )
    return account


def _time(dock: Dock, product: Product) -> float:
    """The time that a dock takes for a step: where several rates are stated, the longest."""
    each = {"units": 1.0, "weight": product.weight, "volume": product.volume}
    return max((each[measure] / rate for measure, rate in dock.rates.items()), default=0.0) / product.steps_per_unit


def storages(scenario: Scenario) -> Iterator[Storage]:
    """The limits of storage over all products, by site."""
    for name, site in sorted(scenario.sites.items()):
        if isinstance(site, StockingSite) and site.storage is not None:
            limits = site.storage.limits
            yield from (Storage(name, measure, limits[measure]) for measure in MEASURES if measure in limits)


def docks(scenario: Scenario) -> Iterator[Resource]:
    """The docks at which goods may have to wait, by site."""
    for name, site in sorted(scenario.sites.items()):
        if not isinstance(site, StockingSite):
            continue
        if site.receiving is not None and site.receiving.takes_turns:
            yield _with_hours(Resource(f"{name}/receiving", "receiving", name), site.receiving, scenario)
        if site.shipping is not None and site.shipping.takes_turns:
            yield _with_hours(Resource(f"{name}/shipping", "shipping", name), site.shipping, scenario)


def _with_hours(dock: Resource, terms: Dock, scenario: Scenario) -> Resource:
    if terms.hours is None:
        return dock
    off = OffHours(terms.hours, scenario.time.clock)
    return replace(dock, closed=off.stops, week=off.week)


def master(scenario: Scenario) -> Iterator[MasterRow]:
    """The rows of the master table: limits of storage, rates of docks, and costs of handling, by site."""
    unit, money, time = {"units": "units", "weight": "kg", "volume": "m3"}, scenario.currency, scenario.time.unit
    for storage in storages(scenario):
        yield MasterRow(0.0, storage.site, f"storage_{storage.measure}", storage.limit, unit[storage.measure])
    for name, site in sorted(scenario.sites.items()):
        if not isinstance(site, StockingSite):
            continue
        for product, stock in sorted(site.stock.items()):
            if stock.capacity is not None:
                each = scenario.products[product].unit
                yield MasterRow(0.0, f"{name}/{product}", "storage_units", stock.capacity, each)
        for key, dock in (("receiving", site.receiving), ("shipping", site.shipping)):
            if dock is None:
                continue
            for measure, rate in dock.rates.items():
                yield MasterRow(0.0, f"{name}/{key}", f"{measure}_rate", rate, f"{unit[measure]} per {time}")
            yield MasterRow(0.0, f"{name}/{key}", "per_unit", dock.costs.per_unit, f"{money} per unit")
            yield MasterRow(0.0, f"{name}/{key}", "per_kg", dock.costs.per_kg, f"{money} per kg")
