"""Buckets: the stretches of time in which levels are kept."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BUCKETS: Final = 400
"""The most buckets that levels over time are kept in."""


def edges_of(end: float, days_per_unit: float | None = None, most: int = BUCKETS) -> NDArray[np.float64]:
    """Borders of the buckets for a run of length ``end``: whole time units, as few as give no more than ``most``.

    In hours and days a bucket goes a whole number of times into a day, or is a number of whole weeks: others would meet
    each day or week at another time of it, and show a wave that is not there.

    Args:
        end: Length of the run in time units.
        days_per_unit: Length of a time unit in days; None for an abstract period.
        most: How many buckets there may be.

    Returns:
        Borders from 0 to ``end``, of shape (buckets + 1,); the last bucket may be shorter than the others.
    """
    width = max(1, math.ceil(end / most))
    day = 0 if days_per_unit is None else round(1.0 / days_per_unit)
    if day and width <= day:
        width = next(units for units in range(width, day + 1) if day % units == 0)
    elif day:
        width = math.ceil(width / (7 * day)) * 7 * day
    return np.append(np.arange(0.0, end, width), end)
