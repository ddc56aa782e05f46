"""Yields under disruption: how much of what was made may be good, where that can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.courses import Course, factor
from sim.ledger.tables import BEFORE, Event, Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.books import Books


def yields(books: Books) -> tuple[dict[int, float], dict[int, float]]:
    """The least and the most steps that may be good of what recipes made whose yield a disruption has changed.

    By account of what the recipe brings forth. They differ by what came out in the instants in which the yield changed,
    where nobody can tell which came first, unless the yield changes at the beginning of the instant.
    """
    low: dict[int, float] = {}
    high: dict[int, float] = {}
    for number, of in enumerate(books.register.accounts):
        if of.kind == "production" and of.maker == number:
            course = factor(books, ("yield_loss",), f"recipe/{of.site}/{of.recipe}")
            if not course.is_flat and np.isfinite(of.good):
                low[number], high[number] = _good(books, number, course, of.good)
    return low, high


def _good(books: Books, account: int, course: Course, good: float) -> tuple[float, float]:
    time, quantity = _came_out(books, account)
    after, before = course.at(time), course.at(np.nextafter(time, -np.inf))
    least, most = np.minimum(after, before), np.maximum(after, before)
    return float((quantity * good * least).sum()), float((quantity * good * most).sum())


def _came_out(books: Books, account: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """When how much came off the lines, good or not; what was in process when the run began is left out."""
    moves, events, orders = books.moves, books.events, books.orders
    rows = np.flatnonzero((moves.origin == account) & (moves.order < orders.size))
    rows = rows[books.facts.received_at[moves.order[rows]] != BEFORE]
    scraps = events[(events["event"] == Event.SCRAPPED) & (events["reason"] != Reason.DISRUPTED)]
    scraps = scraps[scraps["order"] < orders.size]
    scraps = scraps[orders["seller"][scraps["order"]] == account]
    return np.append(moves.time[rows], scraps["time"]), np.append(moves.amount[rows], scraps["quantity"])
