"""The clock: how a scenario counts time, and the grid that instants lie on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final, Literal

TimeUnit = Literal["hour", "day", "week", "month", "period"]
"""The unit in which a scenario counts time; ``period`` is abstract: it has no length in hours."""

HOURS: Final[dict[str, float]] = {
    "minute": 1 / 60,
    "hour": 1.0,
    "day": 24.0,
    "week": 168.0,
    "month": 730.0,  # year / 12
    "year": 8760.0,  # 365 days
}
_SPELLINGS: Final[dict[str, str]] = {
    "min": "minute",
    "h": "hour",
    "d": "day",
    "wk": "week",
    "mo": "month",
    "yr": "year",
    **{name: name for name in (*HOURS, "period")},
    **{f"{name}s": name for name in (*HOURS, "period")},
}

GRID: Final = 2.0**20
"""Time is snapped to 1/GRID of the scenario's unit, so that what should coincide does."""

LATEST: Final = 2.0**33
"""Instants and lengths of time stay below it: only there is each point of the grid a float, and each sum exact."""


def snap(time: float) -> float:
    """The instant on the time grid nearest to ``time`` (half to even)."""
    return round(time * GRID) / GRID


@dataclass(frozen=True, slots=True)
class Clock:
    """How a scenario counts time.

    Attributes:
        unit: The unit of every float that is a time.
        start: The date of time 0, if the scenario has one.
    """

    unit: TimeUnit = "day"
    start: datetime.date | None = None

    def length(self, spelling: str) -> float:
        """Length of the named unit in the clock's own; raises ``ValueError`` with the reason if it has none."""
        name = _SPELLINGS.get(spelling if spelling in _SPELLINGS else spelling.lower())
        if name is None:
            raise ValueError(f"unknown unit of time {spelling!r}; known: minute, hour, day, week, month, year")
        if name == self.unit:
            return 1.0
        if "period" in (name, self.unit):
            raise ValueError(
                f"{spelling!r} has no length in a scenario that counts in abstract periods"
                if self.unit == "period"
                else f"'period' is abstract; this scenario counts in units of one {self.unit}"
            )
        return HOURS[name] / HOURS[self.unit]

    @property
    def days(self) -> float:
        """Length of one unit in days; 1 for an abstract period, whose days are its periods."""
        return 1.0 if self.unit == "period" else HOURS[self.unit] / 24.0
