"""The shop floor: what machines did, which jobs came to them, and how long these waited."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.clock import GRID
from sim.kpi._hours import within_hours, working_hours
from sim.kpi._jobs import Jobs
from sim.kpi._stretches import common, covered, merged
from sim.ledger.levels import sums
from sim.ledger.tables import NOBODY, Event, State

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.ledger.register import RouteStep


@dataclass(frozen=True, eq=False)
class Visits:
    """Jobs on machines, each from being taken up until it leaves; arrays of shape (visits,).

    Attributes:
        resource: The machine.
        order: The production order.
        since: When the machine took the job up.
        until: When the job left it; the end of the run if it has not.
        has_left: Whether it has.
        worked: Time of work until then.
        worked_in_period: Time of work inside the measuring period.
        step: Which operation of the route it is.
        units: Product units in the job.
    """

    resource: NDArray[np.intp]
    order: NDArray[np.intp]
    since: NDArray[np.float64]
    until: NDArray[np.float64]
    has_left: NDArray[np.bool_]
    worked: NDArray[np.float64]
    worked_in_period: NDArray[np.float64]
    step: NDArray[np.intp]
    units: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Arrivals:
    """Jobs that came to a line; arrays of shape (arrivals,).

    Attributes:
        resource: The first machine of the line.
        since: When the job came.
        until: When a machine took it up; infinity if none has.
    """

    resource: NDArray[np.intp]
    since: NDArray[np.float64]
    until: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Shop:
    """What machines did in the measuring period.

    Attributes:
        time: Time in each state within working hours by machine, of shape (states, resources).
        scheduled: Time within working hours, of shape (resources,).
        repaired: Time down with a job within working hours, of shape (resources,).
        fit: Time fit to work, and time needed, on the clock of the failures; each of shape (resources,).
        starved: Time idle while there was work that had not come to the machine, of shape (resources,).
        standard: Standard time of the work done in the period by jobs that have left, of shape (resources,).
        worked: Time that this work took, of shape (resources,).
        visits: Jobs on machines.
        arrivals: Jobs that came to lines.
        line: First machine of each machine's line, of shape (resources,).
    """

    time: NDArray[np.float64]
    scheduled: NDArray[np.float64]
    repaired: NDArray[np.float64]
    fit: tuple[NDArray[np.float64], NDArray[np.float64]]
    starved: NDArray[np.float64]
    standard: NDArray[np.float64]
    worked: NDArray[np.float64]
    visits: Visits
    arrivals: Arrivals
    line: NDArray[np.intp]

    @classmethod
    def of(cls, books: Books, jobs: Jobs) -> Shop:
        """What the states of machines tell."""
        if not any(found.kind == "machine" for found in books.register.resources):
            books = replace(
                books, **{name: getattr(books, name)[:0] for name in ("goods", "orders", "events", "states")}
            )
            jobs = Jobs.of(books)
        return _Reading(books, jobs).shop()


class _Reading:
    """The states of machines while they are read."""

    def __init__(self, books: Books, jobs: Jobs) -> None:
        self.books, self.jobs = books, jobs
        resources = books.register.resources
        self.size = len(resources)
        self.is_machine = np.array([found.kind == "machine" for found in resources], dtype=np.bool_)
        first: dict[tuple[str, str], int] = {}
        for row, found in enumerate(resources):
            first.setdefault((found.site, found.line or found.name), row)
        self.line = np.array([first[(found.site, found.line or found.name)] for found in resources], dtype=np.intp)
        accounts = books.register.accounts
        self.routes: dict[int, tuple[RouteStep, ...]] = {
            row: account.route for row, account in enumerate(accounts) if account.route
        }
        self.lines = {
            row: [first[(accounts[row].site, step.line)] for step in route] for row, route in self.routes.items()
        }
        self.longest = max(map(len, self.routes.values()), default=1)
        self.seller = books.orders["seller"].astype(np.intp)

    def shop(self) -> Shop:
        books, spells = self.books, self.books.spells
        span, scheduled = within_hours(books)
        state = np.clip(spells.state, 0, max(State))
        cells = sums(state * self.size + spells.resource, span, (max(State) + 1) * self.size)
        time = cells.reshape(max(State) + 1, self.size)
        # Before its first row a machine was idle.
        time[State.IDLE] = scheduled - (time.sum(axis=0) - time[State.IDLE])
        visits = self._visits()
        arrivals, pending = self._arrivals(visits)
        standard, worked = self._standard(visits)
        with_job = (spells.state == State.DOWN) & (spells.order != NOBODY)
        repaired = sums(spells.resource, np.where(with_job, span, 0.0), self.size)
        return Shop(
            time, scheduled, repaired, self._fit(time, scheduled), self._starved(pending), standard, worked, visits,
            arrivals, self.line,
        )  # fmt: skip

    def _fit(
        self, time: NDArray[np.float64], scheduled: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        by_calendar = np.array(
            [found.fails_by == "calendar" for found in self.books.register.resources], dtype=np.bool_
        )
        losses = time[State.SETUP] + time[State.DOWN] + time[State.DISRUPTED]
        needed = np.where(by_calendar, scheduled, time[State.BUSY] + losses)
        return needed - losses, needed

    # ---- visits

    def _visits(self) -> Visits:
        books, spells = self.books, self.books.spells
        row = np.flatnonzero(self.is_machine[spells.resource])
        resource, order = spells.resource[row], spells.order[row]
        begins = np.ones(row.size, dtype=np.bool_)
        begins[1:] = (resource[1:] != resource[:-1]) | (order[1:] != order[:-1])
        number = np.cumsum(begins) - 1
        start = np.flatnonzero(begins)
        last = np.append(start[1:], row.size) - 1
        size = start.size
        is_busy = spells.state[row] == State.BUSY
        worked = sums(number, np.where(is_busy, spells.until[row] - spells.since[row], 0.0), size)
        inside = sums(number, np.where(is_busy, spells.within(books.start, books.end)[row], 0.0), size)
        has_left = np.zeros(size, dtype=np.bool_)
        has_left[:-1] = resource[start[1:]] == resource[start[:-1]]
        kept = np.flatnonzero((order[start] != NOBODY) & (order[start] < books.orders.size))
        start, last = start[kept], last[kept]
        found = Visits(
            resource[start], order[start].astype(np.intp), spells.since[row[start]], spells.until[row[last]],
            has_left[kept], worked[kept], inside[kept], np.zeros(kept.size, dtype=np.intp), np.zeros(kept.size),
        )  # fmt: skip
        self._find_steps(found)
        return found

    def _find_steps(self, visits: Visits) -> None:
        """Writes which operation each visit is, and how many units it is of."""
        line, maker = self.line[visits.resource], self.seller[visits.order]
        for account, lines in self.lines.items():
            of = np.flatnonzero(maker == account)
            if len(set(lines)) == len(lines):
                for step, here in enumerate(lines):
                    visits.step[of[line[of] == here]] = step
            else:
                self._follow(visits, of, lines)
        released = self.jobs.released
        in_turn = np.argsort(released.order, kind="stable")
        job = _ranked(released.order[in_turn], visits.order * self.longest + visits.step, visits.order, visits.since)
        known = job >= 0
        row = in_turn[job[known]]
        steps = self.books.steps_per_unit[released.account[row]]
        visits.units[known] = released.steps[row] / steps

    def _follow(self, visits: Visits, of: NDArray[np.intp], lines: list[int]) -> None:
        """Follows jobs whose route comes to a line again; of those that can have come, the one that waits longest."""
        released = self.jobs.released
        jobs: defaultdict[int, list[list[float]]] = defaultdict(list)
        for order, time in zip(released.order.tolist(), released.time.tolist(), strict=True):
            jobs[order].append([time, 0])
        for row in of[np.lexsort((visits.until[of], visits.since[of]))].tolist():
            here = self.line[visits.resource[row]]
            able = [job for job in jobs[int(visits.order[row])] if job[1] < len(lines) and lines[int(job[1])] == here]
            if able:
                job = min(able)
                visits.step[row] = int(job[1])
                job[0], job[1] = float(visits.until[row]), job[1] + 1

    # ---- arrivals

    def _arrivals(self, visits: Visits) -> tuple[Arrivals, dict[int, list[tuple[float, float]]]]:
        """Jobs that came to each line; and when there was work for it that had not all come, by its first machine."""
        key = visits.order * self.longest + visits.step
        begun = np.lexsort((visits.since, key))
        left = np.flatnonzero(visits.has_left)
        left = left[np.lexsort((visits.until[left], key[left]))]
        released = self.jobs.released
        real = np.flatnonzero(np.isfinite(released.time) & np.isin(released.account, list(self.routes)))
        lengths = np.array([len(self.routes.get(row, ())) for row in range(len(self.books.register.accounts))])
        onward = left[visits.step[left] + 1 < lengths[self.seller[visits.order[left]]]]
        arrived = np.concatenate([released.order[real] * self.longest, key[onward] + 1])
        since = np.concatenate([released.time[real], visits.until[onward]])
        in_turn = np.lexsort((since, arrived))
        arrived, since = arrived[in_turn], since[in_turn]
        row = _ranked(key[begun], arrived)
        until = np.full(arrived.size, np.inf)
        until[row >= 0] = visits.since[begun[row[row >= 0]]]
        order, step = arrived // self.longest, arrived % self.longest
        resource = np.zeros(arrived.size, dtype=np.intp)
        for account, lines in self.lines.items():
            of = self.seller[order] == account
            resource[of] = np.array(lines, dtype=np.intp)[step[of]]
        return Arrivals(resource, since, until), self._pending(visits, key)

    def _pending(self, visits: Visits, key: NDArray[np.intp]) -> dict[int, list[tuple[float, float]]]:
        """For each line, from when to when an order had work for it that no machine had taken up."""
        books, facts = self.books, self.books.facts
        released = self.jobs.released
        size = books.orders.size
        count = np.bincount(released.order, minlength=size)
        steps = np.bincount(released.order, weights=released.steps, minlength=size)
        settled = steps + facts.lost == books.orders["quantity"]
        given_up = np.full(size, -np.inf)
        lost = books.events[(books.events["event"] == Event.LOST) & (books.events["order"] < size)]
        np.maximum.at(given_up, lost["order"], lost["time"])
        found: dict[int, list[tuple[float, float]]] = {}
        for account, lines in self.lines.items():
            orders = np.flatnonzero((self.seller == account) & (books.orders["placed_at"] >= 0))
            for step, line in enumerate(lines):
                here = np.flatnonzero((key % self.longest == step) & (self.seller[visits.order] == account))
                taken = np.bincount(visits.order[here], minlength=size)
                last = given_up.copy()
                np.maximum.at(last, visits.order[here], visits.since[here])
                until = np.where(settled & (taken == count), last, np.inf)
                found.setdefault(line, []).extend(
                    zip(facts.received_at[orders].tolist(), until[orders].tolist(), strict=True)
                )
        return found

    # ---- machines

    def _starved(self, pending: dict[int, list[tuple[float, float]]]) -> NDArray[np.float64]:
        """Time in the period in which each machine was idle and its line had work to come."""
        books, spells = self.books, self.books.spells
        starved = np.zeros(self.size)
        for line, intervals in pending.items():
            begin, end = common(*merged(intervals, books.start, books.end), working_hours(books, line))
            for resource in np.flatnonzero(self.line == line):
                row = np.flatnonzero(spells.resource == resource)
                idle = row[spells.state[row] == State.IDLE]
                first = float(spells.since[row[0]]) if row.size else books.end
                since, until = np.append(spells.since[idle], 0.0), np.append(spells.until[idle], first)
                starved[resource] = float(np.sum(covered(begin, end, until) - covered(begin, end, since)))
        return starved

    def _standard(self, visits: Visits) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Standard time of the work done in the period, and what it took; of jobs that have left their machine."""
        per_job, per_unit = np.zeros(visits.order.size), np.zeros(visits.order.size)
        maker = self.seller[visits.order]
        for account, route in self.routes.items():
            of = np.flatnonzero(maker == account)
            per_job[of] = np.array([step.per_job for step in route])[visits.step[of]]
            per_unit[of] = np.array([step.per_unit for step in route])[visits.step[of]]
        counts = visits.has_left & (visits.worked > 0)
        done = np.zeros(visits.order.size)
        np.divide(visits.worked_in_period, visits.worked, out=done, where=counts)
        # On the time grid, as all times are: else a machine that keeps its times would be a millionth off.
        standard = np.round((per_job + per_unit * visits.units) * GRID) / GRID * done
        took = np.where(counts, visits.worked_in_period, 0.0)
        return sums(visits.resource, standard, self.size), sums(visits.resource, took, self.size)


def _ranked(
    known: NDArray[np.intp],
    key: NDArray[np.intp],
    owner: NDArray[np.intp] | None = None,
    time: NDArray[np.float64] | None = None,
) -> NDArray[np.intp]:
    """The n-th row of ``known`` (ascending) for the n-th of each key; -1 where there are not so many.

    Args:
        known: Keys to find, ascending, of shape (known,).
        key: What is counted together, of shape (rows,).
        owner: Which key of ``known`` each looks for, of shape (rows,); absent: ``key``.
        time: In which order rows of one key are counted, of shape (rows,); absent: as they stand.
    """
    owner = key if owner is None else owner
    in_turn = np.argsort(key, kind="stable") if time is None else np.lexsort((time, key))
    ordered = key[in_turn]
    rank = np.empty(key.size, dtype=np.intp)
    rank[in_turn] = np.arange(key.size) - np.searchsorted(ordered, ordered)
    first, behind = np.searchsorted(known, owner), np.searchsorted(known, owner, side="right")
    return np.where(first + rank < behind, first + rank, -1)
