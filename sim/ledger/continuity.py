"""The proof of events, states and forecasts: nothing is missing from the story of a resource, nor told twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.clock import GRID, snap
from sim.ledger.balance import Discrepancy
from sim.ledger.courses import factor
from sim.ledger.machining import machining
from sim.ledger.making import machine_states
from sim.ledger.obstructing import refused_on_lanes
from sim.ledger.tables import NOBODY, Event, Reason, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.ledger.courses import Course
    from sim.ledger.register import Account

_ROWS: Final = "goods"
"""Rows that are wrong or missing are counted with goods."""


def continuity(books: Books) -> Iterator[Discrepancy]:
    """What is wrong with events, states and forecasts."""
    accounts = books.register.accounts
    if books.events.size:
        yield from _events(books)
    if books.register.resources or books.states.size:
        yield from _states(books)
        yield from machining(books)
    forecasting = [number for number, account in enumerate(accounts) if account.is_forecast]
    if forecasting or books.forecasts.size:
        yield from _forecasts(books, forecasting)


def _events(books: Books) -> Iterator[Discrepancy]:
    orders, events = books.orders, books.events[books.events["order"] < books.orders.size]
    if events.size < books.events.size:
        yield Discrepancy(_ROWS, "an event befalls an order", "table events", float(books.events.size - events.size))
    received = events[events["event"] == Event.RECEIVED]
    back = int(np.count_nonzero(~(received["time"] >= orders["placed_at"][received["order"]])))
    if back:
        yield Discrepancy(_ROWS, "an order is received after it is placed", "table events", float(back))
    waiting = events["order"][events["event"] == Event.WAITING]
    # What a supplier with an end of its goods makes of an order in parts waits part by part.
    limited = np.isfinite(books.register.column("limit").astype(np.float64))
    waiting = waiting[~limited[orders["seller"][waiting]]]
    for order in (received["order"], waiting):
        twice = order.size - np.unique(order).size
        if twice:
            yield Discrepancy(_ROWS, "an order is received once, and begins to wait once", "table events", float(twice))


def _states(books: Books) -> Iterator[Discrepancy]:
    resources, states = books.register.resources, books.states
    if np.any(states["resource"] >= len(resources)):
        yield Discrepancy(_ROWS, "a resource is known", "table states", 1.0)
    disrupting = np.array([of.kind == "disruption" for of in resources], dtype=np.bool_)
    known = states[states["resource"] < len(resources)]
    if not np.all(known["share"][~disrupting[known["resource"]]] == 1.0):
        yield Discrepancy(_ROWS, "all of a resource is in a state", "table states", 1.0)
    accounts = books.register.accounts
    number = {f"{account.site}/{account.product}": i for i, account in enumerate(accounts) if account.capacity}
    for resource, (name, kind) in enumerate((of.name, of.kind) for of in resources):
        rows = states[states["resource"] == resource]
        if kind in ("receiving", "shipping", "vehicle", "disruption"):
            continue  # see sim.ledger.handling, sim.ledger.hauling and sim.ledger.disrupting
        if kind == "machine":
            wrong = machine_states(books, resource, rows)
            if wrong:
                yield Discrepancy(_ROWS, "a machine is in one state after another", name, float(wrong))
            continue
        expected = np.where(np.arange(rows.size) % 2 == 0, State.BUSY, State.IDLE)
        wrong = int(np.count_nonzero((rows["state"] != expected) | (rows["order"] != NOBODY)))
        if wrong:
            yield Discrepancy(_ROWS, "a resource is busy and idle in turn, idle at first", name, float(wrong))
        elif name in number:
            yield from _work(books, number[name], name, rows["since"])


def _work(books: Books, supplier: int, name: str, changes: NDArray[np.float64]) -> Iterator[Discrepancy]:
    """What a supplier of limited capacity did, against the orders that it received: which it began, which waited."""
    account, received_at, events = books.register.accounts[supplier], books.facts.received_at, books.events
    orders = np.flatnonzero(books.orders["seller"] == supplier)
    orders = orders[(received_at[orders] >= 0) & (received_at[orders] < books.end)]
    until = _called_off(books)[orders]
    refused = until == received_at[orders]
    orders, until = orders[~refused], until[~refused]
    told = events["order"][(events["event"] == Event.WAITING) & (events["reason"] == Reason.NO_CAPACITY)]
    told = told[np.isin(told, orders)]
    if np.isfinite(account.limit):
        wrong = _limited(books, supplier, told.size, changes)
    else:
        # Within an instant messages arrive before anybody orders on the spot.
        spot = books.orders["placed_at"][orders] == received_at[orders]
        in_turn = np.lexsort((_turns(books)[orders], spot, received_at[orders]))
        orders, until = orders[in_turn], until[in_turn]
        speed = factor(books, ("capacity", "closure"), f"supply/{name}")
        work = zip(received_at[orders].tolist(), books.orders["quantity"][orders].tolist(), until.tolist(), strict=True)
        found = _spells(account, speed, list(work))
        if found is None:
            return
        expected = np.array([time for time in found[1] if time < books.end])
        wrong = int(np.setxor1d(orders[found[0]], told).size)
        if not np.array_equal(expected, changes):
            both = min(expected.size, changes.size)
            wrong += max(expected.size, changes.size) - both
            wrong += int(np.count_nonzero(changes[:both] != expected[:both]))
    if wrong:
        yield Discrepancy(_ROWS, "a resource is busy, and orders wait, while there is work", name, float(wrong))


def _turns(books: Books) -> NDArray[np.intp]:
    """The sequence in which orders of one instant reach their sellers: as placed, or as their messages were sent."""
    turns = np.arange(books.orders.size)
    sent = books.events["order"][books.events["event"] == Event.RECEIVED]
    sent = sent[sent < turns.size]
    turns[sent] = np.arange(sent.size)  # told when they are sent; messages are compared with messages only
    return turns


def _called_off(books: Books) -> NDArray[np.float64]:
    """When each order was refused or called off, of shape (orders,); infinite where it was not."""
    events = books.events[(books.events["event"] == Event.LOST) & (books.events["order"] < books.orders.size)]
    events = events[events["reason"] != Reason.LOST_UNDER_WAY]  # that was shipped
    until = np.full(books.orders.size, np.inf)
    until[events["order"]] = events["time"]
    return until


def _spells(
    account: Account, speed: Course, work: list[tuple[float, float, float]]
) -> tuple[NDArray[np.bool_], list[float]] | None:
    """Which orders had to wait, and when a supplier began to be busy and was done, in turn.

    None if it can make something in no time: then nobody can tell what came first.

    Args:
        account: The supplier.
        speed: The share of its capacity that it had.
        work: When each order was received, how many steps it was for, and when it was called off.
    """
    waits, times = np.zeros(len(work), dtype=np.bool_), []
    done = -1.0
    for index, (time, steps, until) in enumerate(work):
        if time < done:
            waits[index] = True
            if until <= done:
                continue  # called off before its turn
        else:
            times += [time] if done < 0 else [done, time]
            done = time
        begun, done = done, min(_made_by(account.capacity, speed, done, float(steps)), until)
        if done == begun:
            return None
    return waits, [*times, done] if times else times


def _made_by(capacity: float, speed: Course, begun: float, left: float) -> float:
    """When so many steps are made that are begun at a time, by the operations of the engine."""
    if speed.is_flat:
        return snap(begun + left / capacity)
    place = int(np.searchsorted(speed.times, begun, side="right"))
    pace = capacity * float(speed.at(np.array([begun]))[0])
    while True:
        done = snap(begun + left / pace) if pace > 0.0 else float("inf")
        if place >= speed.times.size or done <= speed.times[place]:
            return done
        left -= (float(speed.times[place]) - begun) * pace
        begun, pace = float(speed.times[place]), capacity * float(speed.values[place])
        place += 1


def _limited(books: Books, supplier: int, told: int, changes: NDArray[np.float64]) -> int:
    """Rows that are wrong where a supplier has an end of its goods: what it made is known by what it shipped only."""
    begun, shipped = (changes.size + 1) // 2 + told, int(np.count_nonzero(books.moves.origin == supplier))
    if books.live_backlog[supplier]:
        return max(shipped - begun, 0)
    return abs(shipped - begun) + changes.size % 2  # all is made: it is idle


def _forecasts(books: Books, forecasting: list[int]) -> Iterator[Discrepancy]:
    accounts, rows = books.register.accounts, books.forecasts
    astray = ~np.isin(rows["account"], forecasting) | ~np.isfinite(rows["forecast"])
    if astray.any():
        yield Discrepancy(_ROWS, "a stock that forecasts expects something", "table forecasts", float(astray.sum()))
    clocks: dict[tuple[float, float], list[int]] = {}
    for number in forecasting:
        clocks.setdefault((accounts[number].first_review, accounts[number].review_every), []).append(number)
    for (first, every), stocks in clocks.items():
        if every:
            yield from _reviews(books, _instants(first, every, books.end), np.array(stocks))
        else:
            yield from _periods(books, stocks)


def _instants(first: float, every: float, end: float) -> NDArray[np.float64]:
    """The times of the reviews before ``end``, as the engine's clocks count them."""
    number = np.arange(max(int(np.ceil((end - first) / every)), 0) + 2)
    times: NDArray[np.float64] = np.rint((first + number * every) * GRID) / GRID
    return times[times < end]


