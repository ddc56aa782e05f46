"""When machines and vehicles can work: working hours, and failures that come by the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sim.clock import GRID, snap
from sim.ledger.tables import State
from sim.scenario.hours import week_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.clock import Clock
    from sim.scenario.hours import Hours

_ALWAYS = float("inf")


class Stops(Protocol):
    """Times at which no work can be done, for one reason."""

    state: State

    def after(self, time: float) -> tuple[float, float]:
        """The first stop that ends after ``time``: from when and until when; ``time`` never goes back."""


class OffHours:
    """What lies outside the working hours of a week."""

    __slots__ = ("_stops", "_week", "state")

    def __init__(self, hours: Hours, clock: Clock) -> None:
        self.state = State.OFF
        self._week = week_of(clock)
        self._stops = hours.stops(clock)

    @property
    def week(self) -> float:
        """Length of the week, after which the stops come again."""
        return self._week

    @property
    def stops(self) -> tuple[tuple[float, float], ...]:
        """From when and until when no work is done, in the first week; the last may reach into the next."""
        return self._stops

    def after(self, time: float) -> tuple[float, float]:
        """See ``Stops.after``."""
        number = int(time // self._week)
        while True:
            # The stop over the end of a week may have begun in the week before.
            for week in (number - 1, number):
                for begin, end in self._stops:
                    if snap(week * self._week + end) > time:
                        return snap(week * self._week + begin), snap(week * self._week + end)
            if not self._stops:
                return _ALWAYS, _ALWAYS
            number += 1


class Failures:
    """Failures by the calendar: up for a drawn time, down for a drawn time, whether at work or not."""

    __slots__ = ("_begin", "_end", "_repair", "_up", "state")

    def __init__(self, time_to_failure: Callable[[], float], time_to_repair: Callable[[], float]) -> None:
        self.state = State.DOWN
        self._up, self._repair = time_to_failure, time_to_repair
        self._begin = self._end = 0.0
        self._next()

    def _next(self) -> None:
        self._begin = self._end + max(snap(self._up()), 1.0 / GRID)
        self._end = self._begin + snap(self._repair())

    def after(self, time: float) -> tuple[float, float]:
        """See ``Stops.after``."""
        while self._end <= time:
            self._next()
        return self._begin, self._end


class Interruptions:
    """All stops of one machine or vehicle together."""

    __slots__ = ("_stops",)

    def __init__(self, stops: Sequence[Stops]) -> None:
        self._stops = tuple(stops)

    def now(self, time: float) -> tuple[State, float] | None:
        """Why no work can be done at ``time``, and until when at least; None if it can. The first stop counts."""
        for stop in self._stops:
            begin, end = stop.after(time)
            if begin <= time:
                return stop.state, end
        return None

    def next(self, time: float) -> float:
        """When the next stop begins, at ``time`` or later, if none is on."""
        return min(stop.after(time)[0] for stop in self._stops)
