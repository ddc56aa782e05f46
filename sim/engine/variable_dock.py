"""Docks that disruptions strike: they work more slowly, or stand still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.clock import snap
from sim.engine.pace import Pace
from sim.engine.throughput import Dock
from sim.ledger.tables import NOBODY, Reason, State

if TYPE_CHECKING:
    from collections.abc import Generator

    import simpy

    from sim.engine.agenda import Agenda
    from sim.engine.hours import Interruptions
    from sim.engine.throughput import Load
    from sim.ledger.journal import Journal

_NEVER: Final = float("inf")


class VariableDock(Dock):
    """A dock whose speed is not always the same; where nothing is left of it, it takes up nothing.

    What is begun keeps its progress. Its hours, if it keeps any, go on as they would.

    Attributes:
        pace: How fast it works.
    """

    __slots__ = ("_hours", "_told", "_turn", "pace")

    def __init__(self, agenda: Agenda, journal: Journal, resource: int, key: int) -> None:
        super().__init__(agenda, journal, resource, key)
        self._hours: Interruptions | None = None
        self._told = 0.0
        self._turn = 0
        self.pace = Pace(self._wake.fire)

    def keep(self, hours: Interruptions) -> None:
        """Works out of the stops of ``hours`` only."""
        self._hours = hours

    def is_closed(self) -> bool:
        """Whether it takes nothing up now, though its state may not say so yet in this instant."""
        return self._stop() is not None

    @property
    def closed_for(self) -> Reason:
        """Why goods wait before it when it is closed."""
        stop = self._stop()
        return Reason.DISRUPTED if stop is not None and stop[0] is State.DISRUPTED else Reason.DOCK_CLOSED

    def _stop(self) -> tuple[State, float] | None:
        """Why it does nothing now, and until when at least; None if it can."""
        now = self._agenda.now
        stop = None if self._hours is None else self._hours.now(now)
        return (State.DISRUPTED, self._closes()) if stop is None and self.pace.speed <= 0.0 else stop

    def _closes(self) -> float:
        return _NEVER if self._hours is None else self._hours.next(self._agenda.now)

    def _live(self) -> Generator[simpy.Event, Any, None]:
        yield from self._wait_until(0.0)
        while True:
            yield from self._pause(NOBODY)
            load = self._next()
            if load is None:
                if self.state is not State.IDLE:
                    self._set(State.IDLE, NOBODY)
                self._resting = True
                yield from self._wait_until(self._closes())
                self._resting = False
            else:
                yield from self._work(load)
                self._finish(load)

    def _wait_until(self, time: float) -> Generator[simpy.Event, Any, None]:
        """Waits until ``time``, or until something wakes it before."""
        self._turn += 1
        if time < _NEVER:
            self._agenda.add(time, self._wake.key, self._ring, self._turn)
        yield self._wake

    def _ring(self, turn: int) -> None:
        if turn == self._turn:
            self._resting = False
            self._wake.fire()

    def _pause(self, order: int) -> Generator[simpy.Event, Any, None]:
        """Lets the time pass in which it does nothing; each stop is told once."""
        while (stop := self._stop()) is not None:
            if (self.state, self.order) != (stop[0], order) or self._told != stop[1]:
                self._set(stop[0], order)
                self._told = stop[1]
            yield from self._wait_until(stop[1])

    def _work(self, load: Load) -> Generator[simpy.Event, Any, None]:
        agenda, left = self._agenda, load.duration
        is_told = False
        while True:
            if self._stop() is not None:
                yield from self._pause(load.order)
                is_told = False
            begun, speed = agenda.now, self.pace.speed
            done_at = begun + left if speed == 1.0 else snap(begun + left / speed)
            if not is_told:
                self._set(State.BUSY, load.order)
                is_told = True
            yield from self._wait_until(min(done_at, self._closes()))
            left -= (agenda.now - begun) * speed
            if agenda.now >= done_at:
                return
