"""What replications say about a mean: Student t half-widths.

A value that is undefined in a replication is NaN; it is left out, and ``count`` says how many were left. The mean is
updated by Welford's recurrence in the order of the replications, so that it is exact for one replication and for equal
values, and does not depend on which replication ended first.

Sources: A. M. Law, *Simulation Modeling and Analysis*, section 4.5 (t intervals on replication means); B. P. Welford,
"Note on a method for calculating corrected sums of squares and products", Technometrics 4 (1962).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from sim.results.run import CONFIDENCE

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Summary:
    """Estimates from replications, all of one shape.

    Attributes:
        mean: Mean over the replications in which the value is defined; NaN where there is none.
        half_width: Half the width of the t interval around the mean; NaN where fewer than two values are defined.
        count: How many replications define the value.
    """

    mean: NDArray[np.float64]
    half_width: NDArray[np.float64]
    count: NDArray[np.int64]


class Moments:
    """Running mean and spread of arrays of one shape; holds three arrays, however many replications are added."""

    __slots__ = ("_count", "_mean", "_squares")

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._count = np.zeros(shape, dtype=np.int64)
        self._mean = np.zeros(shape)
        self._squares = np.zeros(shape)

    def add(self, values: NDArray[np.float64]) -> None:
        """Takes in one replication's values, of the shape given at the start; NaN is left out."""
        defined = ~np.isnan(values)
        self._count += defined
        step = np.where(defined, values, self._mean) - self._mean
        self._mean += step / np.maximum(self._count, 1)
        self._squares += step * (np.where(defined, values, self._mean) - self._mean)

    @property
    def count(self) -> NDArray[np.int64]:
        """How many values are defined."""
        return self._count.copy()

    @property
    def mean(self) -> NDArray[np.float64]:
        """Mean of the values; NaN where there is none."""
        return np.where(self._count > 0, self._mean, np.nan)

    @property
    def deviation(self) -> NDArray[np.float64]:
        """Sample standard deviation (divisor ``count - 1``); NaN below two values."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self._count > 1, np.sqrt(self._squares / (self._count - 1)), np.nan)

    def summary(self, confidence: float = CONFIDENCE) -> Summary:
        """The estimates from what was added so far."""
        return Summary(self.mean, half_width(self.deviation, self._count, confidence), self.count)


def summarise(values: NDArray[np.float64], confidence: float = CONFIDENCE) -> Summary:
    """The estimates over the last axis.

    Args:
        values: One row for each quantity, one column for each replication; of shape (..., replications).
        confidence: Confidence of the interval, between 0 and 1.

    Returns:
        Estimates of shape (...).
    """
    moments = Moments(values.shape[:-1])
    for replication in range(values.shape[-1]):
        moments.add(values[..., replication])
    return moments.summary(confidence)


def half_width(
    deviation: NDArray[np.float64], count: NDArray[np.int64], confidence: float = CONFIDENCE
) -> NDArray[np.float64]:
    """Half the width of the t interval around a mean of ``count`` independent values.

    Args:
        deviation: Sample standard deviations (divisor ``count - 1``).
        count: Numbers of values, of the same shape.
        confidence: Confidence of the interval, between 0 and 1.

    Returns:
        Half-widths of the same shape; NaN where ``count`` is below 2.
    """
    several = np.maximum(count, 2)
    quantile = stdtrit(several - 1.0, 0.5 + confidence / 2.0)
    return np.where(count >= 2, quantile * deviation / np.sqrt(several), np.nan)
