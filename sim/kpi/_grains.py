"""Grains: how accounts and resources are put together into network, product, site, customer, lane and line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.kpi._docks import are_shipped_at_docks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from sim.ledger.register import Register

COLUMNS: Final = ("site", "product", "customer", "lane", "resource")
"""The columns in which a row says what it is about."""


@dataclass(frozen=True, eq=False)
class Grain:
    """One way of putting accounts, or resources, together.

    Attributes:
        account: The accounts (or resources) that count, of shape (members,).
        group: Which group each belongs to, of shape (members,).
        size: Number of groups.
        names: What each group is about: by column, the number of its name, of shape (groups,).
    """

    account: NDArray[np.intp]
    group: NDArray[np.intp]
    size: int
    names: Mapping[str, NDArray[np.intp]] = field(default_factory=dict)

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums of ``values``, which has shape (accounts,), by group."""
        return np.bincount(self.group, weights=values[self.account], minlength=self.size).astype(np.float64, copy=False)


@dataclass(frozen=True, eq=False)
class Values:
    """Values of a KPI at one grain.

    Attributes:
        grain: What each value is about.
        value: The values, of shape (groups,).
        category: Which part of the whole they are; None for the whole.
    """

    grain: Grain
    value: NDArray[np.float64]
    category: str | None = None


def summed(grains: Iterable[Grain], amount: NDArray[np.float64], category: str | None = None) -> Iterator[Values]:
    """Sums over each of ``grains``; ``amount`` has shape (accounts,)."""
    for grain in grains:
        yield Values(grain, grain.sums(amount), category)


def divided(
    grains: Iterable[Grain],
    numerator: NDArray[np.float64],
    denominator: NDArray[np.float64],
    category: str | None = None,
) -> Iterator[Values]:
    """Sum over sum for each of ``grains``, NaN where the denominator's is 0; both have shape (accounts,)."""
    for grain in grains:
        yield Values(grain, quotient(grain.sums(numerator), grain.sums(denominator)), category)


def quotient(numerator: NDArray[np.float64], denominator: NDArray[np.float64]) -> NDArray[np.float64]:
    """``numerator / denominator``, NaN where the denominator is 0."""
    result = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=result, where=denominator != 0)
    return result


