"""The proof of information outages: what is ordered while one is on is transmitted when it is over, and not before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.ledger.balance import Discrepancy
from sim.ledger.courses import Course, factor
from sim.ledger.tables import Event, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.ledger.books import Books

_KINDS: Final = ("information_outage",)


def transmitting(books: Books) -> Iterator[Discrepancy]:
    """What is wrong with orders that were placed and could not be transmitted."""
    events = books.events[books.events["order"] < books.orders.size]
    unsent = events[events["event"] == Event.UNSENT]
    cut_off = {of.target for of in books.register.resources if of.effect in _KINDS}
    if not cut_off and not unsent.size:
        return
    sent_at = np.array(books.orders["placed_at"])
    before = np.empty(0)
    while not np.array_equal(before, sent_at):  # what one outage lets go another may hold
        before = sent_at.copy()
        for target in sorted(cut_off):
            _hold(books, target, sent_at)
    held = np.flatnonzero(sent_at != books.orders["placed_at"])
    wrong = int(np.setxor1d(held, unsent["order"]).size) + unsent.size - np.unique(unsent["order"]).size
    wrong += int(np.count_nonzero(unsent["time"] != books.orders["placed_at"][unsent["order"]]))
    wrong += int(np.count_nonzero(unsent["quantity"] != books.orders["quantity"][unsent["order"]]))
    wrong += int(np.count_nonzero(unsent["reason"] != Reason.DISRUPTED))
    if wrong:
        yield Discrepancy("goods", "an order that cannot be transmitted says so", "table events", float(wrong))
    late = _late(books, events, sent_at, held)
    if late:
        yield Discrepancy("goods", "an order is transmitted when the outage is over", "table events", float(late))


def _hold(books: Books, target: str, sent_at: NDArray[np.float64]) -> None:
    """Moves the times at which orders are sent to the end of the outage of a stock or a lane, where they meet one."""
    course = factor(books, _KINDS, target)
    if course.is_flat:
        return
    orders = np.flatnonzero(_concerned(books, target))
    orders = orders[np.isfinite(sent_at[orders])]
    met = orders[course.at(sent_at[orders]) == 0.0]
    sent_at[met] = _over(course, sent_at[met])


def _concerned(books: Books, target: str) -> NDArray[np.bool_]:
    """Which orders a stock places, or which are placed over a lane."""
    sort, _, name = target.partition("/")
    orders, accounts = books.orders, books.register.accounts
    if sort == "stock":
        stocks = [of.kind == "warehouse" and f"{of.site}/{of.product}" == name for of in accounts]
        return np.asarray(np.isin(orders["buyer"], np.flatnonzero(stocks)), dtype=np.bool_)
    lanes = np.flatnonzero([of.lane == name for of in accounts])
    return np.asarray(np.isin(orders["transit"], lanes), dtype=np.bool_)


def _over(course: Course, since: NDArray[np.float64]) -> NDArray[np.float64]:
    """When an outage is over that is on at each of some times; infinity where it never is."""
    ends = np.append(course.times[course.values != 0.0], np.inf)
    return np.asarray(ends[np.searchsorted(ends, since, side="right")])


def _late(books: Books, events: NDArray[np.void], sent_at: NDArray[np.float64], held: NDArray[np.intp]) -> int:
    """Orders that were held and reached their seller at another time than they should."""
    orders, end = books.orders, books.end
    received_at = np.full(orders.size, np.inf)
    told = events[events["event"] == Event.RECEIVED]
    received_at[told["order"]] = told["time"]
    sent = held[sent_at[held] < end]
    never = held[sent_at[held] >= end]
    wrong = int(np.count_nonzero(np.isfinite(received_at[never])))
    # Whatever the message takes, it takes for all orders of one buyer over one lane: none where nothing is told.
    takes = np.full(orders.size, np.inf)
    heard = np.isfinite(received_at)
    takes[heard] = received_at[heard] - sent_at[heard]
    usual = np.where(heard, takes, 0.0)
    ways = np.stack([orders["buyer"], orders["seller"], orders["transit"]], axis=1)
    lost = events[events["event"] == Event.LOST]
    refused = np.isin(sent, lost["order"]) & ~np.isfinite(received_at[sent])
    sent = sent[~refused]
    for way in np.unique(ways[sent], axis=0):
        of_way = np.flatnonzero((ways == way).all(axis=1) & (orders["placed_at"] >= 0.0))
        others = np.setdiff1d(of_way, held)
        own = np.intersect1d(of_way, sent)
        delay = float(usual[others].min()) if others.size else float(usual[own].min())
        wrong += int(np.count_nonzero(takes[own] != delay))
    return wrong
