"""Intervals of what is not a mean: probabilities, quantiles, and the mean of the worst outcomes.

All values are one number for each replication, and replications are independent. Nothing here draws luck: where a
bootstrap is needed, its distribution is known in closed form.

Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927);
H. A. David & H. N. Nagaraja, *Order Statistics*, 3rd ed., section 7.1 (intervals of quantiles); B. Efron, "Bootstrap
methods: another look at the jackknife", Annals of Statistics 7 (1979), section 3 (the bootstrap of an order
statistic); C. Acerbi & D. Tasche, "On the coherence of expected shortfall", Journal of Banking & Finance 26 (2002);
B. J. Manistre & G. H. Hancock, "Variance of the CTE estimator", North American Actuarial Journal 9 (2005).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import bdtr, ndtri, stdtrit

from sim.errors import UsageError
from sim.results.run import CONFIDENCE

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Side = Literal["high", "low"]
"""Which values are the worse ones."""


def wilson(successes: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The interval of a probability after ``successes`` in ``n`` independent trials.

    Unlike mean and spread it stays between 0 and 1, and says something where all trials agree.

    >>> low, high = wilson(8, 10)
    >>> round(low, 4), round(high, 4)
    (0.4902, 0.9433)

    Args:
        successes: How many trials were successes.
        n: How many trials there were; 0 says nothing, which is the interval from 0 to 1.
        confidence: How often such an interval is to hold the probability, between 0 and 1.

    Raises:
        UsageError: There are more successes than trials, or the confidence is no share.
    """
    _require_share("confidence", confidence)
    if not 0 <= successes <= n:
        raise UsageError(f"of {n} trials there cannot be {successes} successes")
    if n == 0:
        return 0.0, 1.0
    return wilson_bounds(successes, n, 0.5 + confidence / 2.0)


def wilson_bounds(successes: int, n: int, confidence: float) -> tuple[float, float]:
    """The one-sided bounds of a probability, each by itself with a confidence: below and above.

    Args:
        successes: How many trials were successes, at most ``n``.
        n: How many trials there were, at least 1.
        confidence: Of each bound, from 0.5 to below 1.
    """
    z = float(ndtri(confidence))
    share = successes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # Where no trial or each was a success, rounding must not leave a rest.
    return (0.0 if successes == 0 else middle - half), (1.0 if successes == n else middle + half)


def quantile_interval(values: ArrayLike, q: float, confidence: float = CONFIDENCE) -> tuple[float, float, float]:
    """A quantile and its interval.

    The interval reaches from one order statistic to another: how many of n values lie below the true quantile is
    binomial, whatever their distribution. Where even the smallest or the largest value is not far enough out, which for
    P5 and P95 at 95 % is so below 59 values, it is the percentile bootstrap's; that cannot reach beyond the values
    either, and holds the truth less often than ``confidence`` says.

    >>> quantile_interval(range(1, 101), 0.5)
    (50.5, 40.0, 61.0)

    Args:
        values: One value for each replication; NaN is left out.
        q: Which quantile, between 0 and 1.
        confidence: How often such an interval is to hold the quantile, between 0 and 1.

    Returns:
        The estimate, interpolated between order statistics as NumPy does, and both ends of the interval; NaN where
        there is no value, and no interval with only one.

    Raises:
        UsageError: ``q`` or ``confidence`` is no share.
    """
    _require_share("q", q)
    _require_share("confidence", confidence)
    ordered = _sorted(values)
    n = ordered.size
    if n == 0:
        return math.nan, math.nan, math.nan
    estimate = float(np.quantile(ordered, q))
    if n == 1:
        return estimate, math.nan, math.nan
    low, high = _ranks(n, q, confidence) or _bootstrapped(n, q, confidence)
    return estimate, float(ordered[low - 1]), float(ordered[high - 1])


