"""Clocks: processes that tick at regular times and let everything that goes by them be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sim.clock import GRID, snap
from sim.engine.agenda import Wake

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    import simpy

    from sim.engine.agenda import Agenda

_HALF_A_STEP: Final = 0.5 / GRID


def day_of(time: float, days: float) -> int:
    """The day that luck is keyed by at ``time``; ``days`` is the length of a time unit in days.

    The start of a day may have been snapped to a point just before it, and still belongs to the day.
    """
    return int((time + _HALF_A_STEP) * days)


class ReviewClock:
    """The reviews that fall on the same instants, at the same distance from the customer: one event for all of them."""

    __slots__ = ("_agenda", "_every", "_first", "_reviews", "_wake")

    def __init__(
        self, agenda: Agenda, key: int, first: float, every: float, reviews: Sequence[Callable[[None], None]]
    ) -> None:
        self._agenda = agenda
        self._first = first
        self._every = every
        self._reviews = tuple(reviews)
        self._wake = Wake(agenda, key)
        self._wake.start(self._tick())

    def _tick(self) -> Generator[simpy.Event, Any, None]:
        number, agenda, count = 0, self._agenda, len(self._reviews)
        while True:
            # Counted, never accumulated: k * every is the same instant for every clock that has it.
            yield self._wake.at(snap(self._first + number * self._every))
            for review in self._reviews:
                review(None)
            agenda.acts += count
            number += 1