class Grains:
    """The grains that KPIs use.

    Attributes:
        site_names: Names of sites (customers too), sorted.
        product_names: Names of products, sorted.
        lane_names: Names of lanes, sorted.
        resource_names: Names of lines, of the machines of lines that have several, and of carriers, sorted.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        accounts = register.accounts
        self.site_names, self._site = _numbered([account.site for account in accounts])
        self.product_names, self._product = _numbered([account.product for account in accounts])
        self.lane_names, self._lane = _numbered([account.lane for account in accounts])
        self._destination = register.column("destination").astype(np.intp)
        self._origin = register.column("origin").astype(np.intp)
        machines = [resource for resource in register.resources if resource.kind == "machine"]
        lines = {f"{resource.site}/{resource.line}": resource.line for resource in machines}
        own = {resource.name.removeprefix(f"{resource.site}/") for resource in machines}
        carriers = (carrier.name for carrier in register.carriers)
        self.resource_names = tuple(sorted({*lines.values(), *own, *carriers}))

    @property
    def lane(self) -> NDArray[np.intp]:
        """Number of each account's lane, of shape (accounts,)."""
        return self._lane

    @property
    def site(self) -> NDArray[np.intp]:
        """Number of each account's site, of shape (accounts,)."""
        return self._site

    @property
    def product(self) -> NDArray[np.intp]:
        """Number of each account's product, of shape (accounts,)."""
        return self._product

    @cached_property
    def network(self) -> tuple[Grain, ...]:
        """All accounts: together, and by product."""
        return self.over_sites(np.ones(self._site.size, dtype=np.bool_))

    @cached_property
    def of_stocks(self) -> tuple[Grain, ...]:
        """Warehouses' stocks: by site, and by site and product."""
        return self._sites(self._register.is_warehouse)

    @cached_property
    def stocks(self) -> tuple[Grain, ...]:
        """Warehouses' stocks: all together, by product, by site, and by site and product."""
        return (*self.over_sites(self._register.is_warehouse), *self.of_stocks)

    @cached_property
    def is_maker(self) -> NDArray[np.bool_]:
        """Which accounts are what a recipe is for, of shape (accounts,); its by-products have accounts of their own."""
        maker = self._register.column("maker").astype(np.int64)
        found: NDArray[np.bool_] = self._register.is_production & (maker == np.arange(maker.size))
        return found

    @cached_property
    def sells(self) -> NDArray[np.bool_]:
        """Which accounts of the company sell: stocks, and what is made to order; of shape (accounts,)."""
        number = self._site * max(len(self.product_names), 1) + self._product
        stocked = np.isin(number, number[self._register.is_warehouse])
        return self._register.is_warehouse | (self.is_maker & ~stocked)

    @cached_property
    def of_sites(self) -> tuple[Grain, ...]:
        """What the company's sites sell, from stock or made to order: by site, and by site and product."""
        return self._sites(self.sells)

    @cached_property
    def sites(self) -> tuple[Grain, ...]:
        """What the company's sites sell: all together, by product, by site, and by site and product."""
        return (*self.over_sites(self.sells), *self.of_sites)

    @cached_property
    def of_sellers(self) -> tuple[Grain, ...]:
        """The company's sites and suppliers: by site, and by site and product."""
        supplies = np.array([account.kind == "supplier" for account in self._register.accounts], dtype=np.bool_)
        return self._sites(self.sells | supplies)

    @cached_property
    def makers(self) -> tuple[Grain, ...]:
        """What recipes make: all, by product, by site, and by site and product; nothing without a factory."""
        if not self.is_maker.any():
            return ()
        return (*self.over_sites(self.is_maker), *self._sites(self.is_maker))

    @cached_property
    def receptions(self) -> tuple[Grain, ...]:
        """Stocks whose arrivals pass a dock or limited storage: all, by product, by site, and by site and product."""
        return self._handled(self._register.column("is_received").astype(np.bool_))

    @cached_property
    def docks(self) -> tuple[Grain, ...]:
        """What passes docks or limited storage, in or out: all, by product, by site, and by site and product."""
        received = self._register.column("is_received").astype(np.bool_)
        return self._handled(received | are_shipped_at_docks(self._register))

    def _handled(self, member: NDArray[np.bool_]) -> tuple[Grain, ...]:
        return (*self.over_sites(member), *self._sites(member)) if member.any() else ()

    @cached_property
    def machines(self) -> tuple[Grain, ...]:
        """Machines, by number of the resource: all, by site, by line, and each where a line has several."""
        resources = self._register.resources
        member = np.array([row for row, found in enumerate(resources) if found.kind == "machine"], dtype=np.intp)
        if not member.size:
            return ()
        site, label = self._places(member, [resources[row].line for row in member])
        own = [resources[row].name.removeprefix(f"{resources[row].site}/") for row in member]
        count = Counter((found.site, found.line) for found in resources)
        several = np.array([count[resources[row].site, resources[row].line] > 1 for row in member], dtype=np.bool_)
        _, each = self._places(member, own)
        found = [
            Grain(member, np.zeros(member.size, dtype=np.intp), 1),
            _grouped(member, {"site": site}),
            _grouped(member, {"site": site, "resource": label}),
        ]
        if several.any():
            found.append(_grouped(member[several], {"site": site[several], "resource": each[several]}))
        return tuple(found)

    def _places(self, resource: NDArray[np.intp], name: list[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The numbers of the sites of resources, and of the names that they go by."""
        resources = self._register.resources
        site = [self.site_names.index(resources[row].site) for row in resource]
        return np.array(site, dtype=np.intp), np.array([self.resource_names.index(text) for text in name], np.intp)

    @cached_property
    def of_customers(self) -> tuple[Grain, ...]:
        """Customers: each, and each with one product."""
        member = np.flatnonzero(self._register.is_customer)
        return (
            _grouped(member, {"customer": self._site[member]}),
            _grouped(member, {"customer": self._site[member], "product": self._product[member]}),
        )

    @cached_property
    def customers(self) -> tuple[Grain, ...]:
        """Customers: all together, by product, each, and each with one product."""
        return (*self.over_sites(self._register.is_customer), *self.of_customers)

    @cached_property
    def of_lanes(self) -> tuple[Grain, ...]:
        """Lanes, all products together."""
        return self._lanes(self._register.is_transit)

    @cached_property
    def transits(self) -> tuple[Grain, ...]:
        """Goods in transit: all, by product, by lane, by site and product that they travel to, and by customer."""
        register = self._register
        inbound = register.is_transit & register.is_warehouse[self._destination]
        outbound = np.flatnonzero(register.is_transit & register.is_customer[self._destination])
        to_customers = _grouped(outbound, {"customer": self._site[outbound]})
        return (*self.over_sites(register.is_transit), *self.of_lanes, *self._sites(inbound), to_customers)

    @cached_property
    def of_company(self) -> tuple[Grain, ...]:
        """What the company pays for: its stocks, what it makes, and its lanes.

        All together, by product, by site, and by site and product. A lane belongs to the warehouse that it leads to,
        or, where it leads to a customer, to the one that it comes from.
        """
        member = self.is_company
        return (*self.over_sites(member), *self._sites(member, self._home))

    @cached_property
    def is_company(self) -> NDArray[np.bool_]:
        """Which accounts the company pays for, of shape (accounts,)."""
        register = self._register
        paid: NDArray[np.bool_] = register.is_warehouse | register.is_production | register.is_use
        return paid[self._home]

    @cached_property
    def of_company_lanes(self) -> tuple[Grain, ...]:
        """Lanes that the company pays for, all products together."""
        return self._lanes(self._register.is_transit & self.is_company)

    def over_sites(self, member: NDArray[np.bool_]) -> tuple[Grain, ...]:
        """Everything together, and every product over all sites; ``member`` has shape (accounts,).

        A product without members has a group like the others: which rows there are must not depend on the run.
        """
        account = np.flatnonzero(member)
        everything = Grain(account, np.zeros(account.size, dtype=np.intp), 1)
        products = np.arange(len(self.product_names))
        return (everything, Grain(account, self._product[account], products.size, {"product": products}))

    @property
    def _home(self) -> NDArray[np.intp]:
        """Which account pays for each account, of shape (accounts,)."""
        return np.where(self._register.is_warehouse[self._destination], self._destination, self._origin)

    def _lanes(self, member: NDArray[np.bool_]) -> tuple[Grain, ...]:
        account = np.flatnonzero(member)
        return (_grouped(account, {"lane": self._lane[account]}),)

    def _sites(self, member: NDArray[np.bool_], home: NDArray[np.intp] | None = None) -> tuple[Grain, ...]:
        account = np.flatnonzero(member)
        at = account if home is None else home[account]
        return (
            _grouped(account, {"site": self._site[at]}),
            _grouped(account, {"site": self._site[at], "product": self._product[at]}),
        )


def _numbered(names: list[str]) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """The different names, sorted, and the number of each."""
    known = tuple(sorted(set(names)))
    number = {name: index for index, name in enumerate(known)}
    return known, np.array([number[name] for name in names], dtype=np.intp)


def _grouped(account: NDArray[np.intp], names: Mapping[str, NDArray[np.intp]]) -> Grain:
    columns = np.array(list(names.values()))
    groups, group = np.unique(columns, axis=1, return_inverse=True)
    found = {name: groups[row].astype(np.intp) for row, name in enumerate(names)}
    return Grain(account, group.reshape(-1).astype(np.intp), groups.shape[1], found)