def cvar(
    values: ArrayLike, share: float = 0.05, worse: Side = "high", confidence: float = CONFIDENCE
) -> tuple[float, float, float]:
    """The conditional value at risk: the mean of the worst ``share`` of outcomes, and its interval.

    The estimate is that of Acerbi and Tasche, in which the value at the border counts with the part of it that belongs
    to the worst. The interval is Student's t around it with the standard error of Manistre and Hancock, which knows
    that the border is estimated, too. Its degrees of freedom are one less than the number of values among the worst, as
    these alone tell how widely the worst scatter: 30 replications have two, and an interval that is honest and wide.

    >>> estimate, low, high = cvar(range(1, 101), 0.05)
    >>> estimate, low < 98 < high
    (98.0, True)

    Args:
        values: One value for each replication; NaN is left out.
        share: How large a part of all outcomes are the worst, between 0 and 1.
        worse: Whether ``high`` or ``low`` values are the worse ones.
        confidence: How often such an interval is to hold the truth, between 0 and 1.

    Returns:
        The estimate and both ends of its interval; NaN where there is no value, and no interval where only one is among
        the worst, as with up to 20 values.

    Raises:
        UsageError: ``share`` or ``confidence`` is no share.
    """
    _require_share("share", share)
    _require_share("confidence", confidence)
    sign = 1.0 if worse == "high" else -1.0
    ordered = np.sort(sign * _sorted(values))[::-1]
    n = ordered.size
    if n == 0:
        return math.nan, math.nan, math.nan
    weight = np.clip(share * n - np.arange(n), 0.0, 1.0)
    estimate = float(weight @ ordered) / float(weight.sum())
    worst = math.ceil(round(share * n, 9))
    if worst < 2:
        return sign * estimate, math.nan, math.nan
    border = float(ordered[worst - 1])
    excess = np.maximum(ordered - border, 0.0) / share
    error = float(excess.std(ddof=1)) / math.sqrt(n)
    half = float(stdtrit(worst - 1.0, 0.5 + confidence / 2.0)) * error
    low, high = sorted((sign * (estimate - half), sign * (estimate + half)))
    return sign * estimate, low, high


def _ranks(n: int, q: float, confidence: float) -> tuple[int, int] | None:
    """The order statistics, counted from 1, between which the quantile lies often enough; None where none reach.

    Equal tails where both are reached; where one is not, the other end moves out.
    """
    ranks = np.arange(1, n + 1)
    below = bdtr(ranks - 1.0, n, q)  # how often the quantile is at or below that order statistic
    tail = (1.0 - confidence) / 2.0
    low = int(np.searchsorted(below, tail, side="right"))  # the last with below <= tail
    high = int(np.searchsorted(below, 1.0 - tail, side="left")) + 1
    if low >= 1 and high <= n:
        return low, high
    if low < 1 and below[-1] - below[0] >= confidence:
        return 1, int(np.searchsorted(below, below[0] + confidence, side="left")) + 1
    if high > n and below[-1] - below[0] >= confidence:
        return int(np.searchsorted(below, below[-1] - confidence, side="right")), n
    return None


def _bootstrapped(n: int, q: float, confidence: float) -> tuple[int, int]:
    """Ranks of the ends of the percentile bootstrap of the order statistic that estimates the quantile, from 1."""
    rank = min(max(math.ceil(q * n), 1), n)
    at_most = 1.0 - bdtr(rank - 1.0, n, np.arange(1, n + 1) / n)  # that it falls on one of the first so many
    at_most[-1] = 1.0
    tail = (1.0 - confidence) / 2.0
    low = int(np.searchsorted(at_most, tail, side="left")) + 1
    high = int(np.searchsorted(at_most, 1.0 - tail, side="left")) + 1
    return low, min(high, n)


def _sorted(values: ArrayLike) -> NDArray[np.float64]:
    found = np.asarray(values, dtype=np.float64).ravel()
    return np.sort(found[~np.isnan(found)])


def _require_share(name: str, value: float) -> None:
    if not 0.0 < value < 1.0:
        raise UsageError(f"{name} must be between 0 and 1, not {value!r}")
