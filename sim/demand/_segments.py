"""Segments: a function of time that is linear between its breaks, its integral, and the inverse of that."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Segments:
    """Consecutive lines from time 0 on, laid out step by step.

    Each segment starts with a level and rises by its slope per time unit until the next one. Integrals are summed in
    sequence, so that the steps of the layout change no number.
    """

    __slots__ = ("_cumulative", "_levels", "_slopes", "_starts", "end", "total")

    def __init__(self) -> None:
        self._starts: Array = np.empty(0)
        self._levels: Array = np.empty(0)
        self._slopes: Array = np.empty(0)
        self._cumulative: Array = np.empty(0)
        self.end = 0.0
        """Where the layout ends; infinite once the last segment goes on for ever."""
        self.total = 0.0
        """The integral from 0 to ``end``, or to the start of the endless segment."""

    def __len__(self) -> int:
        return len(self._starts)

    @property
    def is_complete(self) -> bool:
        """Whether the last segment goes on for ever."""
        return math.isinf(self.end)

    def append(self, starts: Array, levels: Array, slopes: Array, end: float) -> None:
        """Lay out more segments.

        Args:
            starts: Ascending, the first one at ``end`` as it is; of shape (n,).
            levels: The value at each start, not negative.
            slopes: The change per time unit from each start on.
            end: Where the last of them ends; may be infinite.
        """
        lengths = np.diff(starts, append=end) if math.isfinite(end) else np.diff(starts)
        areas = lengths * (levels[: len(lengths)] + 0.5 * slopes[: len(lengths)] * lengths)
        sums = np.cumsum(np.concatenate(([self.total], areas)))
        self._starts = np.concatenate((self._starts, starts))
        self._levels = np.concatenate((self._levels, levels))
        self._slopes = np.concatenate((self._slopes, slopes))
        self._cumulative = np.concatenate((self._cumulative, sums[: len(starts)]))
        self.total = float(sums[-1])
        self.end = end

    def cumulative(self, times: Array) -> Array:
        """The integral from 0 to each of ``times``, which must be laid out."""
        index = np.searchsorted(self._starts, times, side="right") - 1
        passed = times - self._starts[index]
        return np.asarray(self._cumulative[index] + passed * (self._levels[index] + 0.5 * self._slopes[index] * passed))

    def inverse(self, cumulative: Array) -> Array:
        """The last instants at which the integral is ``cumulative``, which must be laid out; infinite if none."""
        index = np.searchsorted(self._cumulative, cumulative, side="right") - 1
        level, slope = self._levels[index], self._slopes[index]
        left = cumulative - self._cumulative[index]
        # The root of slope/2 d^2 + level d - left in the form that cancels nothing and holds for slope 0.
        divisor = level + np.sqrt(np.maximum(level * level + 2.0 * slope * left, 0.0))
        passed = np.divide(2.0 * left, divisor, out=np.full(index.shape, math.inf), where=divisor > 0.0)
        # Rounding must not carry an instant over the end of its segment.
        ends = np.append(self._starts, self.end)[index + 1]
        return np.asarray(np.minimum(self._starts[index] + passed, ends))

    def mean_over(self, starts: Array, ends: Array) -> Array:
        """The mean between each start and its end (not before it); the value there where both are one."""
        first = np.searchsorted(self._starts, starts, side="right") - 1
        last = np.maximum(np.searchsorted(self._starts, ends, side="left") - 1, first)
        middle = 0.5 * (starts + ends) - self._starts[first]
        within = self._levels[first] + self._slopes[first] * middle
        length = ends - starts
        area = self.cumulative(ends) - self.cumulative(starts)
        mean = np.divide(area, length, out=within, where=(first != last) & (length > 0.0))
        return np.asarray(np.maximum(mean, 0.0))
