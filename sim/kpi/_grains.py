"""Grains: how the accounts of the ledger are put together into network, product, site, customer and lane."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from sim.ledger.register import Register

COLUMNS: Final = ("site", "product", "customer", "lane")
"""The columns in which a row says what it is about."""


@dataclass(frozen=True, eq=False)
class Grain:
    """One way of putting accounts together.

    Attributes:
        account: The accounts that count, of shape (members,).
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
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        accounts = register.accounts
        self.site_names, self._site = _numbered([account.site for account in accounts])
        self.product_names, self._product = _numbered([account.product for account in accounts])
        self.lane_names, self._lane = _numbered([account.lane for account in accounts])
        self._destination = register.column("destination").astype(np.intp)
        self._origin = register.column("origin").astype(np.intp)

    @property
    def site(self) -> NDArray[np.intp]:
        """Number of each account's site, of shape (accounts,)."""
        return self._site

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
    def of_sellers(self) -> tuple[Grain, ...]:
        """Warehouses and suppliers: by site, and by site and product."""
        return self._sites(~(self._register.is_customer | self._register.is_transit))

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
        """What the company pays for: warehouses and their lanes.

        All together, by product, by site, and by site and product. A lane belongs to the warehouse that it leads to,
        or, where it leads to a customer, to the one that it comes from.
        """
        member = self.is_company
        return (*self.over_sites(member), *self._sites(member, self._home))

    @cached_property
    def is_company(self) -> NDArray[np.bool_]:
        """Which accounts the company pays for, of shape (accounts,)."""
        return self._register.is_warehouse[self._home]

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
