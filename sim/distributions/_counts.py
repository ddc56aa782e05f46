"""Laws on whole numbers, inverted exactly: the smallest count whose cumulative probability reaches the uniform."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.distributions import ENDS, Distribution

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGEST_TABLE: Final = 65_536
"""The most counts for which a table of cumulative probabilities is kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Cumulative:
    """Cumulative probabilities of the counts ``first``, ``first`` + 1, ...

    What a law remembers compares by identity, so that two laws are equal by their fields alone.

    Attributes:
        first: The first count of the table.
        below: Cumulative probability of the count before it.
        probabilities: Non-decreasing, of shape (n,).
    """

    first: float
    below: float
    probabilities: NDArray[np.float64]


class CountLaw(Distribution):
    """A law on 0, 1, 2, ... that knows its CDF and roughly its inverse."""

    def cumulative(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability of at most so many, for whole ``counts`` >= 0 of shape (n,)."""
        raise NotImplementedError(f"{type(self).__name__} must define cumulative()")

    def approximate(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse of the CDF between the counts, as a start of the search; NaN where it fails."""
        raise NotImplementedError(f"{type(self).__name__} must define approximate()")

    @cached_property
    def table(self) -> Cumulative | None:
        """Cumulative probabilities of all counts that a stream's uniforms reach; None if these are too many to keep."""
        first, last = self._invert(np.array(ENDS))
        if last - first >= LARGEST_TABLE:
            return None
        counts = np.arange(first, last + 1)
        # Far in the upper tail the special functions waver in the last digit.
        probabilities = np.maximum.accumulate(self.cumulative(counts))
        return Cumulative(float(first), self._at(counts[:1] - 1).item(), probabilities)

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The smallest count whose cumulative probability is at least the uniform; see ``Distribution.quantile``."""
        table = self.table
        if table is None:
            return self._invert(uniforms)
        counts = np.searchsorted(table.probabilities, uniforms).astype(np.float64) + table.first
        beyond = (uniforms <= table.below) | (uniforms > table.probabilities[-1])
        if beyond.any():
            counts[beyond] = self._invert(uniforms[beyond])
        return counts

    def _invert(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        guess = self.approximate(uniforms)
        high = np.maximum(np.ceil(np.where(np.isfinite(guess), guess, self.mean)), 0.0)
        low = high - 1.0
        # The approximation is mostly right at once; if not, steps that double bracket the count, and halving finds it.
        step = 1.0
        while (short := self.cumulative(high) < uniforms).any():
            low[short] = high[short]
            high[short] += step
            step *= 2
        step = 1.0
        while (long := self._at(low) >= uniforms).any():
            high[long] = low[long]
            low[long] = np.maximum(low[long] - step, -1.0)
            step *= 2
        # Between counts that are neighbours there is no middle; nor between floats, however large they are.
        middle = np.floor((low + high) / 2)
        while (apart := (low < middle) & (middle < high)).any():
            reaches = self._at(middle) >= uniforms
            high = np.where(apart & reaches, middle, high)
            low = np.where(apart & ~reaches, middle, low)
            middle = np.floor((low + high) / 2)
        return high

    def _at(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(counts >= 0, self.cumulative(np.maximum(counts, 0.0)), 0.0)
