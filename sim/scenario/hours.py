"""Working hours: when a line, a fleet or a dock works."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field, model_validator

from sim.clock import GRID, snap
from sim.quantities import Duration
from sim.spec import Spec

if TYPE_CHECKING:
    from sim.clock import Clock

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEK: Final[tuple[Weekday, ...]] = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
"""The days of a week in their order."""
Stretches = tuple[tuple[float, float], ...]
"""Stretches of time: from when, until when."""
_ONE_STEP: Final = 1.0 / GRID


class Shift(Spec):
    """One stretch of work, counted from midnight of the day on which it begins."""

    begins: Duration = Field(alias="from")
    """When work begins, after midnight."""
    ends: Duration = Field(alias="to")
    """When work ends, after the same midnight: a night shift may end after 24 h."""

    @model_validator(mode="after")
    def _in_order(self) -> Shift:
        if self.ends <= self.begins:
            raise ValueError("a shift must end after it begins; a night shift ends after 24 h, e.g. from 22 h to 30 h")
        if self.ends - self.begins < 4 * _ONE_STEP:
            raise ValueError("a shift must be longer than the grid of time, a millionth of a time unit")
        return self


class Hours(Spec):
    """When work is done; outside of it what is begun waits and goes on later.

    Without a ``time.start`` the run begins on a Monday.
    """

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = WEEK
    """The days of the week on which shifts begin."""
    shifts: Annotated[tuple[Shift, ...], Field(min_length=1)]
    """The shifts of such a day, e.g. ``[{from: 6 h, to: 14 h}, {from: 14 h, to: 22 h}]``."""

    def stops(self, clock: Clock) -> Stretches:
        """When no work is done in a week that comes again and again from time 0; the last may reach into the next.

        Shifts may overlap, and reach into the next day or week: time in two of them is worked once.
        """
        day = 1.0 / clock.days
        week = week_of(clock)
        begins_on = 0 if clock.start is None else clock.start.weekday()
        spans = []
        for name in self.days:
            midnight = ((WEEK.index(name) - begins_on) % 7) * day
            for shift in self.shifts:
                begin, end = snap(midnight + shift.begins), snap(midnight + shift.ends)
                back = (begin // week) * week
                spans.append((begin - back, end - back))
        merged: list[list[float]] = []
        for begin, end in sorted((begin + n * week, end + n * week) for begin, end in spans for n in (-1, 0, 1)):
            if merged and begin <= merged[-1][1] + _ONE_STEP:  # what is that close belongs together
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([begin, end])
        gaps = ((before[1], after[0]) for before, after in pairwise(merged))
        return tuple(gap for gap in gaps if 0.0 <= gap[0] < week)

    def worked(self, clock: Clock) -> Stretches:
        """When work is done in such a week, none of it after the week's end."""
        week, stops = week_of(clock), self.stops(clock)
        found, begin = [], 0.0
        for closes, opens in (*((closes - week, opens - week) for closes, opens in stops[-1:]), *stops):
            if closes > begin:
                found.append((begin, closes))
            begin = max(begin, opens)
        return tuple(found) if begin >= week else (*found, (begin, week))

    def include(self, time: float, clock: Clock) -> bool:
        """Whether work is done at ``time``; at the very end of a shift it is not."""
        week = week_of(clock)
        number = int(time // week)
        return any(
            snap(n * week + begins) <= time < snap(n * week + ends)
            for n in (number - 1, number, number + 1)
            for begins, ends in self.worked(clock)
        )

    def share(self, clock: Clock) -> float:
        """The share of all time in which work is done."""
        return 1.0 - sum(opens - closes for closes, opens in self.stops(clock)) / week_of(clock)


def week_of(clock: Clock) -> float:
    """Length of a week in time units."""
    return 7.0 * (1.0 / clock.days)
