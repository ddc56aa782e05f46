"""Facts about orders, derived from what was posted: received, shipped, delivered, lost, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.levels import totals
from sim.ledger.tables import BEFORE, Event, Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.register import Register


@dataclass(frozen=True, slots=True)
class Moves:
    """The goods table by column, contiguous, of shape (rows,).

    Attributes:
        time: When goods moved.
        amount: Steps.
        origin: Account that they left.
        destination: Account that they reached.
        order: Order that they moved for.
        leaves: Whether they left a site, rather than a lane.
        arrives: Whether they reached a site, rather than a lane, or being lost on it.
    """

    time: NDArray[np.float64]
    amount: NDArray[np.int64]
    origin: NDArray[np.uint32]
    destination: NDArray[np.uint32]
    order: NDArray[np.uint32]
    leaves: NDArray[np.bool_]
    arrives: NDArray[np.bool_]

    @classmethod
    def of(cls, register: Register, goods: NDArray[np.void]) -> Moves:
        """The columns of ``goods``."""
        names = ("time", "amount", "from_account", "to_account", "order")
        time, amount, origin, destination, order = (np.ascontiguousarray(goods[name]) for name in names)
        at_site = ~register.is_transit
        arrives = at_site & ~register.is_loss
        return cls(time, amount, origin, destination, order, at_site[origin], arrives[destination])


@dataclass(frozen=True)
class Waits:
    """What waited at its seller, part by part: each part of an order from its receipt until it was shipped or given up.

    Attributes:
        order: Number of the order, of shape (parts,).
        quantity: Steps that waited, of shape (parts,).
        since: When the order was received, of shape (parts,).
        until: When the part was shipped or lost; infinity if it still waits; of shape (parts,).
    """

    order: NDArray[np.intp]
    quantity: NDArray[np.int64]
    since: NDArray[np.float64]
    until: NDArray[np.float64]

    def time(self, start: float, end: float) -> NDArray[np.float64]:
        """Steps x time units waited within [start, end), of shape (parts,)."""
        span: NDArray[np.float64] = np.minimum(self.until, end) - np.maximum(self.since, start)
        return np.multiply(self.quantity, np.maximum(span, 0.0))


@dataclass(frozen=True)
class OrderFacts:
    """What became of each order until the end of the run; arrays of shape (orders,), amounts in steps.

    Attributes:
        received_at: When the seller learned of it: minus infinity before the run, the end or later if not yet.
        in_transit_before: Whether all of it was in transit already when the run began.
        shipped: Steps that left the seller.
        shipped_at_once: Steps that left by the end of the instant of receipt.
        last_shipped_at: When the last part so far left; nan if none did.
        delivered: Steps that reached the buyer.
        delivered_on_time: Steps that reached the buyer no later than promised.
        last_delivered_at: When the last part so far arrived; nan if none did.
        lost: Steps that were given up: lost sales, what was called off, and what was lost under way.
        lost_under_way: Steps of these that had been shipped.
        scrapped: Steps that were made and are no good.
        open: Steps neither shipped nor given up nor scrapped.
        is_customer: Whether a customer ordered.
        waiting_reason: Why it first had to wait (a ``Reason``); 0 if it did not.
        waits: What waited, part by part.
    """

    received_at: NDArray[np.float64]
    in_transit_before: NDArray[np.bool_]
    shipped: NDArray[np.int64]
    shipped_at_once: NDArray[np.int64]
    last_shipped_at: NDArray[np.float64]
    delivered: NDArray[np.int64]
    delivered_on_time: NDArray[np.int64]
    last_delivered_at: NDArray[np.float64]
    lost: NDArray[np.int64]
    lost_under_way: NDArray[np.int64]
    scrapped: NDArray[np.int64]
    open: NDArray[np.int64]
    is_customer: NDArray[np.bool_]
    waiting_reason: NDArray[np.uint32]
    waits: Waits = field(repr=False)

    @cached_property
    def in_transit(self) -> NDArray[np.int64]:
        """Steps that left the seller and have not reached the buyer."""
        return self.shipped - self.delivered - self.lost_under_way

    @classmethod
    def of(cls, register: Register, moves: Moves, orders: NDArray[np.void], events: NDArray[np.void]) -> OrderFacts:
        """The facts that follow from the rows; rows that name an order which does not exist are left out."""
        size = orders.size
        quantity = np.ascontiguousarray(orders["quantity"])
        promised_at = np.ascontiguousarray(orders["promised_at"])
        received_at = np.array(orders["placed_at"])
        in_transit_before = (received_at == BEFORE) & (promised_at == BEFORE)
        events = events[events["order"] < size]
        received_at[events["order"][events["event"] == Event.UNSENT]] = np.inf  # until it was transmitted
        received = events[events["event"] == Event.RECEIVED]
        received_at[received["order"]] = received["time"]
        waiting = events[events["event"] == Event.WAITING][::-1]  # the first of an order is written last
        waiting_reason = np.zeros(size, dtype=np.uint32)
        waiting_reason[waiting["order"]] = waiting["reason"]
        lost, scrapped = (events[events["event"] == event] for event in (Event.LOST, Event.SCRAPPED))

        leaves, arrives = _legs(moves, moves.leaves, size), _legs(moves, moves.arrives, size)
        shipped, last_shipped_at = _moved(leaves, size)
        late = np.flatnonzero(leaves.time != received_at[leaves.order])
        shipped_at_once = _without(shipped, leaves, late)
        delivered, last_delivered_at = _moved(arrives, size)
        delivered_on_time = _without(delivered, arrives, np.flatnonzero(~(arrives.time <= promised_at[arrives.order])))
        lost_sum = totals(lost["order"], lost["quantity"], size)
        gone = lost["reason"] == Reason.LOST_UNDER_WAY
        under_way = totals(lost["order"][gone], lost["quantity"][gone], size)
        lost = lost[~gone]
        shipped[in_transit_before] += quantity[in_transit_before]
        last_shipped_at[in_transit_before] = BEFORE
        scrapped_sum = totals(scrapped["order"], scrapped["quantity"], size)
        remaining = quantity - shipped - (lost_sum - under_way) - scrapped_sum

        still = np.flatnonzero(remaining)
        order = np.concatenate([leaves.order[late], lost["order"], scrapped["order"], still]).astype(np.intp)
        amount = np.concatenate([leaves.amount[late], lost["quantity"], scrapped["quantity"], remaining[still]])
        until = np.concatenate([leaves.time[late], lost["time"], scrapped["time"], np.full(still.size, np.inf)])
        since = received_at[order]
        long = np.flatnonzero(until > since)
        waits = Waits(order[long], amount[long], since[long], until[long])
        return cls(
            received_at=received_at,
            in_transit_before=in_transit_before,
            shipped=shipped,
            shipped_at_once=shipped_at_once,
            last_shipped_at=last_shipped_at,
            delivered=delivered,
            delivered_on_time=delivered_on_time,
            last_delivered_at=last_delivered_at,
            lost=lost_sum,
            lost_under_way=under_way,
            scrapped=scrapped_sum,
            open=remaining,
            is_customer=register.is_customer[orders["buyer"]],
            waiting_reason=waiting_reason,
            waits=waits,
        )


@dataclass(frozen=True, slots=True)
class _Legs:
    """Moves of goods for orders that exist: contiguous columns of shape (moves,)."""

    order: NDArray[np.uint32]
    time: NDArray[np.float64]
    amount: NDArray[np.int64]


def _legs(moves: Moves, chosen: NDArray[np.bool_], size: int) -> _Legs:
    """The chosen moves: those that leave a seller, or those that reach a buyer; goods handed over do both."""
    rows = np.flatnonzero(chosen)
    order = moves.order[rows]
    if order.size and int(order.max()) >= size:
        known = order < size
        rows, order = rows[known], order[known]
    return _Legs(order, moves.time[rows], moves.amount[rows])


def _moved(legs: _Legs, size: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    last = np.full(size, np.nan)
    last[legs.order] = legs.time  # rows are in order of time, and of several values for one place the last stays
    return totals(legs.order, legs.amount, size), last


def _without(total: NDArray[np.int64], legs: _Legs, missed: NDArray[np.intp]) -> NDArray[np.int64]:
    """Sums by order less some of their moves, which are most often few."""
    return total - totals(legs.order[missed], legs.amount[missed], total.size)
