"""The books: a run's ledger opened for reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.accrue import accrue
from sim.ledger.facts import Moves, OrderFacts
from sim.ledger.levels import Levels
from sim.ledger.spells import Spells
from sim.ledger.tables import LOADS, TRIPS, Event

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.closing import Closing
    from sim.ledger.register import Register


@dataclass(frozen=True, eq=False)
class Books:
    """The tables of a run that has ended, and what follows from them.

    Tables are structured arrays in order of posting (see ``sim.ledger.tables``). What is derived is computed when it is
    first asked for, and kept.

    Attributes:
        register: Names and master data.
        start: When measuring begins, in time units.
        end: When the run ended; the measuring period is [start, end).
        goods: Amounts moved between accounts.
        orders: Orders placed; an order's number is the number of its row.
        events: What else happened to orders.
        posted_money: Money as the engine posted it, without the costs of time.
        states: States of resources.
        forecasts: What was expected and observed.
        live_on_hand: The engine's own stock by account at the end, in steps, of shape (accounts,).
        live_in_transit: The engine's own goods in transit by account at the end.
        live_backlog: The engine's own backlog by account of the seller at the end.
        live_on_order: The engine's own supply line by account of the buyer at the end.
        days_per_unit: Length of a time unit in days; None for an abstract period.
        trips: Trips of vehicles; a trip's number is the number of its row.
        loads: What each trip carried.
        live_at_receiving: The engine's own goods that stand before the dock of a site, by account of the stock.
        live_machines: The engine's own history of machines (see ``Closing``); None without any.
        live_at_bay: The engine's own goods that wait for a vehicle, by account of the lane; None without carriers.
    """

    register: Register
    start: float
    end: float
    goods: NDArray[np.void] = field(repr=False)
    orders: NDArray[np.void] = field(repr=False)
    events: NDArray[np.void] = field(repr=False)
    posted_money: NDArray[np.void] = field(repr=False)
    states: NDArray[np.void] = field(repr=False)
    forecasts: NDArray[np.void] = field(repr=False)
    live_on_hand: NDArray[np.int64] = field(repr=False)
    live_in_transit: NDArray[np.int64] = field(repr=False)
    live_backlog: NDArray[np.int64] = field(repr=False)
    live_on_order: NDArray[np.int64] = field(repr=False)
    days_per_unit: float | None = None

    trips: NDArray[np.void] = field(repr=False, default_factory=lambda: np.zeros(0, dtype=TRIPS.dtype))
    loads: NDArray[np.void] = field(repr=False, default_factory=lambda: np.zeros(0, dtype=LOADS.dtype))
    live_at_bay: NDArray[np.int64] | None = field(repr=False, default=None)
    live_at_receiving: NDArray[np.int64] | None = field(repr=False, default=None)
    live_machines: NDArray[np.float64] | None = field(repr=False, default=None)

    @classmethod
    def of(cls, closing: Closing) -> Books:
        """The books of a run that has just ended."""
        journal = closing.journal
        return cls(
            register=closing.register,
            start=closing.warm_up,
            end=closing.end,
            goods=journal.goods.rows(),
            orders=journal.orders.rows(),
            events=journal.events.rows(),
            posted_money=journal.money.rows(),
            states=journal.states.rows(),
            forecasts=journal.forecasts.rows(),
            live_on_hand=closing.on_hand,
            live_in_transit=closing.in_transit,
            live_backlog=closing.backlog,
            live_on_order=closing.on_order,
            days_per_unit=closing.days_per_unit,
            trips=journal.trips.rows(),
            loads=journal.loads.rows(),
            live_at_bay=closing.at_bay,
            live_at_receiving=closing.at_receiving,
            live_machines=closing.machines,
        )

    @cached_property
    def steps_per_unit(self) -> NDArray[np.float64]:
        """Steps in one unit of each account's product, of shape (accounts,); divide steps by it to have units."""
        return self.register.column("steps_per_unit").astype(np.float64)

    @cached_property
    def opening(self) -> NDArray[np.int64]:
        """Steps in each account at the start, of shape (accounts,)."""
        return self.register.column("opening").astype(np.int64)

    @cached_property
    def moves(self) -> Moves:
        """The goods table by column."""
        return Moves.of(self.register, self.goods)

    @cached_property
    def facts(self) -> OrderFacts:
        """What became of each order."""
        return OrderFacts.of(self.register, self.moves, self.orders, self.events)

    @cached_property
    def measured(self) -> NDArray[np.bool_]:
        """Which orders were placed in the measuring period, of shape (orders,)."""
        placed_at = self.orders["placed_at"]
        return (placed_at >= self.start) & (placed_at < self.end)

    @cached_property
    def stock(self) -> Levels:
        """Stock on hand of warehouses."""
        return self._contents(self.register.is_warehouse)

    @cached_property
    def transit(self) -> Levels:
        """Goods in transit, by account of the lane."""
        return self._contents(self.register.is_transit)

    @cached_property
    def backlog(self) -> Levels:
        """What each account owes as a seller: received, neither shipped nor given up."""
        return self.owed(np.ones(self.orders.size, dtype=np.bool_))

    @cached_property
    def is_internal(self) -> NDArray[np.bool_]:
        """Which orders stay inside one site, where buyer and seller are the same; of shape (orders,)."""
        number = {site: index for index, site in enumerate({account.site: None for account in self.register.accounts})}
        site = np.array([number[account.site] for account in self.register.accounts])
        return np.asarray(site[self.orders["seller"]] == site[self.orders["buyer"]])

    @cached_property
    def owed_outside(self) -> Levels:
        """What each account owes to buyers at other sites; what a site's own production waits for is not among it."""
        return self.owed(~self.is_internal) if self.register.is_use.any() else self.backlog

    def owed(self, counts: NDArray[np.bool_]) -> Levels:
        """What each account owes as a seller of the orders that count; ``counts`` has shape (orders,)."""
        waits = self.facts.waits
        heard = (waits.since < self.end) & counts[waits.order]
        seller = self.orders["seller"][waits.order[heard]]
        return self._between(seller, waits.quantity[heard], waits.since[heard], waits.until[heard])

    @cached_property
    def on_order(self) -> Levels:
        """What each account awaits as a buyer: ordered, neither delivered nor given up."""
        orders, facts = self.orders, self.facts
        # Most customers' orders are met at once: they would change nothing.
        awaited = (facts.delivered != orders["quantity"]) | (facts.last_delivered_at != orders["placed_at"])
        moves = self.moves
        arrives = np.flatnonzero(moves.arrives & (moves.order < orders.size))
        arrives = arrives[awaited[moves.order[arrives]]]
        events = self.events[self.events["order"] < orders.size]
        events = events[awaited[events["order"]]]
        events = events[(events["event"] == Event.LOST) | (events["event"] == Event.SCRAPPED)]
        gone = np.concatenate([moves.order[arrives], events["order"]])
        gone_at = np.concatenate([moves.time[arrives], events["time"]])
        placed = np.flatnonzero(awaited)
        order = np.concatenate([placed, gone])
        change = np.concatenate([orders["quantity"][placed], -moves.amount[arrives], -events["quantity"]])
        time = np.concatenate([orders["placed_at"][placed], gone_at])
        return self._levels(orders["buyer"][order], time, change)

    @cached_property
    def spells(self) -> Spells:
        """The states of resources as stretches of time."""
        return Spells.of(self.states, self.end)

    @cached_property
    def accrued(self) -> NDArray[np.void]:
        """Costs of time before and within the measuring period, as rows of the money table."""
        return accrue(self)

    @cached_property
    def money(self) -> NDArray[np.void]:
        """All money: what was posted, then what accrued over time."""
        return np.concatenate([self.posted_money, self.accrued])

    def _contents(self, member: NDArray[np.bool_]) -> Levels:
        """Levels of the accounts that are members, from the goods that went in and out."""
        moves = self.moves
        into, out = member[moves.destination], member[moves.origin]
        opening = np.where(member, self.opening, 0)
        if not np.any(into & out):
            row = np.flatnonzero(into | out)
            inward = into[row]
            account = np.where(inward, moves.destination[row], moves.origin[row])
            change = moves.amount[row]
            np.negative(change, out=change, where=~inward)
            return Levels.of(opening, account, moves.time[row], change)
        into_rows, out_rows = np.flatnonzero(into), np.flatnonzero(out)
        row = np.concatenate([into_rows, out_rows])
        in_turn = np.argsort(row, kind="stable")  # merges two sorted runs
        account = np.concatenate([moves.destination[into_rows], moves.origin[out_rows]])[in_turn]
        change = np.concatenate([moves.amount[into_rows], -moves.amount[out_rows]])[in_turn]
        return Levels.of(opening, account, moves.time[row[in_turn]], change)

    def _between(
        self,
        account: NDArray[np.uint32],
        quantity: NDArray[np.int64],
        since: NDArray[np.float64],
        until: NDArray[np.float64],
    ) -> Levels:
        """Levels of what was there from ``since`` until ``until``, each of shape (parts,)."""
        return self._levels(
            np.concatenate([account, account]), np.concatenate([since, until]), np.concatenate([quantity, -quantity])
        )

    def _levels(self, account: NDArray[np.uint32], time: NDArray[np.float64], change: NDArray[np.int64]) -> Levels:
        past = np.flatnonzero(time <= self.end)
        opening = np.zeros(len(self.register.accounts), dtype=np.int64)
        return Levels.of(opening, account[past], time[past], change[past])
