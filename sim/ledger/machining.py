"""The proof of what machines did: that they worked as long as their jobs take, and in their hours only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.clock import GRID
from sim.ledger.balance import Discrepancy
from sim.ledger.courses import Course, product, speed, struck
from sim.ledger.levels import sums, totals
from sim.ledger.making import scrapped_by_disruption
from sim.ledger.spells import Spells
from sim.ledger.tables import NOBODY, Event, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.ledger.register import RouteStep

_STEP: Final = 1.0 / GRID
"""What an instant may be off by, since it lies on the grid of time."""
_NEARLY: Final = 1e-15
"""What a float may be off by, as a share of its size."""


def machining(books: Books) -> Iterator[Discrepancy]:
    """What is wrong with the times at which machines worked."""
    resources = books.register.resources
    is_machine = np.array([of.kind == "machine" for of in resources], dtype=np.bool_)
    known = books.states[books.states["resource"] < is_machine.size]
    if is_machine.any():
        spells = Spells.of(known[is_machine[known["resource"]]], books.end)
        yield from _hours(books, spells)
        yield from _times(books, spells)
        yield from _standstills(books, spells)


def _hours(books: Books, spells: Spells) -> Iterator[Discrepancy]:
    """No work and no set-up outside of the hours of a machine."""
    groups: dict[tuple[tuple[tuple[float, float], ...], float], list[int]] = {}
    for number, of in enumerate(books.register.resources):
        if of.kind == "machine" and of.hours:
            groups.setdefault((of.hours, of.week), []).append(number)
    works = spells.are((State.BUSY, State.SETUP))
    for (hours, week), machines in groups.items():
        rows = np.flatnonzero(works & np.isin(spells.resource, machines))
        since, until = spells.since[rows], spells.until[rows]
        closed = (until - since) - (_open_until(until, hours, week) - _open_until(since, hours, week))
        astray = np.flatnonzero(closed > 2.0 * _STEP + 8.0 * _NEARLY * books.end)
        if astray.size:
            worst = astray[closed[astray].argmax()]
            name = books.register.resources[int(spells.resource[rows[worst]])].name
            yield Discrepancy("goods", "a machine works in its hours only", name, float(closed[worst]))


def _open_until(time: NDArray[np.float64], hours: tuple[tuple[float, float], ...], week: float) -> NDArray[np.float64]:
    """Hours worked by ``time`` if nothing but the hours of a week counts, of the shape of ``time``."""
    edges = np.array([0.0, *(edge for stretch in hours for edge in stretch), week])
    is_open = np.arange(edges.size - 1) % 2  # the first stretch, before the first opening, is closed
    worked = np.concatenate([[0.0], np.cumsum(np.diff(edges) * is_open)])
    weeks = np.floor(time / week)
    found: NDArray[np.float64] = weeks * worked[-1] + np.interp(time - weeks * week, edges, worked)
    return found


def _standstills(books: Books, spells: Spells) -> Iterator[Discrepancy]:
    """A machine stands still because of a disruption if, and only if, nothing is left of its line's speed."""
    lines: dict[tuple[str, str], list[int]] = {}
    for number, of in enumerate(books.register.resources):
        if of.kind == "machine":
            lines.setdefault((of.site, of.line), []).append(number)
    stands, works = spells.are((State.DISRUPTED,)), spells.are((State.BUSY, State.SETUP))
    for (site, line), machines in lines.items():
        target = f"line/{site}/{line}"
        pace = speed(books, target)
        shut = product(books, [*struck(books, "capacity", target), *struck(books, "closure", target)])
        mine = np.isin(spells.resource, machines)
        wrong = 0
        for rows, course, low in ((mine & works, pace, 0.0), (mine & stands, shut, None)):
            since, until = spells.since[rows], spells.until[rows]
            is_zero = Course(course.times, (course.values <= 0.0).astype(np.float64), 0.0)
            still = is_zero.integral(since, until)
            off = still if low is not None else (until - since) - still
            wrong += int(np.count_nonzero(off > 2.0 * _STEP))
        # Within an instant rows are in the order in which things happened.
        wrong += _begun_while_closed(books, target, machines)
        if wrong:
            yield Discrepancy("goods", "a machine stands still while its line does", f"{site}/{line}", float(wrong))


