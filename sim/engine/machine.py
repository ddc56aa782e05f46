"""Machines: processes that take a job, prepare for it, work on it and hand it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.clock import GRID, snap
from sim.engine.agenda import Wake
from sim.ledger.tables import NOBODY, State

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    import simpy

    from sim.engine.agenda import Agenda
    from sim.engine.hours import Interruptions
    from sim.engine.money import Posting
    from sim.engine.station import Job, Station
    from sim.ledger.journal import Journal

_ONE_STEP = 1.0 / GRID
_NEVER = float("inf")


class Machine:
    """A machine that is always fit for work.

    Attributes:
        set_up_for: The product that it is ready for; None before its first job.
        run: Jobs of that product in a row.
        setup_cost: Posts what a set-up costs; None where it costs nothing.
        resource: Its number in the ledger.
        spent: Time in each state so far, the one that lasts left out; with ``entries``, what the books are proved by.
        entries: How many times it came to be in each state.
        orders: Sum of the numbers of the orders that were on it, state by state.
    """

    __slots__ = (
        "_agenda", "_job", "_order", "_pack", "_since", "_state", "_station", "_wake", "_write", "entries",
        "orders", "resource", "run", "set_up_for", "setup_cost", "spent",
    )  # fmt: skip

    def __init__(self, agenda: Agenda, journal: Journal, station: Station, resource: int, key: int) -> None:
        self._agenda = agenda
        self._pack, self._write = journal.states.pack, journal.states.write
        self._station = station
        self.resource = resource
        self._wake = Wake(agenda, key)
        self._job: Job | None = None
        self._state, self._order, self._since = State.IDLE, NOBODY, 0.0
        self.spent = [0.0] * len(State)
        self.entries = [0] * len(State)
        self.orders = 0
        self.set_up_for: str | None = None
        self.run = 0
        self.setup_cost: SetupCost | None = None

    def begin(self) -> None:
        """Starts the process; the machine is idle."""
        self._station.idle.append(self)
        self._wake.start(self._live())

    def take(self, job: Job) -> None:
        """Takes up a job; the machine must be idle."""
        self._job = job
        self._wake.fire()

    def hand_on(self) -> Job:
        """Gives the job away that it is blocked with, and goes on."""
        job, self._job = self._job, None
        self._wake.fire()
        if job is None:
            raise LookupError("a machine without a job is not blocked")
        return job

    def _set(self, state: State, order: int) -> None:
        if state is not self._state or order != self._order:
            now = self._agenda.now
            self.spent[self._state] += now - self._since
            self._state, self._order, self._since = state, order, now
            self.entries[state] += 1
            self.orders += order
            self._write(self._pack(now, 1.0, self.resource, state, order))

    def history(self, end: float) -> tuple[float, ...]:
        """Time spent in each state until ``end``, how many times it came to be in each, and the sum of the orders."""
        spent = list(self.spent)
        spent[self._state] += end - self._since
        return (*spent, *self.entries, self.orders)

    def _live(self) -> Generator[simpy.Event, Any, None]:
        while True:
            yield self._wake
            job = self._job
            while job is not None:
                yield from self._do(job)
                job = self._job = self._station.next_job(self)
            self._rest()

    def _rest(self) -> None:
        self._set(State.IDLE, NOBODY)
        self._station.idle.append(self)

    def _do(self, job: Job) -> Generator[simpy.Event, Any, None]:
        if self._order == job.work.number:
            self._set(State.IDLE, NOBODY)  # so that two jobs of one order in a row can be told apart
        setup = self._station.setup
        if setup is not None and self.set_up_for not in (None, job.product):
            yield from self._prepare(setup.time(self.set_up_for or "", job.product), job)
        self.run = self.run + 1 if self.set_up_for == job.product else 1
        self.set_up_for = job.product
        yield from self._spend(job.duration, State.BUSY, job.work.number)
        following = job.production.next_station(job)
        if following is None:
            job.production.finish(job)
        elif following.has_room():
            following.enter(job)
        else:
            following.wait_for_room(self)
            yield from self._block(job.work.number)

    def _block(self, order: int) -> Generator[simpy.Event, Any, None]:
        """Keeps a job that is done until there is room for it."""
        self._set(State.BLOCKED, order)
        yield self._wake

    def _prepare(self, time: float, job: Job) -> Generator[simpy.Event, Any, None]:
        if self.setup_cost is not None:
            self.setup_cost.post(job)
        yield from self._spend(snap(time), State.SETUP, job.work.number)

    def _spend(self, time: float, state: State, order: int) -> Generator[simpy.Event, Any, None]:
        self._set(state, order)
        yield self._wake.at(self._agenda.now + time)


class StoppingMachine(Machine):
    """A machine that fails, or keeps hours; what it works on stays on it and goes on afterwards (preempt-resume)."""

    __slots__ = ("_fit_until", "_repaired_at", "_stops", "_time_to_failure", "_time_to_repair", "_turn")

    def stop_by(self, stops: Interruptions | None) -> None:
        """Stops by the calendar."""
        self._stops = stops
        self._fit_until = _NEVER
        self._repaired_at = 0.0
        self._turn = 0

    def fail_by(self, time_to_failure: Callable[[], float], time_to_repair: Callable[[], float]) -> None:
        """Fails after drawn times of work."""
        self._time_to_failure, self._time_to_repair = time_to_failure, time_to_repair
        self._fit_until = self._draw_failure()

    def _draw_failure(self) -> float:
        return max(snap(self._time_to_failure()), _ONE_STEP)

    def begin(self) -> None:
        """Starts the process; the machine is idle, or out of hours."""
        self._wake.start(self._live())

    def take(self, job: Job) -> None:
        """Takes up a job; the machine must be idle."""
        self._turn += 1  # the stop that it slept towards no longer wakes it
        super().take(job)

    def hand_on(self) -> Job:
        """Gives the job away that it is blocked with, be it open or not, and goes on."""
        self._turn += 1
        return super().hand_on()

    def _live(self) -> Generator[simpy.Event, Any, None]:
        yield self._wake.at(0.0)
        yield from self._pause(NOBODY)
        while True:
            job = self._job = self._station.next_job(self)
            if job is None:
                self._rest()
                yield from self._sleep()
                job = self._job
            if job is not None:
                yield from self._do(job)
            yield from self._pause(NOBODY)

    def _sleep(self) -> Generator[simpy.Event, Any, None]:
        """Waits for a job, or for the next stop."""
        yield from self._wait_until(self._next_stop())

    def _wait_until(self, time: float) -> Generator[simpy.Event, Any, None]:
        """Waits until ``time``, or until somebody wakes it before."""
        if time < _NEVER:
            self._agenda.add(time, self._wake.key, self._ring, self._turn)
        yield self._wake

    def _ring(self, turn: int) -> None:
        if turn == self._turn:
            if self._job is None:
                self._station.idle.remove(self)
            self._wake.fire()

    def _next_stop(self) -> float:
        return _NEVER if self._stops is None else self._stops.next(self._agenda.now)

    def _stop(self) -> tuple[State, float] | None:
        """Why it cannot work now, and until when at least; None if it can."""
        now = self._agenda.now
        if self._repaired_at > now:
            return State.DOWN, self._repaired_at
        return None if self._stops is None else self._stops.now(now)

    def _pause(self, order: int) -> Generator[simpy.Event, Any, None]:
        """Lets the stops pass that are on now."""
        while (stop := self._stop()) is not None:
            self._set(stop[0], order)
            yield self._wake.at(stop[1])

    def _block(self, order: int) -> Generator[simpy.Event, Any, None]:
        """Keeps a job that is done; stops pass meanwhile, and the job may leave in the middle of one."""
        while self._job is not None:
            state, until = self._stop() or (State.BLOCKED, self._next_stop())
            self._set(state, order)
            yield from self._wait_until(until)

    def _prepare(self, time: float, job: Job) -> Generator[simpy.Event, Any, None]:
        yield from self._pause(job.work.number)  # what it costs is posted when it begins
        yield from super()._prepare(time, job)

    def _spend(self, time: float, state: State, order: int) -> Generator[simpy.Event, Any, None]:
        agenda, left = self._agenda, time
        while True:
            yield from self._pause(order)
            until = min(agenda.now + left, self._next_stop())
            is_work = state is State.BUSY
            if is_work:
                until = min(until, agenda.now + self._fit_until)
            self._set(state, order)
            begun = agenda.now
            yield self._wake.at(until)
            done = agenda.now - begun
            left -= done
            if is_work:
                self._fit_until -= done
                if self._fit_until <= 0.0:  # what is done in this very instant is handed on before the repair
                    self._repaired_at = agenda.now + snap(self._time_to_repair())
                    self._fit_until = self._draw_failure()
            if left <= 0.0:
                return


class SetupCost:
    """What a set-up costs."""

    __slots__ = ("_cost", "_postings")

    def __init__(self, cost: float, postings: dict[int, Posting]) -> None:
        self._cost = cost
        self._postings = postings

    def post(self, job: Job) -> None:
        """Posts the cost of a set-up for ``job``."""
        self._postings[job.production.account].write(self._cost, job.work.number)