def _periods(books: Books, stocks: list[int]) -> Iterator[Discrepancy]:
    """Under continuous review nobody knows when a period ends; but they are counted."""
    for stock in stocks:
        period = books.forecasts["period"][books.forecasts["account"] == stock]
        first = int(period[0]) if period.size else 0
        wrong = int(np.count_nonzero(period != np.arange(period.size) + first)) + (first > 1)
        if wrong:
            subject = books.register.accounts[stock].key.replace("\x1f", "/")
            yield Discrepancy(_ROWS, "a forecast is made in each period", subject, float(wrong))


def _reviews(books: Books, instants: NDArray[np.float64], stocks: NDArray[np.intp]) -> Iterator[Discrepancy]:
    """One row for each review of each of ``stocks``; at the very start there is none if nothing was asked for yet."""
    register, count = books.register, instants.size
    place = np.full(len(register.accounts), -1)
    place[stocks] = np.arange(stocks.size)
    known = books.forecasts[books.forecasts["account"] < place.size]
    rows = known[place[known["account"]] >= 0]
    in_time = rows["period"] < count
    in_time[in_time] = rows["time"][in_time] == instants[rows["period"][in_time]]
    shape = (stocks.size, count)
    cell = place[rows["account"][in_time]] * count + rows["period"][in_time]
    found = np.bincount(cell, minlength=stocks.size * count).reshape(shape)
    wrong = np.abs(found - 1)
    if count and instants[0] == 0.0:
        wrong[:, 0] = np.maximum(found[:, 0] - 1, 0)
    mistaken = int(wrong.sum()) + int(np.count_nonzero(~in_time))
    if mistaken:
        subject = register.accounts[int(stocks[wrong.sum(axis=1).argmax()])].key.replace("\x1f", "/")
        yield Discrepancy(_ROWS, "a forecast is made in each period", subject, float(mistaken))
        return
    observed = np.zeros(shape, dtype=np.int64)
    observed.flat[cell] = rows["observed"]
    observed = observed.cumsum(axis=1)
    least, most = _asked(books, instants, stocks, place)
    off = np.maximum(least - observed, observed - most).max(axis=1, initial=0)
    if off.any():
        worst = int(off.argmax())
        subject = register.accounts[int(stocks[worst])].key.replace("\x1f", "/")
        yield Discrepancy(_ROWS, "what was observed = what was asked for", subject, float(off[worst]))


