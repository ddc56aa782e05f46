"""Jobs: what was made, from release onto the shop floor to completion."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.levels import Levels
from sim.ledger.tables import BEFORE, Event

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.books import Books


@dataclass(frozen=True, eq=False)
class Flow:
    """What happened to production orders, in order of time: of shape (rows,).

    Attributes:
        order: Number of the order.
        time: When.
        steps: How many steps.
        account: Account of what the recipe makes.
    """

    order: NDArray[np.intp]
    time: NDArray[np.float64]
    steps: NDArray[np.int64]
    account: NDArray[np.intp]

    @classmethod
    def of(cls, books: Books, order: NDArray[np.integer], time: NDArray[np.float64], steps: NDArray[np.int64]) -> Flow:
        """Rows in any order; those of orders that nothing is made for are left out."""
        register = books.register
        seller = books.orders["seller"][order].astype(np.intp)
        maker = register.column("maker").astype(np.int64) == np.arange(len(register.accounts))
        row = np.flatnonzero((register.is_production & maker)[seller] & (time <= books.end))
        row = row[np.argsort(time[row], kind="stable")]
        return cls(order[row].astype(np.intp), time[row], steps[row].astype(np.int64), seller[row])


@dataclass(frozen=True, eq=False)
class Jobs:
    """Jobs by parts, each of one job that left the shop floor in one instant; arrays of shape (parts,).

    A job is what is released at once. What leaves of an order is that which was released first: jobs of one order are
    alike, so that it does not matter which of them overtook another.

    Attributes:
        released: What was released; what was in process when the run began, before all time.
        good: What came out and is good.
        scrapped: What came out and is no good.
        account: Account of what the recipe makes.
        share: Share of its job.
        since: When it was released; minus infinity if it was in process when the run began.
        until: When it left the shop floor; infinity if it has not.
        in_process: Steps released that have not left the shop floor, by account of what the recipe makes.
    """

    released: Flow
    good: Flow
    scrapped: Flow
    account: NDArray[np.intp]
    share: NDArray[np.float64]
    since: NDArray[np.float64]
    until: NDArray[np.float64]
    in_process: Levels

    @classmethod
    def of(cls, books: Books) -> Jobs:
        """The jobs of all production orders."""
        if not books.register.is_production.any():
            books = replace(books, goods=books.goods[:0], orders=books.orders[:0], events=books.events[:0])
        released = _released(books)
        good, scrapped = _good(books), _of_event(books, Event.SCRAPPED)
        order = np.concatenate([good.order, scrapped.order])
        time = np.concatenate([good.time, scrapped.time])
        steps = np.concatenate([good.steps, scrapped.steps])
        in_turn = np.lexsort((time, order))
        row, share, until = _matched(released, order[in_turn], time[in_turn], steps[in_turn])
        in_process = Levels.of(
            np.zeros(len(books.register.accounts), dtype=np.int64),
            np.concatenate([released.account, good.account, scrapped.account]),
            np.concatenate([released.time, good.time, scrapped.time]),
            np.concatenate([released.steps, -good.steps, -scrapped.steps]),
        )
        return cls(released, good, scrapped, released.account[row], share, released.time[row], until, in_process)

    def within(self, start: float, end: float) -> NDArray[np.float64]:
        """Jobs x time on the shop floor inside [start, end), of shape (parts,); 0 for what was there from before."""
        span: NDArray[np.float64] = np.minimum(self.until, end) - np.maximum(self.since, start)
        return np.where(np.isfinite(self.since), np.maximum(span, 0.0) * self.share, 0.0)


def _of_event(books: Books, event: Event) -> Flow:
    rows = books.events[(books.events["event"] == event) & (books.events["order"] < books.orders.size)]
    return Flow.of(books, rows["order"], np.ascontiguousarray(rows["time"]), rows["quantity"])


def _released(books: Books) -> Flow:
    rows = books.events[(books.events["event"] == Event.RELEASED) & (books.events["order"] < books.orders.size)]
    early = np.flatnonzero(books.orders["placed_at"] == BEFORE)
    return Flow.of(
        books,
        np.concatenate([early, rows["order"]]),
        np.concatenate([np.full(early.size, BEFORE), rows["time"]]),
        np.concatenate([books.orders["quantity"][early], rows["quantity"]]),
    )


def _good(books: Books) -> Flow:
    moves = books.moves
    row = np.flatnonzero(books.register.is_production[moves.origin] & (moves.order < books.orders.size))
    return Flow.of(books, moves.order[row], moves.time[row], moves.amount[row])


def _matched(
    released: Flow, order: NDArray[np.intp], time: NDArray[np.float64], steps: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Matches what came out with what was released, order by order, first with first.

    All that was released is laid end to end, by order and time; what came out lies beside it.

    Args:
        released: What was released.
        order: Orders of what came out, ascending, of shape (rows,).
        time: When it did, of shape (rows,).
        steps: How much, of shape (rows,).

    Returns:
        Of each part: its row in ``released``, its share of that job, and when it came out.
    """
    in_turn = np.argsort(released.order, kind="stable")
    job_end = np.cumsum(released.steps[in_turn])
    job_begin = job_end - released.steps[in_turn]
    owner = released.order[in_turn]
    base = job_begin[np.minimum(np.searchsorted(owner, order), max(owner.size - 1, 0))] if owner.size else steps * 0
    before = np.cumsum(steps) - steps
    first = np.searchsorted(order, order)
    out_begin = base + before - before[first]
    out_end = out_begin + steps
    border = np.unique(np.concatenate([job_end, out_end]))
    border = border[border <= job_end[-1]] if job_end.size else border[:0]
    length = np.diff(border, prepend=0)
    job = np.searchsorted(job_end, border)
    until = np.full(border.size, np.inf)
    out = np.minimum(np.searchsorted(out_end, border), max(out_end.size - 1, 0))
    if out_end.size:
        inside = (out_begin[out] < border) & (border <= out_end[out])
        until[inside] = time[out[inside]]
    return in_turn[job], length / released.steps[in_turn[job]], until