def _begun_while_closed(books: Books, target: str, machines: list[int]) -> int:
    """Jobs that machines began after their line was closed, and before it was open again."""
    states, found = books.states, 0
    for number in struck(books, "closure", target):
        own = np.flatnonzero(states["resource"] == number)
        is_on = np.append(False, states["state"][own] == State.DISRUPTED)
        for machine in machines:
            rows = np.flatnonzero(states["resource"] == machine)
            state, order = states["state"][rows], states["order"][rows]
            begins = np.isin(state, (State.BUSY, State.SETUP)) & (order != np.append(NOBODY, order[:-1])[: rows.size])
            found += int(np.count_nonzero(begins & is_on[np.searchsorted(own, rows)]))
    return found


def _times(books: Books, spells: Spells) -> Iterator[Discrepancy]:
    """On each line where its time is fixed an order is worked on for as long as its jobs take."""
    register, size = books.register, books.orders.size
    events = books.events[(books.events["event"] == Event.RELEASED) & (books.events["order"] < size)]
    maker = books.orders["seller"][events["order"]]
    released = totals(events["order"], events["quantity"], size)
    is_done = (released > 0) & (released == books.facts.shipped + books.facts.scrapped)
    is_done &= scrapped_by_disruption(books) == 0  # a job that was lost was worked on in part
    worked = _worked(books, spells)
    for number, account in enumerate(register.accounts):
        jobs = events[maker == number] if account.route else events[:0]
        orders = np.flatnonzero(books.orders["seller"] == number) if account.route else np.zeros(0, dtype=np.intp)
        for line in sorted({step.line for step in account.route}):
            steps = [step for step in account.route if step.line == line]
            if not all(step.fixed for step in steps):
                continue
            need = sums(jobs["order"], _needed(steps, jobs["quantity"] / account.steps_per_unit), size)[orders]
            spent = worked.get((account.site, line), np.zeros(size))[orders]
            # Where the speed changes, the end of each job lies on the grid of time by itself.
            each = _STEP if speed(books, f"line/{account.site}/{line}").is_flat else 2.0 * _STEP
            slack = np.bincount(jobs["order"], minlength=size)[orders] * (len(steps) * each)
            off = np.where(is_done[orders], np.abs(spent - need), spent - need)
            off = np.where(off > slack, off, 0.0)  # the engine multiplies in another sequence
            if off.any():
                worst = int(orders[off.argmax()])
                rule = "an order is worked on for as long as its jobs take"
                yield Discrepancy("goods", rule, f"order {worst} on {account.site}/{line}", float(off.max()))


def _needed(steps: list[RouteStep], units: NDArray[np.float64]) -> NDArray[np.float64]:
    """What jobs of so many units take in some operations, on the grid of time, of the shape of ``units``."""
    total = np.zeros(units.shape)
    for step in steps:
        total += np.rint((step.per_job + step.per_unit * units) * GRID) / GRID
    return total


def _worked(books: Books, spells: Spells) -> dict[tuple[str, str], NDArray[np.float64]]:
    """Time that machines worked on each order, at full speed, of shape (orders,), by site and line."""
    rows = spells.are((State.BUSY,)) & (spells.order < books.orders.size)
    place = [(of.site, of.line) for of in books.register.resources]
    lines = {line: index for index, line in enumerate(dict.fromkeys(place))}
    line_of = np.array([lines[line] for line in place])[spells.resource]
    found = {}
    for line, index in lines.items():
        mine = np.flatnonzero(rows & (line_of == index))
        since, until = spells.since[mine], spells.until[mine]
        pace = speed(books, f"line/{line[0]}/{line[1]}")
        work = until - since if pace.is_flat else pace.integral(since, until)
        found[line] = sums(spells.order[mine], work, books.orders.size)
    return found
