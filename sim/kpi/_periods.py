"""Periods: what each stock saw and did from review to review, for measures over periods.

A period of a stock is as long as its review interval, 1 time unit where it is reviewed continuously or not at all;
periods are counted from time 0. Only those that lie wholly in the measuring period count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.clock import GRID
from sim.kpi._sources import Sources
from sim.ledger.levels import sums

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.ledger.levels import Levels

MOST_CELLS: Final = 4_000_000
"""How many periods of all stocks are looked at together; bounds memory."""
_TOLERANCE: Final = 0.75 / GRID
"""The k-th review is at k times the interval on the time grid, which may lie half a grid step before."""


@dataclass(frozen=True, eq=False)
class Periods:
    """Statistics over periods, by account, of shape (accounts,); 0 for accounts that are no stock.

    Variances are sums of squared deviations divided by the number of periods, in squared units.

    Attributes:
        count: Number of periods.
        short: Number of periods in which an order from another site was received that was not met in full at once.
        demand: Variance of the units asked for by orders received in a period, by production orders too.
        orders: Variance of the units ordered in a period, to be made too; by-products are not ordered.
        net_stock: Variance of the units on hand less those owed, at the ends of the periods.
        customers: Variance of the units that customers asked for in a period, of this stock and of all that it supplies
            through others; of components, what goes into the products that they asked for.
        mean_demand: Mean of the units asked for by orders received in a period.
        mean_orders: Mean of the units ordered in a period.
    """

    count: NDArray[np.float64]
    short: NDArray[np.float64]
    demand: NDArray[np.float64]
    orders: NDArray[np.float64]
    net_stock: NDArray[np.float64]
    customers: NDArray[np.float64]
    mean_demand: NDArray[np.float64]
    mean_orders: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        books: Books,
        length: NDArray[np.float64],
        is_internal: NDArray[np.bool_],
        is_by_product: NDArray[np.bool_],
    ) -> Periods:
        """Statistics of all stocks.

        Args:
            books: The books.
            length: Length of a period, of shape (accounts,).
            is_internal: Which orders stay inside one site, of shape (orders,).
            is_by_product: Which orders are for by-products, of shape (orders,).
        """
        size = length.size
        first = np.ceil((books.start - _TOLERANCE) / length)
        count = np.maximum(np.floor((books.end + _TOLERANCE) / length) - first, 0.0)
        count[~books.register.is_warehouse] = 0.0
        found = cls(count, *(np.zeros(size) for _ in range(7)))
        sources = Sources.of(books.register)
        for account in _blocks(np.flatnonzero(count), count):
            _Block(books, account, length, first, count).write(found, sources, is_internal, is_by_product)
        return found


def _blocks(account: NDArray[np.intp], count: NDArray[np.float64]) -> Iterator[NDArray[np.intp]]:
    """Accounts in blocks that have not more than so many periods together."""
    block = np.cumsum(count[account]) // MOST_CELLS
    for number in np.unique(block):
        yield account[block == number]


class _Block:
    """Some stocks: a row of cells for each, one cell for each of its periods and one for all time after them."""

    def __init__(
        self,
        books: Books,
        account: NDArray[np.intp],
        length: NDArray[np.float64],
        first: NDArray[np.float64],
        count: NDArray[np.float64],
    ) -> None:
        self.books = books
        self.account = account
        self.length, self.first, self.count = length, first, count
        cells = count[account].astype(np.intp) + 1
        self.cells = int(cells.sum())
        self.base = np.full(length.size, -1, dtype=np.intp)
        self.base[account] = np.cumsum(cells) - cells
        self.counts = np.ones(self.cells, dtype=np.bool_)
        self.counts[np.cumsum(cells) - 1] = False
        self.owner = np.repeat(account, cells - 1)

    def write(
        self, found: Periods, sources: Sources, is_internal: NDArray[np.bool_], is_by_product: NDArray[np.bool_]
    ) -> None:
        """Writes the statistics of these stocks into ``found``."""
        books, facts = self.books, self.books.facts
        quantity = np.ascontiguousarray(books.orders["quantity"])
        seller, buyer = books.orders["seller"], books.orders["buyer"]
        here, steps = self.account, books.steps_per_unit[self.account] ** 2
        cell, row = self._located(seller, facts.received_at)
        demand = np.bincount(cell, weights=quantity[row], minlength=self.cells).astype(np.float64)
        found.demand[here] = self._variance(demand[self.counts]) / steps
        found.mean_demand[here] = self._mean(demand[self.counts])[here] / books.steps_per_unit[here]
        short = np.zeros(self.cells, dtype=np.bool_)
        short[cell[(facts.shipped_at_once[row] < quantity[row]) & ~is_internal[row]]] = True
        found.short[here] = self._sums(short[self.counts].astype(np.float64))
        cell, row = self._located(buyer, books.orders["placed_at"])
        placed = np.where(is_by_product[row], 0, quantity[row])
        ordered = np.bincount(cell, weights=placed, minlength=self.cells).astype(np.float64)
        found.orders[here] = self._variance(ordered[self.counts]) / steps
        found.mean_orders[here] = self._mean(ordered[self.counts])[here] / books.steps_per_unit[here]
        found.customers[here] = self._variance(self._asked_by_customers(sources)[self.counts]) / steps
        net_stock = self._at_ends(books.stock) - self._at_ends(books.backlog)
        found.net_stock[here] = self._variance(net_stock.astype(np.float64)) / steps

    def _asked_by_customers(self, sources: Sources) -> NDArray[np.float64]:
        """What customers asked for in each cell, of a stock or of those that it supplies; when they asked counts."""
        orders = self.books.orders[self.books.facts.is_customer]
        asked = np.zeros(self.cells)
        for column, per_step in zip(sources.account.T, sources.per_step.T, strict=True):
            supplier = column[orders["seller"]]
            chosen = np.flatnonzero(supplier >= 0)
            cell, row = self._located(supplier[chosen], orders["placed_at"][chosen])
            amount = orders["quantity"][chosen[row]] * per_step[orders["seller"][chosen[row]]]
            asked += np.bincount(cell, weights=amount, minlength=self.cells)
        return asked

    def _located(
        self, account: NDArray[np.integer], time: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The cells of what happened in a period that counts, and the rows of what did."""
        row = np.flatnonzero((self.base[account] >= 0) & np.isfinite(time) & (time < self.books.end))
        account = account[row]
        number = self._number(account, time[row])
        inside = np.flatnonzero((number >= 0) & (number < self.count[account]))
        return self.base[account[inside]] + number[inside].astype(np.intp), row[inside]

    def _number(self, account: NDArray[np.integer], time: NDArray[np.float64]) -> NDArray[np.float64]:
        """The number of the period, from the first that counts."""
        number: NDArray[np.float64] = np.floor((time + _TOLERANCE) / self.length[account]) - self.first[account]
        return number

    def _at_ends(self, levels: Levels) -> NDArray[np.int64]:
        """The level at the end of each period that counts, in steps."""
        row = np.flatnonzero(self.base[levels.account] >= 0)
        account = levels.account[row]
        number = np.clip(self._number(account, levels.time[row]), 0, self.count[account]).astype(np.intp)
        # Rows are sorted by account and time, and so are cells: the last row up to each cell is a running count.
        last = np.cumsum(np.bincount(self.base[account] + number, minlength=self.cells)) - 1
        return levels.level[row][last[self.counts]]

    def _sums(self, value: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums over the periods of each stock, of shape (stocks,)."""
        return sums(self.owner, value, self.length.size)[self.account]

    def _mean(self, value: NDArray[np.float64]) -> NDArray[np.float64]:
        """Means over the periods of each stock, of shape (accounts,)."""
        mean = np.zeros(self.length.size)
        mean[self.account] = self._sums(value) / self.count[self.account]
        return mean

    def _variance(self, value: NDArray[np.float64]) -> NDArray[np.float64]:
        mean = self._mean(value)
        return self._sums((value - mean[self.owner]) ** 2) / self.count[self.account]
