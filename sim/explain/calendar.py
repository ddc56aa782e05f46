"""How an explanation speaks of time and amounts: days as a scenario counts them, with dates where it has a start."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Final

from sim.clock import Clock

_MINUTES: Final = 24 * 60
_HOURS_WORTH_SAYING: Final = 1.5
"""A length of fewer days is told in hours, one of fewer hours in minutes."""
_OFF: Final = 1e-6
"""Minutes by which a float may miss the minute that it stands for; the grid of time is coarser."""
_WHOLE: Final = 100.0
"""Amounts from here on are told without decimals."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days and dates of a run.

    Attributes:
        clock: The scenario's unit of time, and the date of time 0 if it has one.
    """

    clock: Clock

    @property
    def word(self) -> str:
        """What a day is called: a scenario that counts in abstract periods has no days."""
        return "period" if self.clock.unit == "period" else "day"

    def span(self, day: int) -> tuple[float, float]:
        """When a day begins and ends, in time units; day 1 is the first, as in scenario files."""
        return (day - 1) / self.clock.days, day / self.clock.days

    def day_of(self, time: float) -> int:
        """The day that an instant lies in; what was before the run is counted to its first day."""
        return self._minutes(time) // _MINUTES + 1

    def day(self, day: int) -> str:
        """A day by its number, and its date if it has one: ``day 143 (2025-05-28)``."""
        date = self._date(day)
        return f"{self.word} {day}" + (f" ({date})" if date else "")

    def instant(self, time: float) -> str:
        """An instant: its day, and the time of day unless it is midnight."""
        minute = self._minutes(time) % _MINUTES
        day = self.day_of(time)
        if not minute or self.word == "period":
            return self.day(day)
        date = self._date(day)
        return f"{self.word} {day} " + (f"({date} " if date else "(") + f"{minute // 60:02d}:{minute % 60:02d})"

    def brief(self, time: float) -> str:
        """An instant without its date, which stands nearby."""
        minute = self._minutes(time) % _MINUTES
        at = f" {minute // 60:02d}:{minute % 60:02d}" if minute and self.word != "period" else ""
        return f"{self.word} {self.day_of(time)}{at}"

    def length(self, time: float) -> str:
        """A length of time in the unit that suits it: ``3 days``, ``5.5 hours``, ``20 minutes``."""
        days = time * self.clock.days
        hours = days * 24
        if self.word == "period" or days >= _HOURS_WORTH_SAYING or abs(days - 1) < 1 / _MINUTES:
            return _counted(days, self.word)
        return _counted(hours, "hour") if hours >= _HOURS_WORTH_SAYING else _counted(round(hours * 60), "minute")

    def _minutes(self, time: float) -> int:
        # Down to the minute begun, so that an instant just before midnight belongs to its own day.
        return math.floor(max(time, 0.0) * self.clock.days * _MINUTES + _OFF)

    def _date(self, day: int) -> str:
        try:
            return "" if self.clock.start is None else str(self.clock.start + datetime.timedelta(days=day - 1))
        except OverflowError:  # past the year 9999
            return ""


def amount(quantity: float) -> str:
    """A quantity for reading.

    >>> amount(12345.6), amount(3.0), amount(0.12345)
    ('12,346', '3', '0.123')
    """
    rounded = round(quantity)
    if quantity >= _WHOLE or math.isclose(quantity, rounded, rel_tol=1e-9, abs_tol=1e-9):
        return f"{rounded:,}"
    return f"{quantity:.3g}"


def _counted(number: float, unit: str) -> str:
    text = f"{round(number):,}" if number >= 10 else f"{number:.1f}".removesuffix(".0")
    return f"{text} {unit}{'' if text == '1' else 's'}"
