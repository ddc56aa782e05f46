"""The proof of docks and storage: who came first was done first, for as long as it takes, where there was room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.clock import GRID, snap
from sim.ledger.balance import Discrepancy
from sim.ledger.closed_sites import may_close, was_closed
from sim.ledger.courses import Course, speed
from sim.ledger.levels import sums, totals
from sim.ledger.storing import has_limits, storing
from sim.ledger.tables import NOBODY, Event, State
from sim.ledger.visits import Parts, Passage, befallen, sent, stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.ledger.register import Resource


def handling(books: Books) -> Iterator[Discrepancy]:
    """What is wrong with arrivals, docks and storage."""
    register = books.register
    received = register.column("is_received").astype(np.bool_) | may_close(books)
    docks = [(number, of) for number, of in enumerate(register.resources) if of.kind in ("receiving", "shipping")]
    if not received.any() and not docks:
        event = books.events["event"]
        told = int(np.count_nonzero((event >= Event.ARRIVED) & (event <= Event.LOADING)))
        if told:
            yield Discrepancy("goods", "goods are worked on where there is a dock", "table events", float(told))
        return
    yield from _arrivals(books, received)
    yield from _dock_to_stock(books)
    yield from storing(books)
    for number, dock in docks:
        yield from _dock(books, number, dock)
    ships = {dock.site for _, dock in docks if dock.kind == "shipping"}
    yield from _sites(books, befallen(books, Event.LOADING), "seller", ships)


def _sites(books: Books, parts: Parts, side: str, sites: set[str]) -> Iterator[Discrepancy]:
    """Parts must be of orders with these sites."""
    at = np.array([account.site in sites for account in books.register.accounts], dtype=np.bool_)
    astray = int(np.count_nonzero(~at[books.orders[side][parts.order]]))
    if astray:
        yield Discrepancy("goods", "goods are worked on where there is a dock", "table events", float(astray))


def _arrivals(books: Books, received: NDArray[np.bool_]) -> Iterator[Discrepancy]:
    """Goods arrive, are taken up and stored, in this order and no more than came before."""
    arrived, taken, put = befallen(books, Event.ARRIVED), befallen(books, Event.UNLOADING), stored(books)
    buyer, size = books.orders["buyer"], len(received)
    for rule, first, following in (
        ("nothing is taken up that has not arrived", arrived, taken),
        ("nothing is stored that was not taken up", taken, put),
    ):
        passage = Passage.between(first, following, books.orders.size)
        wrong = passage.until < passage.since
        yield from _largest(books, rule, totals(buyer[passage.order[wrong]], passage.quantity[wrong], size))
    came = totals(arrived.order, arrived.quantity, books.orders.size)
    beyond = np.maximum(came - books.facts.shipped, 0)
    yield from _largest(books, "nothing arrives that was not shipped", totals(buyer, beyond, size))
    told = totals(buyer[arrived.order], arrived.quantity, size)
    yield from _largest(books, "arrivals are told where there is a dock", np.where(received, 0, told))
    stands = told - totals(buyer[taken.order], taken.quantity, size)
    live = np.zeros(size, dtype=np.int64) if books.live_at_receiving is None else books.live_at_receiving
    yield from _largest(books, "live goods before the dock = arrived - taken up", live - stands)


def _dock_to_stock(books: Books) -> Iterator[Discrepancy]:
    """Where the work takes no time, goods are in stock as long after they were taken up as it takes."""
    works = {resource.site for resource in books.register.resources if resource.kind == "receiving"}
    free = np.array([of.is_received and of.site not in works for of in books.register.accounts], dtype=np.bool_)
    yield from _stored(books, befallen(books, Event.UNLOADING).of(free[books.orders["buyer"]]))


def _stored(books: Books, done: Parts) -> Iterator[Discrepancy]:
    """What the dock has ``done`` is in stock so long after as it takes, where that is not drawn."""
    accounts, buyer = books.register.accounts, books.orders["buyer"]
    time = np.array([snap(of.dock_to_stock) if np.isfinite(of.dock_to_stock) else np.nan for of in accounts])
    asked = np.zeros(books.orders.size, dtype=np.bool_)
    asked[done.order] = True
    counts = asked & np.isfinite(time[buyer])
    passage = Passage.between(done.of(counts), stored(books).of(counts), books.orders.size)
    due = passage.since + time[buyer[passage.order]]
    late = np.where(due < books.end, passage.until != due, np.isfinite(passage.until) & (passage.until != due))
    steps = totals(buyer[passage.order[late]], passage.quantity[late], len(accounts))
    yield from _largest(books, "goods are in stock so long after the dock as it takes", steps)


def _largest(books: Books, rule: str, steps: NDArray[np.int64]) -> Iterator[Discrepancy]:
    size = np.abs(steps)
    if size.any():
        worst = int(size.argmax())
        yield Discrepancy("goods", rule, books.register.accounts[worst].key.replace("\x1f", "/"), float(size[worst]))


def _dock(books: Books, number: int, dock: Resource) -> Iterator[Discrepancy]:
    """A dock takes up what waits as soon as it is free, and is busy with it for as long as it takes."""
    rows = books.states[books.states["resource"] == number]
    inward = dock.kind == "receiving"
    here = np.array([of.site == dock.site and not of.lane for of in books.register.accounts], dtype=np.bool_)
    counts = here[books.orders["buyer" if inward else "seller"]]
    taken = befallen(books, Event.UNLOADING if inward else Event.LOADING).of(counts)
    wrong = _sequence(rows) + _off_hours(rows, dock, books.end) + _standstills(books, rows, dock)
    done = None
    if not wrong:  # else the rows cannot be read as loads, in turn
        done, wrong = _loads(books, rows, taken, dock)
    if done is not None:
        if inward:
            yield from _stored(books, Parts(taken.order, taken.quantity, done))
        if not inward or not (has_limits(books.register, dock.site) or was_closed(books, dock.site)):
            came = befallen(books, Event.ARRIVED).of(counts) if inward else sent(books, here).of(counts)
            wrong += _idle_while_goods_wait(rows, came, taken, done, books.end)
    if wrong:
        yield Discrepancy("goods", "a dock is at work, in turn, while goods wait", dock.name, float(wrong))


def _loads(
    books: Books, rows: NDArray[np.void], taken: Parts, dock: Resource
) -> tuple[NDArray[np.float64] | None, int]:
    """When each load was done, if that can be told, and how many loads the dock did not work on as long as it takes."""
    begun, inward = np.flatnonzero(_begins(rows)), dock.kind == "receiving"
    if begun.size != taken.order.size:
        return None, abs(begun.size - taken.order.size)
    wrong = int(np.count_nonzero((rows["order"][begun] != taken.order) | (rows["since"][begun] != taken.time)))
    if wrong:
        return None, wrong
    each = books.register.column("receiving_time" if inward else "shipping_time").astype(np.float64)
    account = books.orders["buyer" if inward else "seller"][taken.order]
    due = np.array([snap(time) for time in (each[account] * taken.quantity).tolist()])
    pace = speed(books, f"dock/{dock.site}/{dock.kind}")
    done, spent = _spent(rows, begun, books.end, pace)
    off = np.where(np.isfinite(done), np.abs(spent - due), spent - due)
    # Where the speed changes, the end of the work lies on the grid of time by itself.
    return done, int(np.count_nonzero(off > (0.0 if pace.is_flat else 1.0 / GRID)))


def _sequence(rows: NDArray[np.void]) -> int:
    """Rows that say nothing new, or what a dock is never in, or name an order where there is none."""
    state, order = rows["state"], rows["order"]
    stopped = _stopped(rows)
    wrong = ~np.isin(state, (State.IDLE, State.BUSY)) & ~stopped
    wrong |= (state == State.IDLE) & (order != NOBODY)
    wrong |= (state == State.BUSY) & (order == NOBODY)
    idle = (state == State.IDLE) & (order == NOBODY)
    wrong |= idle & np.concatenate([[True], idle[:-1]])[: rows.size]
    held = stopped & (order != NOBODY)
    wrong[1:] |= held[:-1] & ((order[1:] != order[:-1]) | (state[1:] == State.IDLE))
    free = (order[1:] != order[:-1]) | ((state[:-1] != State.BUSY) & ~stopped[:-1])
    free |= (state[1:] == State.DISRUPTED) & (state[:-1] == State.DISRUPTED)
    wrong |= held & np.concatenate([[True], free])[: rows.size]
    return int(np.count_nonzero(wrong))


def _off_hours(rows: NDArray[np.void], dock: Resource, end: float) -> int:
    """Closings that are not told, or at another time than the dock closes and opens."""
    weeks = range(-1, int(end // dock.week) + 1) if dock.week else ()
    due = [
        (max(snap(week * dock.week + closes), 0.0), snap(week * dock.week + opens))
        for week in weeks
        for closes, opens in dock.closed
    ]
    due = [(closes, opens) for closes, opens in due if closes < end and opens > 0.0]
    off = np.flatnonzero(rows["state"] == State.OFF)
    until = np.append(rows["since"][1:], np.inf)[off]
    told = list(zip(rows["since"][off].tolist(), until.tolist(), strict=True))
    due = [(closes, opens if opens < end else float("inf")) for closes, opens in due]
    return abs(len(told) - len(due)) + sum(one != other for one, other in zip(told, due, strict=False))


def _begins(rows: NDArray[np.void]) -> NDArray[np.bool_]:
    """Which rows begin a load, rather than go on with one after the dock was closed."""
    begins: NDArray[np.bool_] = rows["state"] == State.BUSY
    begins[1:] &= ~(_stopped(rows)[:-1] & (rows["order"][:-1] != NOBODY))
    return begins


def _stopped(rows: NDArray[np.void]) -> NDArray[np.bool_]:
    """In which rows a dock does nothing, although it may have a load: out of its hours, or disrupted."""
    return np.isin(rows["state"], (State.OFF, State.DISRUPTED))


def _standstills(books: Books, rows: NDArray[np.void], dock: Resource) -> int:
    """Spells in which a dock stands still because of a disruption that is not on, or works although it is."""
    pace = speed(books, f"dock/{dock.site}/{dock.kind}")
    is_zero = Course(pace.times, (pace.values <= 0.0).astype(np.float64), 0.0)
    until = np.append(rows["since"][1:], books.end)[: rows.size]
    span, still = until - rows["since"], is_zero.integral(rows["since"], until)
    off = np.where(rows["state"] == State.DISRUPTED, span - still, np.where(rows["state"] == State.OFF, 0.0, still))
    if rows.size:
        off = np.append(off, is_zero.integral(np.zeros(1), rows["since"][:1]))  # before its first row it was idle
    return int(np.count_nonzero(off > 1.0 / GRID))


def _spent(
    rows: NDArray[np.void], begun: NDArray[np.intp], end: float, pace: Course
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """When each load was done (infinity: not yet), and how long the dock was busy with it, counted at full speed."""
    if not begun.size:
        return np.zeros(0), np.zeros(0)
    until = np.append(rows["since"][1:], end)
    work = until - rows["since"] if pace.is_flat else pace.integral(rows["since"], until)
    busy = np.where(rows["state"] == State.BUSY, work, 0.0)
    load = np.cumsum(np.isin(np.arange(rows.size), begun)) - 1
    held = (rows["state"] == State.BUSY) | (_stopped(rows) & (rows["order"] != NOBODY))
    spent = sums(load[held], busy[held], begun.size)
    following = np.append(begun[1:], rows.size)
    last = np.array([int(np.flatnonzero(held[a:b])[-1]) + a for a, b in zip(begun, following, strict=True)], dtype=int)
    done = np.where(last + 1 < rows.size, until[last], np.inf)
    return done, spent


def _idle_while_goods_wait(
    rows: NDArray[np.void], came: Parts, taken: Parts, done: NDArray[np.float64], end: float
) -> int:
    """Loads that were not taken up in their turn, when they had come, the load before was done and the dock open."""
    size = taken.order.size
    if size > came.order.size:
        return size - came.order.size
    wrong = int(np.count_nonzero((came.order[:size] != taken.order) | (came.quantity[:size] != taken.quantity)))
    due = np.maximum(came.time[:size], np.append(0.0, done)[:size])
    wrong += int(np.count_nonzero(taken.time != _opened(rows, due)))
    if size < came.order.size:  # what is next by the end was not due before
        next_due = np.maximum(came.time[size], np.append(0.0, done)[size])
        wrong += int(_opened(rows, np.array([next_due]))[0] < end)
    return wrong


def _opened(rows: NDArray[np.void], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """When a dock could begin to work that is free at ``times``: then, or when it opens; never if it does not again."""
    closed = np.flatnonzero(_stopped(rows) & (rows["order"] == NOBODY))
    if not closed.size:
        return times
    since, until = rows["since"][closed], np.append(rows["since"][1:], np.inf)[closed]
    first = np.flatnonzero(np.append(-np.inf, until[:-1]) != since)  # one stop may follow upon another
    since, until = since[first], until[np.append(first[1:], until.size) - 1]
    place = np.searchsorted(since, times, side="right") - 1
    inside = (place >= 0) & (times < until[np.maximum(place, 0)])
    return np.where(inside, until[np.maximum(place, 0)], times)
