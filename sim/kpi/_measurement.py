"""The measurement: what several KPIs need of one run's books, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.kpi._grains import Grains, divided, summed
from sim.kpi._haulage import Haulage
from sim.kpi._jobs import Jobs
from sim.kpi._lines import Lines, Parties
from sim.kpi._periods import Periods
from sim.kpi._shop import Shop
from sim.kpi._valuation import goods_sold, material_value, stock_value_change
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

    @cached_property
    def faces_buyers(self) -> NDArray[np.bool_]:
        """Which stocks others than the site's own recipes ask; by account.

        Components that only production orders ask for are left out of the service of their site.
        """
        register, site, product = self.register, self.grains.site, self.grains.product
        place = site * len(self.grains.product_names) + product
        asked = np.zeros(place.size, dtype=np.bool_)
        asked[self._everyone.seller[~self.is_internal]] = True
        return register.is_warehouse & (asked | ~np.isin(place, place[register.is_use]))

    # ---- orders

    @cached_property
    def is_internal(self) -> NDArray[np.bool_]:
        """Which orders stay inside one site, of shape (orders,): production orders, and what belongs to them."""
        return self.books.is_internal

    @cached_property
    def is_by_product(self) -> NDArray[np.bool_]:
        """Which orders are what a production order brings forth beside its product, of shape (orders,)."""
        seller = self._everyone.seller
        return self.register.is_production[seller] & ~self.grains.is_maker[seller]

    @cached_property
    def replenishments(self) -> tuple[Parties, NDArray[np.float64]]:
        """Orders that stocks placed in the measuring period, production orders too: between whom, and units."""
        books = self.books
        order = np.flatnonzero(books.measured & ~self.is_by_product)
        order = order[self.register.is_warehouse[self._everyone.buyer[order]]]
        parties = self.parties(order)
        return parties, books.orders["quantity"][order] / books.steps_per_unit[parties.buyer]

    @cached_property
    def lines(self) -> Lines:
        """The orders placed in the measuring period."""
        return Lines.of(self.books, self.is_internal)

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
        events = events[~self.is_internal[events["order"]]]
        parties = self.parties(events["order"])
        return parties, events["quantity"] / books.steps_per_unit[parties.buyer]

    @cached_property
    def written_off(self) -> NDArray[np.float64]:
        """Units that disruptions destroyed in the measuring period, by account of the stock."""
        books, moves = self.books, self.books.moves
        gone = self.register.is_written_off[moves.destination] & (moves.time >= books.start) & (moves.time < books.end)
        rows = np.flatnonzero(gone)
        return self.by_account(moves.origin[rows], moves.amount[rows]) / books.steps_per_unit

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
            sites: The grains by site, ``of_sites`` or ``of_sellers``.
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
        row = row[(books.measured & ~self.is_internal)[moves.order[row]]]
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
        time = np.where(self.is_internal[waits.order], 0.0, waits.time(self.books.start, self.books.end))
        return parties, time / self.books.steps_per_unit[parties.buyer] / self.span

    @cached_property
    def owed(self) -> Levels:
        """What sites owe to others, by account of the seller."""
        return self.books.owed_outside

    @cached_property
    def periods(self) -> Periods:
        """What happened period by period, by account."""
        return Periods.of(self.books, self.period, self.is_internal, self.is_by_product)

    @cached_property
    def haulage(self) -> Haulage:
        """What vehicles brought: trips that were begun in the measuring period, and their loads."""
        return Haulage(self.books, self.grains)

    @cached_property
    def jobs(self) -> Jobs:
        """What was made: jobs from release to completion."""
        return Jobs.of(self.books)

    @cached_property
    def wip(self) -> NDArray[np.float64]:
        """Time-average units in process, by account of what a recipe makes."""
        return self.mean(self.jobs.in_process)

    @cached_property
    def output(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Good units, and all units, that left the shop floor in the measuring period, by account."""
        books, found = self.books, []
        for flow in (self.jobs.good, self.jobs.scrapped):
            row = np.flatnonzero((flow.time >= books.start) & (flow.time < books.end))
            found.append(self.by_account(flow.account[row], flow.steps[row]) / books.steps_per_unit)
        return found[0], found[0] + found[1]

    @cached_property
    def shop(self) -> Shop:
        """What machines did, and which jobs came to them."""
        return Shop.of(self.books, self.jobs)

    # ---- money

    @cached_property
    def goods_sold(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Cost of goods in the measuring period, by account: that left a stock, a site, and reached a customer."""
        return goods_sold(self)

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
        owners[self.register.column("owner")[self.grains.sells]] = True
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
        """Closing less opening value of the company's goods at standard cost, by account."""
        return stock_value_change(self)

    @cached_property
    def material_value(self) -> NDArray[np.float64]:
        """Standard cost of the components of one unit, by account of what a recipe makes; 0 elsewhere."""
        return material_value(self)

    def cost_values(self, per: float) -> Iterator[Values]:
        """Costs divided by ``per``: the whole and by category; of the network, products, sites, and lanes."""
        parts = {name: amount / per for name, amount in self.costs.items()}
        whole = np.sum(list(parts.values()), axis=0)
        for category, amount in ({None: whole} | parts).items():
            yield from summed(self.grains.of_company, amount, category)
        lane_costs = {name: parts[name] for name in ("transit_holding", "transport")}
        for category, amount in ({None: whole} | lane_costs).items():
            yield from summed(self.grains.of_company_lanes, amount, category)
