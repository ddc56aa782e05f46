"""Throughput: docks that work on one load after the other, at a rate and within hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.agenda import Wake
from sim.ledger.tables import NOBODY, Reason, State

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    import simpy

    from sim.engine.agenda import Agenda
    from sim.engine.channel import Lane
    from sim.engine.hours import Interruptions
    from sim.ledger.journal import Journal

_NEVER = float("inf")


class Load:
    """Goods of one order that a dock works on in one piece.

    Attributes:
        lane: The lane that they came on, or will leave on.
        order: Number of the order.
        quantity: Steps.
        duration: What the work takes, on the time grid.
    """

    __slots__ = ("duration", "lane", "order", "quantity")

    def __init__(self, lane: Lane, order: int, quantity: int, duration: float) -> None:
        self.lane = lane
        self.order = order
        self.quantity = quantity
        self.duration = duration


class Dock:
    """A dock that is always open.

    Attributes:
        state: What it does now.
        order: Number of the order that it has a load of, ``NOBODY`` if it has none.
    """

    __slots__ = ("_agenda", "_finish", "_next", "_pack", "_resource", "_resting", "_wake", "_write", "order", "state")

    def __init__(self, agenda: Agenda, journal: Journal, resource: int, key: int) -> None:
        self._agenda = agenda
        self._pack, self._write = journal.states.pack, journal.states.write
        self._resource = resource
        self._wake = Wake(agenda, key)
        self._resting = False
        self.state = State.IDLE
        self.order = NOBODY

    def begin(self, next_load: Callable[[], Load | None], finish: Callable[[Load], None]) -> None:
        """Starts the process: it takes loads from ``next_load``, and hands what is done to ``finish``."""
        self._next = next_load
        self._finish = finish
        self._wake.start(self._live())

    def look(self) -> None:
        """Something may be there to be done: a dock at rest looks for it in this instant."""
        if self._resting:
            self._resting = False
            self._wake.fire()

    def is_closed(self) -> bool:
        """Whether it is out of its hours now, though its state may not say so yet in this instant."""
        return False

    @property
    def closed_for(self) -> Reason:
        """Why goods wait before it when it is closed."""
        return Reason.DOCK_CLOSED

    def _set(self, state: State, order: int) -> None:
        self.state, self.order = state, order
        self._write(self._pack(self._agenda.now, 1.0, self._resource, state, order))

    def _live(self) -> Generator[simpy.Event, Any, None]:
        self._resting = True
        yield self._wake
        while True:
            load = self._next()
            if load is None:
                yield from self._rest()
            else:
                yield from self._work(load)
                self._finish(load)

    def _rest(self) -> Generator[simpy.Event, Any, None]:
        if self.state is not State.IDLE:
            self._set(State.IDLE, NOBODY)
        self._resting = True
        yield self._wake

    def _work(self, load: Load) -> Generator[simpy.Event, Any, None]:
        self._set(State.BUSY, load.order)
        yield self._wake.at(self._agenda.now + load.duration)


class DockWithHours(Dock):
    """A dock that closes; what is begun stays and goes on when it opens again (preempt-resume)."""

    __slots__ = ("_hours", "_turn")

    def keep(self, hours: Interruptions) -> None:
        """Works out of the stops of ``hours`` only."""
        self._hours = hours
        self._turn = 0

    def is_closed(self) -> bool:
        """Whether it is out of its hours now, though its state may not say so yet in this instant."""
        return self._hours.now(self._agenda.now) is not None

    def look(self) -> None:
        """Something may be there to be done: a dock at rest looks for it in this instant."""
        if self._resting:
            self._turn += 1  # the closing that it rested towards no longer wakes it
        super().look()

    def _live(self) -> Generator[simpy.Event, Any, None]:
        yield self._wake.at(0.0)
        while True:
            yield from self._close(NOBODY)
            load = self._next()
            if load is None:
                yield from self._rest()
            else:
                yield from self._work(load)
                self._finish(load)

    def _close(self, order: int) -> Generator[simpy.Event, Any, None]:
        """Lets the time pass in which it is closed."""
        while (stop := self._hours.now(self._agenda.now)) is not None:
            self._set(State.OFF, order)
            yield self._wake.at(stop[1])

    def _rest(self) -> Generator[simpy.Event, Any, None]:
        closes = self._hours.next(self._agenda.now)
        if closes < _NEVER:
            self._agenda.add(closes, self._wake.key, self._end, self._turn)
        yield from super()._rest()

    def _end(self, turn: int) -> None:
        if turn == self._turn and self._resting:
            self.look()

    def _work(self, load: Load) -> Generator[simpy.Event, Any, None]:
        agenda, left = self._agenda, load.duration
        while True:
            yield from self._close(load.order)
            self._set(State.BUSY, load.order)
            begun = agenda.now
            yield self._wake.at(min(begun + left, self._hours.next(begun)))
            left -= agenda.now - begun
            if left <= 0.0:
                return
