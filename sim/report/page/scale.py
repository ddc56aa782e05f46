"""Scales: from values to places in a picture, and the round numbers beside an axis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Scale:
    """A line of values laid on a line of the picture.

    Attributes:
        low: The value at ``start``.
        high: The value at ``end``.
        start: Place of ``low``, in units of the picture.
        end: Place of ``high``.
    """

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Where a value lies."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def places(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where values lie."""
        return self.start + (values - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Round numbers in [low, high]: multiples of 1, 2 or 5 times a power of ten, at most ``most`` of them.

    >>> ticks(0, 364), ticks(0.93, 1.0, 4)
    ((0.0, 100.0, 200.0, 300.0), (0.94, 0.96, 0.98, 1.0))
    """
    if not high > low:
        return (low,)
    power = math.floor(math.log10((high - low) / most))
    steps = (leading * 10.0**exponent for exponent in (power, power + 1, power + 2) for leading in (1, 2, 5))
    for step in steps:
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            decimals = max(0, -math.floor(math.log10(step)))
            return tuple(round(number * step, decimals) + 0.0 for number in range(first, last + 1)) or (low,)
    return (low,)


def span(values: list[NDArray[np.float64]], *, zero: bool = True) -> tuple[float, float]:
    """The least and largest finite value with some air, and 0 if ``zero``; never of no width."""
    found = [part[np.isfinite(part)] for part in values]
    whole = np.concatenate([np.zeros(1 if zero else 0), *found])
    low, high = (float(whole.min()), float(whole.max())) if whole.size else (0.0, 1.0)
    air = 0.06 * (high - low) if high > low else 0.5 * abs(high) or 0.5
    return (low if zero and low == 0 else low - air), high + air
