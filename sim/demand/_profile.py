"""Profiles: the multiplier in time that is applied on top of base demand.

A profile is the product of a trend, which is linear in time, and of courses, which are constant between their changes
(a season, the windows of a disruption). The product is linear between changes, so that its integral is a parabola on
each segment and can be inverted exactly. Neither a season nor a run says how far it will be looked at, which is why
segments are laid out only as far as somebody asks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.demand._courses import Season, Trend, on_grid
from sim.demand._segments import Segments

if TYPE_CHECKING:
    from sim.demand._courses import Course
    from sim.demand._segments import Array

MOST_SEGMENTS: Final = 2**20
"""Segments laid out at most (24 a day for 120 years); beyond them the courses are replaced by their mean so far."""
_FIRST_SPAN: Final = 16.0


@dataclass(frozen=True, slots=True)
class Profile:
    """A multiplier in time: the product of a trend and of any number of courses.

    Times are instants in time units from 0 on; all methods take and give arrays of one shape.

    Attributes:
        trend: What grows linearly; None stands still.
        courses: What changes in steps.

    Example:
        >>> from sim.demand import Season
        >>> profile = Profile(courses=(Season(period=2, factors=(1.0, 3.0)),))
        >>> profile.cumulative(np.array([1.0, 2.0, 4.0])).tolist()
        [1.0, 4.0, 8.0]
        >>> profile.inverse(np.array([1.0, 4.0, 8.0])).tolist()
        [1.0, 2.0, 4.0]
    """

    trend: Trend | None = None
    courses: tuple[Course, ...] = ()
    _segments: Segments = field(default_factory=Segments, init=False, compare=False, repr=False)
    """What was laid out so far; it follows from the other fields and is no part of the value."""

    @classmethod
    def of(cls, season: Season | None, trend: Trend | None) -> Profile:
        """The profile of a demand model's own season and trend."""
        return cls(trend, () if season is None else (season,))

    def scaled_by(self, course: Course) -> Profile:
        """This profile multiplied by one more course, e.g. by the windows of a promotion or a shock."""
        return Profile(self.trend, (*self.courses, course))

    def __reduce__(self) -> tuple[type[Profile], tuple[Trend | None, tuple[Course, ...]]]:
        return type(self), (self.trend, self.courses)

    @property
    def is_flat(self) -> bool:
        """Whether the multiplier is 1 at all times."""
        return (self.trend is None or self.trend.kink == 0.0) and all(course.is_flat for course in self.courses)

    @property
    def ends_at(self) -> float:
        """The instant from which on the multiplier is 0 for ever; infinite if demand never ends."""
        ends = [math.inf if self.trend is None else self.trend.ends_at]
        for course in self.courses:
            last = course.last_change
            if math.isfinite(last) and course.levels(np.array([last]))[0] == 0.0:
                ends.append(last)
        return min(ends)

    def multiplier(self, times: Array) -> Array:
        """The multiplier at each of ``times``, taken on the time grid, where orders are placed."""
        return self._product(on_grid(np.asarray(times, dtype=np.float64)))

    def cumulative(self, times: Array) -> Array:
        """The integral of the multiplier from 0 to each of ``times``."""
        times = np.asarray(times, dtype=np.float64)
        if self.is_flat:
            return times
        return self._until(float(times.max(initial=0.0))).cumulative(times)

    def inverse(self, cumulative: Array) -> Array:
        """The instants by which the integral reaches ``cumulative``: how unit-rate arrivals are re-timed.

        Where the multiplier is 0 for a while, the instant is the end of that span. What is never reached is infinite.
        """
        cumulative = np.asarray(cumulative, dtype=np.float64)
        if self.is_flat:
            return cumulative
        most = float(cumulative.max(initial=0.0))
        segments = self._segments
        while not segments.is_complete and segments.total <= most:
            self._extend()
        return segments.inverse(cumulative)

    def mean_over(self, starts: Array, ends: Array) -> Array:
        """The mean multiplier between each of ``starts`` and its end, both taken on the time grid."""
        starts, ends = on_grid(np.asarray(starts, dtype=np.float64)), on_grid(np.asarray(ends, dtype=np.float64))
        if self.is_flat:
            return np.ones(starts.shape)
        return self._until(float(ends.max(initial=0.0))).mean_over(starts, ends)

    def _product(self, times: Array) -> Array:
        levels = np.ones(times.shape) if self.trend is None else self.trend.levels(times)
        # 1 + growth * (-1 / growth) may miss 0 by a rounding.
        levels = np.where(times < self.ends_at, levels, 0.0)
        for course in self.courses:
            levels = levels * course.levels(times)
        return levels

    def _until(self, time: float) -> Segments:
        while not self._segments.is_complete and self._segments.end <= time:
            self._extend()
        return self._segments

    def _extend(self) -> None:
        """Lay out as much again as there is; the steps are always the same, so that who asked first changes nothing."""
        segments = self._segments
        last = max((course.last_change for course in self.courses), default=0.0)
        kink = 0.0 if self.trend is None or math.isinf(self.trend.kink) else self.trend.kink
        if len(segments) > MOST_SEGMENTS:
            self._close()
            return
        span = segments.end * 2.0 if segments.end else _FIRST_SPAN
        until = min(span, self.ends_at) if math.isinf(last) else max(last, kink)
        inner = [course.changes(segments.end, until) for course in self.courses]
        inner.append(np.array([kink] if segments.end < kink <= until else []))
        starts = np.unique(np.concatenate([[segments.end], *inner]))
        complete = math.isfinite(last) or until == self.ends_at
        if complete:
            segments.append(starts, *self._lines(starts), end=math.inf)
        else:
            starts = starts[starts < until]
            segments.append(starts, *self._lines(starts), end=until)

    def _lines(self, starts: Array) -> tuple[Array, Array]:
        slopes = np.zeros(starts.shape)
        if self.trend is not None:
            slopes = np.where(starts < self.ends_at, self.trend.slopes(starts), 0.0)
            for course in self.courses:
                slopes = slopes * course.levels(starts)
        return self._product(starts), slopes

    def _close(self) -> None:
        segments = self._segments
        starts = np.unique(np.concatenate([[0.0], *(course.changes(0.0, segments.end) for course in self.courses)]))
        levels = np.prod([course.levels(starts) for course in self.courses], axis=0)
        mean = float(np.dot(levels, np.diff(starts, append=segments.end))) / segments.end
        trend = Trend(growth=0.0) if self.trend is None else self.trend
        breaks = np.unique(
            [time for time in (segments.end, trend.kink, self.ends_at) if segments.end <= time < math.inf]
        )
        scale = np.where(breaks < self.ends_at, mean, 0.0)
        segments.append(breaks, scale * trend.levels(breaks), scale * trend.slopes(breaks), end=math.inf)
