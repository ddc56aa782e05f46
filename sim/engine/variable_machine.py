"""Machines that disruptions strike: they slow down, stand still, or lose what they work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.clock import snap
from sim.engine.machine import StoppingMachine
from sim.engine.pace import Pace
from sim.ledger.tables import NOBODY, State
from sim.scenario.exposure import Target

if TYPE_CHECKING:
    from collections.abc import Generator

    import simpy

    from sim.engine.station import Job
    from sim.engine.wiring import Wiring


class _JobLostError(Exception):
    """The job that a machine works on is lost."""


class PacedLine:
    """The machines of one line that a disruption strikes together.

    Attributes:
        machines: The machines.
        pace: How fast they work.
    """

    __slots__ = ("machines", "pace")

    def __init__(self) -> None:
        self.machines: list[VariableMachine] = []
        self.pace = Pace(self._change, self._lose)

    def _change(self) -> None:
        for machine in self.machines:
            machine.pace_changes()

    def _lose(self) -> None:
        for machine in self.machines:
            machine.lose_job()


class VariableMachine(StoppingMachine):
    """A machine whose speed is not always the same: work and set-ups take longer, or rest, as its line's pace says.

    Hours, failures and repairs go on as they would; a failure that comes by hours of work counts them by the clock,
    however fast it works. While it stands still it takes no job, and what is on it keeps its progress.
    """

    __slots__ = ("_is_done", "_is_lost", "_pace")

    def keep_pace(self, pace: Pace) -> None:
        """Works as fast as ``pace`` says."""
        self._pace = pace
        self._is_done = self._is_lost = False

    def pace_changes(self) -> None:
        """Goes on at another speed."""
        if self in self._station.idle:
            if self._stop() is None:
                return
            self._station.idle.remove(self)
        self._turn += 1
        self._wake.fire()

    def lose_job(self) -> None:
        """Loses the job that it works on, or prepares for; one that is done, and waits to leave, is kept."""
        if self._job is not None and not self._is_done and not self._is_lost:
            self._is_lost = True
            self._job.production.lose(self._job)

    def _do(self, job: Job) -> Generator[simpy.Event, Any, None]:
        try:
            # What was taken in the very instant in which the line stops is not begun.
            while not self._is_lost and self._is_stopped(NOBODY):
                self._set(State.DISRUPTED, NOBODY)
                yield from self._wait_until(self._next_stop())
            if not self._is_lost:
                yield from super()._do(job)
        except _JobLostError:
            pass
        if self._is_lost:
            self._job, self._is_lost = None, False

    def _sleep(self) -> Generator[simpy.Event, Any, None]:
        """Waits for a job, or for the next stop; if anything else wakes it, it goes on waiting."""
        while self._job is None and self in self._station.idle:
            yield from super()._wait_until(self._next_stop())

    def _wait_until(self, time: float) -> Generator[simpy.Event, Any, None]:
        self._turn += 1  # whatever it waited for before no longer wakes it
        yield from super()._wait_until(time)
        if self._is_lost:
            raise _JobLostError

    def _ring(self, turn: int) -> None:
        if turn == self._turn:
            if self in self._station.idle:
                self._station.idle.remove(self)
            self._wake.fire()

    def _is_stopped(self, order: int) -> bool:
        """Whether disruptions let it do nothing for ``order``; for ``NOBODY``: take no job."""
        return self._pace.speed <= 0.0 or (order == NOBODY and self._pace.is_closed)

    def _stop_for(self, order: int) -> tuple[State, float] | None:
        """Why it cannot work now, and until when at least; None if it can."""
        stop = super()._stop()
        return (State.DISRUPTED, self._next_stop()) if stop is None and self._is_stopped(order) else stop

    def _stop(self) -> tuple[State, float] | None:
        return self._stop_for(NOBODY)

    def _pause(self, order: int) -> Generator[simpy.Event, Any, None]:
        """Lets the stops pass that are on now."""
        while (stop := self._stop_for(order)) is not None:
            self._set(stop[0], order)
            yield from self._wait_until(stop[1])

    def _block(self, order: int) -> Generator[simpy.Event, Any, None]:
        """Keeps a job that is done; stops pass meanwhile, and the job may leave in the middle of one."""
        self._is_done = True
        yield from super()._block(order)
        self._is_done = False

    def _spend(self, time: float, state: State, order: int) -> Generator[simpy.Event, Any, None]:
        agenda, left = self._agenda, time
        while True:
            yield from self._pause(order)
            begun, speed = agenda.now, self._pace.speed
            done_at = begun + left if speed == 1.0 else snap(begun + left / speed)
            until = min(done_at, self._next_stop())
            is_work = state is State.BUSY
            if is_work:
                until = min(until, begun + self._fit_until)
            self._set(state, order)
            yield from self._wait_until(until)
            spent = agenda.now - begun
            left -= spent * speed
            if is_work:
                self._fit_until -= spent
                if self._fit_until <= 0.0:  # what is done in this very instant is handed on before the repair
                    self._repaired_at = agenda.now + snap(self._time_to_repair())
                    self._fit_until = self._draw_failure()
            if agenda.now >= done_at:
                return


def paced_line(wiring: Wiring, site: str, line: str) -> PacedLine | None:
    """What disruptions do to a line together; None where none may strike it."""
    target = Target("line", site, line)
    if not wiring.is_struck(target, "capacity", "closure"):
        return None
    paced = PacedLine()
    wiring.paces[target] = wiring.shutters[target] = paced.pace
    return paced
