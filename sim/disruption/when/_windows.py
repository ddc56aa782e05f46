"""Windows of time: how triggers make them."""

from __future__ import annotations

import heapq
import math
from typing import TYPE_CHECKING

from sim.clock import LATEST, snap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.disruption.when import Window
    from sim.distributions import Distribution


def window(start: float, length: float | None) -> Window:
    """The window from ``start`` on, on the time grid; for good where no length is given."""
    begin = snap(start) if start < LATEST else math.inf
    end = math.inf if length is None or not begin + length < LATEST else begin + snap(length)
    return begin, end


def joined(windows: Iterable[Window]) -> Iterator[Window]:
    """Windows that come in the order of their starts, those that touch or overlap as one, and empty ones left out."""
    begin = end = -math.inf
    for start, until in windows:
        if until <= start or math.isinf(start):
            continue
        if start <= end:
            end = max(end, until)
            continue
        if end > begin:
            yield begin, end
        begin, end = start, until
    if end > begin:
        yield begin, end


def in_order(windows: Iterable[tuple[float, Window]]) -> Iterator[Window]:
    """Windows in the order of their starts.

    Args:
        windows: Each with an instant, not decreasing, before which neither it nor any that comes later can start.
    """
    waiting: list[Window] = []
    for earliest, coming in windows:
        while waiting and waiting[0][0] < earliest:
            yield heapq.heappop(waiting)
        heapq.heappush(waiting, coming)
    while waiting:
        yield heapq.heappop(waiting)


def varies(*laws: Distribution | None) -> bool:
    """Whether two draws of one of the laws can differ."""
    return any(law is not None and law.support[0] != law.support[1] for law in laws)
