"""Timetables: vehicles leave at stated times."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.clock import snap
from sim.dispatching import Dispatching
from sim.quantities import Duration, Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.dispatching import DockView


class Timetable(Dispatching):
    """Takes loads up at ``first``, ``first + every``, and so on, if there are any.

    Goods that come at the very time of a departure go along. What finds no vehicle then, or one outside its working
    hours, waits for the next time.

    Source: the time policy of shipment consolidation with fixed dispatch times: Higginson and Bookbinder (1994),
    "Policy recommendations for a shipment-consolidation program", Journal of Business Logistics 15; with ``loads`` the
    bulk service of Bailey (1954), "On queueing processes with bulk service", Journal of the Royal Statistical Society
    B 16.

    Example:
        >>> from types import SimpleNamespace
        >>> daily = Timetable(every=1.0, first=0.5, loads=1)
        >>> daily.leaves_at(SimpleNamespace(now=2.2, since=2.1, share=0.3, taken_up=0))
        2.5
        >>> daily.leaves_at(SimpleNamespace(now=2.5, since=2.1, share=3.0, taken_up=1))
        3.5
    """

    kind: Literal["timetable"] = "timetable"
    """Vehicles leave at stated times."""
    every: Period
    """Time between departures."""
    first: Duration = 0.0
    """When the first is."""
    loads: Annotated[int, Field(ge=1)] | None = None
    """Vehicles that leave at each time at most; absent: as many as there are loads."""

    def leaves_at(self, dock: DockView) -> float:
        """The next departure, this instant's included; see ``Dispatching.leaves_at``."""
        number = max(math.floor((dock.now - self.first) / self.every), 0)
        while self._time(number) < dock.now:
            number += 1
        if self._time(number) == dock.now and self.loads is not None and dock.taken_up >= self.loads:
            number += 1
        return self._time(number)

    def departures(self, until: float) -> Iterator[float]:
        """The times of departure before ``until``, in their order."""
        number = 0
        while (time := self._time(number)) < until:
            yield time
            number += 1

    def _time(self, number: int) -> float:
        # Counted, never accumulated: the same instants as those of every clock with this beat.
        return snap(self.first + number * self.every)
