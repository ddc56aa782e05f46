"""Visits: the way of goods through the docks of a site, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.tables import Event

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.books import Books


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of orders at an instant, in order of time; each of shape (parts,)."""

    order: NDArray[np.intp]
    quantity: NDArray[np.int64]
    time: NDArray[np.float64]

    def of(self, orders: NDArray[np.bool_]) -> Parts:
        """The parts of some orders; ``orders`` has shape (orders,)."""
        kept = orders[self.order]
        return Parts(self.order[kept], self.quantity[kept], self.time[kept])


def befallen(books: Books, event: Event) -> Parts:
    """The parts of orders that an event befell."""
    rows = books.events[(books.events["event"] == event) & (books.events["order"] < books.orders.size)]
    return Parts(rows["order"].astype(np.intp), rows["quantity"], rows["time"])


def stored(books: Books) -> Parts:
    """What came from lanes into stocks whose arrivals are told."""
    moves = books.moves
    received = books.register.column("is_received").astype(np.bool_)
    rows = np.flatnonzero(received[moves.destination] & ~moves.leaves & (moves.order < books.orders.size))
    return Parts(moves.order[rows].astype(np.intp), moves.amount[rows], moves.time[rows])


def let_in(books: Books) -> Parts:
    """What stood before a closed stock without a dock, and came into it when it opened: it had arrived before."""
    received = books.register.column("is_received").astype(np.bool_)
    return befallen(books, Event.UNLOADING).of(~received[books.orders["buyer"]])


def sent(books: Books, member: NDArray[np.bool_]) -> Parts:
    """What left accounts that are members for lanes; ``member`` has shape (accounts,)."""
    moves = books.moves
    rows = np.flatnonzero(member[moves.origin] & ~moves.arrives & (moves.order < books.orders.size))
    return Parts(moves.order[rows].astype(np.intp), moves.amount[rows], moves.time[rows])


@dataclass(frozen=True, slots=True)
class Passage:
    """Goods from one stage to the next, first in first out within an order; each of shape (parts,).

    Attributes:
        order: The order.
        quantity: Steps.
        since: When they came to the first stage; infinity if they did not.
        until: When they came to the next; infinity if they have not.
    """

    order: NDArray[np.intp]
    quantity: NDArray[np.int64]
    since: NDArray[np.float64]
    until: NDArray[np.float64]

    @classmethod
    def between(cls, first: Parts, following: Parts, orders: int) -> Passage:
        """What passed from ``first`` to ``following``, among so many orders."""
        amounts = [np.bincount(part.order, part.quantity, orders).astype(np.int64) for part in (first, following)]
        most = np.maximum(*amounts)
        ends = [_filled(part, most - amount) for part, amount in zip((first, following), amounts, strict=True)]
        # Both now run over the same units, order by order: a part ends where a part of either ends.
        totals = [np.cumsum(part.quantity) for part in ends]
        edges = np.union1d(*totals)
        quantity = np.diff(edges, prepend=0)
        rows = [np.searchsorted(total, edges, side="left") for total in totals]
        return cls(ends[0].order[rows[0]], quantity, ends[0].time[rows[0]], ends[1].time[rows[1]])


def _filled(part: Parts, missing: NDArray[np.int64]) -> Parts:
    """Parts by order and time, filled up to what is there at the other stage with parts that never come."""
    more = np.flatnonzero(missing)
    order = np.concatenate([part.order, more])
    quantity = np.concatenate([part.quantity, missing[more]])
    time = np.concatenate([part.time, np.full(more.size, np.inf)])
    in_turn = np.argsort(order, kind="stable")
    return Parts(order[in_turn], quantity[in_turn], time[in_turn])
