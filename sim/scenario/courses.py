"""The course of mean demand in time: what season and trend make of it, period by period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.clock import GRID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.demand import Profile

    Course = tuple[Profile, tuple[float, float] | None]
    Courses = dict[Course, float]
    """Mean base demand in product units per time unit, by its profile and by the clock on which it comes."""

_ONE_STEP = 1.0 / GRID


def add_courses(courses: Courses, others: Mapping[Course, float], share: float = 1.0) -> None:
    """Adds ``share`` of others to the courses; what takes the same course is one."""
    if share:
        for course, rate in others.items():
            courses[course] = courses.get(course, 0.0) + share * rate


def mean_demands(
    courses: Courses, starts: NDArray[np.float64], every: float, *, with_start: bool
) -> NDArray[np.float64]:
    """The mean demand of each of some periods of one length.

    Args:
        courses: What demand there is.
        starts: Where the periods begin, of shape (n,); what would come before time 0 is left out.
        every: Their length.
        with_start: Whether demand at the very start of a period belongs to it, or else that at its very end.

    Returns:
        Product units, of shape (n,).
    """
    total = np.zeros(starts.shape)
    for (profile, clock), rate in courses.items():
        ratio = 0.0 if clock is None else every / clock[1]
        count = round(ratio)
        if clock is not None and count and abs(ratio - count) < 1e-9 * ratio:
            total += _on_clock(profile, clock, rate, starts, count, with_start=with_start)
        else:
            # Also where demand comes less often than reviews, or out of step: what comes is spread over its period.
            begin = np.maximum(starts, 0.0)
            end = np.maximum(starts + every, begin)
            total += rate * (end - begin) * profile.mean_over(begin, end)
    return total


def _on_clock(
    profile: Profile,
    clock: tuple[float, float],
    rate: float,
    starts: NDArray[np.float64],
    count: int,
    *,
    with_start: bool,
) -> NDArray[np.float64]:
    """The mean of the orders that fall into periods which are ``count`` times as long as those between orders."""
    first, every = clock
    place = (starts - first) / every
    slack = _ONE_STEP / every  # both clocks were snapped to the grid of time
    number = np.ceil(place - slack) if with_start else np.floor(place + slack) + 1.0
    orders = number[:, None] + np.arange(count)
    at = first + np.maximum(orders, 0.0) * every
    quantity = rate * every * profile.mean_over(at, at + every)
    return np.asarray(np.where(orders >= 0.0, quantity, 0.0).sum(axis=1))
