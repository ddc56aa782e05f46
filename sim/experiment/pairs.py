"""What pairs of replications say about a difference: paired t, Holm's adjustment, and what the pairing was worth.

Replication k of two variants runs on the same luck, so their values are a pair. The differences of pairs are
independent of each other and of one distribution, and Student's t is for them: exact where they are normal, and near
it where each is a mean over much. A pair in which either value is undefined (NaN) is left out, and ``n`` says how many
were left.

Sources: Student, "The probable error of a mean", Biometrika 6 (1908); A. M. Law, *Simulation Modeling and Analysis*,
sections 10.2.1 (paired t) and 11.2 (common random numbers); S. Holm, "A simple sequentially rejective multiple test
procedure", Scandinavian Journal of Statistics 6 (1979).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import stdtr

from sim.experiment.statistics import Moments, half_width
from sim.results.run import CONFIDENCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROUNDING: Final = 1e-12
"""A difference that is a smaller share of its two values is what rounding left of equals, and is taken as 0."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """What pairs say about variant minus baseline; all of one shape.

    Attributes:
        difference: Mean difference; NaN where there is no pair.
        half_width: Half the width of the t interval around it; NaN where there are fewer than two pairs.
        p_value: Two-sided; how often luck alone would show at least this difference. NaN below two pairs. Where all
            differences are equal there is nothing to estimate: 1 if they are 0, else 0.
        n: How many pairs define both values.
        correlation: Pearson's correlation of the pairs, which the common luck achieved; NaN below three pairs, through
            which a line can always be drawn, and where either side does not vary.
    """

    difference: NDArray[np.float64]
    half_width: NDArray[np.float64]
    p_value: NDArray[np.float64]
    n: NDArray[np.int64]
    correlation: NDArray[np.float64]


def paired(baseline: NDArray[np.float64], variant: NDArray[np.float64], confidence: float = CONFIDENCE) -> Pairs:
    """Estimates over the last axis.

    Args:
        baseline: One column for each replication, of shape (..., replications); NaN where undefined.
        variant: The same of the variant, replication by replication.
        confidence: Confidence of the interval, between 0 and 1.

    Raises:
        ValueError: The shapes are not the same: these are no pairs.
    """
    first, second = _defined(baseline, variant)
    spread = _spread(_differences(first, second))
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = np.abs(spread.mean) / (spread.deviation / np.sqrt(spread.count))
        p_value = 2.0 * stdtr(np.maximum(spread.count, 2) - 1.0, -statistic)
    certain = spread.deviation == 0.0
    p_value = np.where(certain, np.where(spread.mean == 0.0, 1.0, 0.0), p_value)
    return Pairs(
        difference=spread.mean,
        half_width=half_width(spread.deviation, spread.count, confidence),
        p_value=np.where(spread.count >= 2, p_value, np.nan),
        n=spread.count,
        correlation=_correlation(first, second),
    )


def holm(p_values: NDArray[np.float64]) -> NDArray[np.float64]:
    """P-values of a family, adjusted so that the chance of even one false alarm in it stays below the level.

    The smallest of m is multiplied by m, the next by m - 1 ..., none becomes smaller than the one before it, or larger
    than 1. It holds however the p-values depend on each other, and rejects whatever Bonferroni's rule rejects.

    Args:
        p_values: Of any shape; NaN is no test, and is not counted.

    Returns:
        Of the same shape; NaN stays.

    >>> holm(np.array([0.01, 0.04, 0.03, 0.005])).tolist()
    [0.03, 0.06, 0.06, 0.02]
    """
    adjusted = np.full(p_values.size, np.nan)
    flat = p_values.ravel()
    tests = np.flatnonzero(~np.isnan(flat))
    order = tests[np.argsort(flat[tests], kind="stable")]
    factors = np.arange(order.size, 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(flat[order] * factors), 1.0)
    return adjusted.reshape(p_values.shape)


def variance_reduction(baseline: NDArray[np.float64], variant: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many times as many replications independent luck would need for the same interval of the difference.

    (Var X + Var Y) / Var(Y - X) over the last axis: what the variance of the difference would be if the two were drawn
    apart, over what it is (Law, section 11.2).

    Args:
        baseline: One column for each replication, of shape (..., replications); NaN where undefined.
        variant: The same of the variant.

    Returns:
        Of shape (...). Infinite where all differences are equal and the values are not; NaN where either side does not
        vary, so that there is nothing to share, and below three pairs.
    """
    first, second = _defined(baseline, variant)
    one, other, together = _spread(first), _spread(second), _spread(_differences(first, second))
    varies = (together.count >= 3) & (one.deviation > 0.0) & (other.deviation > 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        factor = (one.deviation**2 + other.deviation**2) / together.deviation**2
    return np.where(varies, factor, np.nan)


@dataclass(frozen=True, slots=True)
class _Spread:
    """Mean, sample standard deviation and number of values over the last axis."""

    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]
    count: NDArray[np.int64]


def _defined(
    baseline: NDArray[np.float64], variant: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both sides, NaN wherever either is."""
    if baseline.shape != variant.shape:
        raise ValueError(f"no pairs: shapes {baseline.shape} and {variant.shape}")
    missing = np.isnan(baseline) | np.isnan(variant)
    return np.where(missing, np.nan, baseline), np.where(missing, np.nan, variant)


def _differences(baseline: NDArray[np.float64], variant: NDArray[np.float64]) -> NDArray[np.float64]:
    differences = variant - baseline
    largest = np.maximum(np.abs(baseline), np.abs(variant))
    return np.where(np.abs(differences) <= _ROUNDING * largest, 0.0, differences)


def _spread(values: NDArray[np.float64]) -> _Spread:
    """By the recurrence that the means of a run use, so that equal values have no spread at all."""
    moments = Moments(values.shape[:-1])
    for replication in range(values.shape[-1]):
        moments.add(values[..., replication])
    return _Spread(moments.mean, moments.deviation, moments.count)


def _correlation(baseline: NDArray[np.float64], variant: NDArray[np.float64]) -> NDArray[np.float64]:
    first, second = _spread(baseline), _spread(variant)
    with np.errstate(invalid="ignore", divide="ignore"):
        left = (baseline - first.mean[..., np.newaxis]) / first.deviation[..., np.newaxis]
        right = (variant - second.mean[..., np.newaxis]) / second.deviation[..., np.newaxis]
        found = np.nansum(left * right, axis=-1) / (first.count - 1.0)
    varies = (first.count >= 3) & (first.deviation > 0.0) & (second.deviation > 0.0)
    return np.where(varies, np.clip(found, -1.0, 1.0), np.nan)
