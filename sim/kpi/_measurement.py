"""The measurement: what several KPIs need of one run's books, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.kpi._grains import Grains, divided, summed
from sim.kpi._lines import Lines, Parties
from sim.kpi._periods import Periods
from sim.ledger.levels import sums
from sim.ledger.tables import Event, MoneyKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from sim.kpi._grains import Grain, Values
    from sim.ledger.books import Books
    from sim.ledger.levels import Levels
    from sim.ledger.register import Register

COSTS: Final = tuple(sorted(kind.name.lower() for kind in MoneyKind if kind is not MoneyKind.SALE))
"""Everything that money is paid for, but sales: the categories of costs."""
DAYS_PER_YEAR: Final = 365.0


@dataclass(frozen=True, eq=False)
class Measurement:
    """Books, and what follows from them; amounts are in units, arrays by account of shape (accounts,).

    Attributes:
        books: The books of the run.
    """

    books: Books

    # ---- the period and the network

    @property
    def register(self) -> Register:
        """Names and master data."""
        return self.books.register

    @property
    def span(self) -> float:
        """Length of the measuring period in time units."""
        return self.books.end - self.books.start

    @cached_property
    def grains(self) -> Grains:
        """How accounts are put together."""
        return Grains(self.register)

    @cached_property
    def value(self) -> NDArray[np.float64]:
        """Standard cost of one unit, by account."""
        return self.register.column("value").astype(np.float64)

    @cached_property
    def period(self) -> NDArray[np.float64]:
        """Length of a period: the stock's review interval, 1 time unit where there is none; by account."""
        every = self.register.column("review_every").astype(np.float64)
        return np.where(every > 0, every, 1.0)

    @cached_property
    def serves_customers(self) -> NDArray[np.bool_]:
        """Which warehouses' stocks customers have ever asked; by account."""
        serves = np.zeros(len(self.register.accounts), dtype=np.bool_)
        serves[self.books.orders["seller"][self.books.facts.is_customer]] = True
        return serves & self.register.is_warehouse

    # ---- orders

    @cached_property
    def lines(self) -> Lines:
        """The orders placed in the measuring period."""
        return Lines.of(self.books)

    @cached_property
    def demand(self) -> NDArray[np.float64]:
        """Units that customers asked for in the measuring period, by account of the seller."""
        lines = self.lines
        by_customers = self.register.is_customer[lines.buyer]
        return self.by_account(lines.seller, np.where(by_customers, lines.units, 0.0))

    @cached_property
    def lost(self) -> tuple[Parties, NDArray[np.float64]]:
        """What became lost sales in the measuring period: between whom, and units, of shape (events,)."""
        books = self.books
        events = books.events[books.events["order"] < books.orders.size]
        events = events[
            (events["event"] == Event.LOST) & (events["time"] >= books.start) & (events["time"] < books.end)
        ]
        parties = self.parties(events["order"])
        return parties, events["quantity"] / books.steps_per_unit[parties.buyer]

    def parties(self, order: NDArray[np.integer]) -> Parties:
        """Seller and buyer of orders."""
        return Parties(self._everyone.seller[order], self._everyone.buyer[order])

    @cached_property
    def _everyone(self) -> Parties:
        """Seller and buyer of every order, of shape (orders,)."""
        orders = self.books.orders
        return Parties(orders["seller"].astype(np.intp), orders["buyer"].astype(np.intp))

    def by_account(self, account: NDArray[np.integer], amount: NDArray[np.generic]) -> NDArray[np.float64]:
        """Sums of ``amount`` by account."""
        return sums(account, amount.astype(np.float64, copy=False), len(self.register.accounts))

    def share(
        self, parties: Parties, part: NDArray[np.generic], whole: NDArray[np.generic], sites: Iterable[Grain]
    ) -> Iterator[Values]:
        """Sum over sum, of all customers' orders, by site as the seller, and by customer.

        Args:
            parties: Between whom, of shape (rows,).
            part: Numerators, of shape (rows,).
            whole: Denominators, of shape (rows,).
            sites: The grains by site, ``of_stocks`` or ``of_sellers``.
        """
        yield from divided(
            self.grains.customers, self.by_account(parties.buyer, part), self.by_account(parties.buyer, whole)
        )
        yield from divided(sites, self.by_account(parties.seller, part), self.by_account(parties.seller, whole))

    def total(
        self,
        parties: Parties,
        amount: NDArray[np.generic],
        sites: Iterable[Grain],
        category: str | None = None,
    ) -> Iterator[Values]:
        """Sums of all customers' orders, by site as the seller, and by customer; see ``share``."""
        yield from summed(self.grains.customers, self.by_account(parties.buyer, amount), category)
        yield from summed(sites, self.by_account(parties.seller, amount), category)

    @cached_property
    def deliveries(self) -> tuple[Parties, NDArray[np.float64], NDArray[np.float64]]:
        """Deliveries by the end for orders placed in the period: between whom, units, time since the order."""
        books, moves = self.books, self.books.moves
        row = np.flatnonzero(moves.arrives & (moves.time < books.end) & (moves.order < books.orders.size))
        row = row[books.measured[moves.order[row]]]
        order = moves.order[row]
        parties = self.parties(order)
        units = moves.amount[row] / books.steps_per_unit[parties.buyer]
        return parties, units, moves.time[row] - books.orders["placed_at"][order]

    # ---- levels

    def mean(self, levels: Levels) -> NDArray[np.float64]:
        """Time-average of a level in units, by account."""
        return levels.mean(self.books.start, self.books.end) / self.books.steps_per_unit

    @cached_property
    def stock(self) -> NDArray[np.float64]:
        """Time-average units on hand at warehouses, by account."""
        return self.mean(self.books.stock)

    @cached_property
    def in_transit(self) -> NDArray[np.float64]:
        """Time-average units in transit, by account of the lane."""
        return self.mean(self.books.transit)

    @cached_property
    def waiting(self) -> tuple[Parties, NDArray[np.float64]]:
        """What waited: between whom, and its part of the time-average backlog in units, of shape (parts,)."""
        waits = self.books.facts.waits
        parties = self.parties(waits.order)
        time = waits.time(self.books.start, self.books.end)
        return parties, time / self.books.steps_per_unit[parties.buyer] / self.span

    @cached_property
    def periods(self) -> Periods:
        """What happened period by period, by account."""
        return Periods.of(self.books, self.period)

    # ---- money

    @cached_property
    def goods_sold(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Cost of goods that left each warehouse, and that reached each customer, in the measuring period."""
        books, moves = self.books, self.books.moves
        row = np.flatnonzero((moves.time >= books.start) & (moves.time < books.end))
        units = moves.amount[row] / books.steps_per_unit[moves.origin[row]]
        cost = units * self.value[moves.origin[row]]
        left = self.by_account(moves.origin[row], cost)
        reached = self.by_account(moves.destination[row], cost)
        return np.where(self.register.is_warehouse, left, 0.0), np.where(self.register.is_customer, reached, 0.0)

    @cached_property
    def costs(self) -> dict[str, NDArray[np.float64]]:
        """Money spent in the measuring period, by kind and account."""
        books, size = self.books, len(self.register.accounts)
        posted = books.posted_money
        in_period = (posted["recognised_at"] >= books.start) & (posted["recognised_at"] < books.end)
        accrued = books.accrued[books.accrued["recognised_at"] > books.start]  # a bucket's is due when it ends
        spent = np.zeros((max(MoneyKind) + 1) * size)
        for rows in (posted[in_period], accrued):
            spent += sums(rows["kind"].astype(np.intp) * size + rows["account"], rows["amount"], spent.size)
        by_kind = spent.reshape(-1, size)
        return {name: by_kind[MoneyKind[name.upper()]] for name in COSTS}

    @cached_property
    def sales(self) -> tuple[Parties, NDArray[np.float64]]:
        """Sales of the company in the measuring period: between whom, and money, of shape (sales,)."""
        books = self.books
        owners = np.zeros(len(self.register.parties), dtype=np.bool_)
        owners[self.register.column("owner")[self.register.is_warehouse]] = True
        posted = books.posted_money
        counts = (posted["kind"] == MoneyKind.SALE) & owners[posted["payee"]]
        counts &= (posted["recognised_at"] >= books.start) & (posted["recognised_at"] < books.end)
        sold = posted[counts]
        return self.parties(sold["order"]), np.ascontiguousarray(sold["amount"])

    @cached_property
    def profit(self) -> NDArray[np.float64]:
        """Sales of the company less what it spent in the measuring period, by account."""
        parties, money = self.sales
        spent = np.sum(list(self.costs.values()), axis=0)
        return self.by_account(parties.seller, money) - np.where(self.grains.is_company, spent, 0.0)

    @cached_property
    def stock_value_change(self) -> NDArray[np.float64]:
        """Closing less opening value of the company's goods at standard cost, by account.

        They are what lies at warehouses and what has left one, until it is delivered; from a supplier goods are bought
        when they arrive. What happens at an edge of the measuring period comes after its opening, and its closing.
        """
        books, register = self.books, self.register
        edges = np.array([books.start, books.end])
        held = np.diff(books.stock.before(edges) + books.transit.before(edges), axis=1)[:, 0]
        owned = register.is_warehouse[register.column("origin").astype(np.intp)]
        return np.where(owned, held / books.steps_per_unit * self.value, 0.0)

    def cost_values(self, per: float) -> Iterator[Values]:
        """Costs divided by ``per``: the whole and by category; of the network, products, sites, and lanes."""
        parts = {name: amount / per for name, amount in self.costs.items()}
        whole = np.sum(list(parts.values()), axis=0)
        for category, amount in ({None: whole} | parts).items():
            yield from summed(self.grains.of_company, amount, category)
        lane_costs = {name: parts[name] for name in ("transit_holding", "transport")}
        for category, amount in ({None: whole} | lane_costs).items():
            yield from summed(self.grains.of_company_lanes, amount, category)
