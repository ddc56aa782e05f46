"""Windows: when disruptions were in force, for shading pictures with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.results.run import Run

_TOUCHING = 1e-9
"""Stretches with less than this between them, in time units, are one."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time in which a disruption was in force, on whatever it strikes and however strongly.

    Attributes:
        name: The disruption.
        since: When it began, in time units.
        until: When it was over.
    """

    name: str
    since: float
    until: float

    @property
    def days(self) -> tuple[int, int]:
        """The first and the last day (hour, period ...) that it fell on, day 1 being the first.

        >>> Window("fire", 119.0, 147.0).days, Window("fire", 119.5, 120.25).days
        ((120, 147), (120, 121))
        """
        first = math.floor(self.since) + 1
        return first, max(first, math.ceil(self.until))


def windows(runs: Iterable[Run]) -> tuple[Window, ...]:
    """When disruptions were in force in the first replication of any of the runs.

    The stages of a recovery, and places that were struck at the same time, make one window.
    """
    found: set[tuple[str, float, float]] = set()
    for run in runs:
        if run.scene is not None:
            strikes = run.scene.strikes
            struck = strikes[strikes["state"] == "disrupted"]
            columns = (struck[name].tolist() for name in ("group", "since", "until"))
            found.update((str(group), float(since), float(until)) for group, since, until in zip(*columns, strict=True))
    merged: list[Window] = []
    for name, since, until in sorted(found):
        last = merged[-1] if merged else None
        if last is not None and last.name == name and since <= last.until + _TOUCHING:
            merged[-1] = Window(name, last.since, max(last.until, until))
        else:
            merged.append(Window(name, since, until))
    return tuple(sorted(merged, key=lambda window: (window.since, window.until, window.name)))


def named(shown: Iterable[Window]) -> dict[str, list[Window]]:
    """The windows of each disruption, in the order in which they first struck."""
    found: dict[str, list[Window]] = {}
    for window in shown:
        found.setdefault(window.name, []).append(window)
    return found
