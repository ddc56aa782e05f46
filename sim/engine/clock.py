"""Clocks: processes that tick at regular times and let everything that goes by them be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.engine.agenda import Wake
from sim.quantities import snap

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    import simpy

    from sim.engine.agenda import Agenda


class ReviewClock:
    """The reviews that fall on the same instants, at the same distance from the customer: one event for all of them."""

    __slots__ = ("_every", "_first", "_reviews", "_wake")

    def __init__(
        self, agenda: Agenda, key: int, first: float, every: float, reviews: Sequence[Callable[[None], None]]
    ) -> None:
        self._first = first
        self._every = every
        self._reviews = tuple(reviews)
        self._wake = Wake(agenda, key)
        self._wake.start(self._tick())

    def _tick(self) -> Generator[simpy.Event, Any, None]:
        number = 0
        while True:
            # Counted, never accumulated: k * every is the same instant for every clock that has it.
            yield self._wake.at(snap(self._first + number * self._every))
            for review in self._reviews:
                review(None)
            number += 1