def _asked(
    books: Books, instants: NDArray[np.float64], stocks: NDArray[np.intp], place: NDArray[np.intp]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The least and the most that may have been asked for up to each review, in steps, each of shape (stocks, reviews).

    They differ by what was asked for in the instant of the review, where nobody can tell which of both came first.
    """
    register, orders, received_at = books.register, books.orders, books.facts.received_at
    level = register.column("level").astype(np.int64)
    early = register.column("reviewed_early").astype(np.bool_)
    # What is written off was asked for by nobody.
    rows = np.flatnonzero((place[orders["seller"]] >= 0) & ~register.is_written_off[orders["buyer"]])
    rows = rows[(received_at[rows] >= 0) & (received_at[rows] < books.end) & ~refused_on_lanes(books)[rows]]
    buyer, seller, time = orders["buyer"][rows], orders["seller"][rows], received_at[rows]
    # Messages come before every review. What is ordered on the spot comes before the reviews of whoever is further up
    # the chain, where that can be told.
    before = time > orders["placed_at"][rows]
    if np.all(level[orders["buyer"]] < level[orders["seller"]]):
        before |= early[buyer] | ~early[seller]
    review = np.searchsorted(instants, time)
    width = instants.size + 2  # what comes after the last review is counted, and left out
    later = review.copy()
    at_once = np.flatnonzero(review < instants.size)
    later[at_once] += (instants[review[at_once]] == time[at_once]) & ~before[at_once]
    totals = []
    for column in (later, review):
        total = np.zeros(stocks.size * width, dtype=np.int64)
        np.add.at(total, place[seller] * width + column, orders["quantity"][rows])
        totals.append(total.reshape(stocks.size, width).cumsum(axis=1)[:, : instants.size])
    return totals[0], totals[1]
