from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.errors import UsageError
from sim.experiment.intervals import cvar, quantile_interval, wilson

NAN = math.nan


@pytest.mark.parametrize(("successes", "n"), [(0, 10), (1, 10), (8, 10), (10, 10), (15, 30), (1, 1000)])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_wilson_agrees_with_scipy(successes: int, n: int, confidence: float) -> None:
    expected = stats.binomtest(successes, n).proportion_ci(confidence, method="wilson")
    assert wilson(successes, n, confidence) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_wilson_by_hand() -> None:
    # Of 4 trials 2: z^2 = 3.8415, middle 1/2, half = z / (1 + z^2/4) * sqrt(1/16 + z^2/64).
    low, high = wilson(2, 4)
    assert (low, high) == pytest.approx((0.150039, 0.849961), abs=1e-6)
    assert wilson(0, 0) == (0.0, 1.0)


def test_wilson_coverage_is_exact_binomial_arithmetic() -> None:
    # The true coverage for n = 10 and p = 0.3, summed over all outcomes: what a wrong formula would not give.
    inside = [k for k in range(11) if wilson(k, 10)[0] <= 0.3 <= wilson(k, 10)[1]]
    assert inside == [1, 2, 3, 4, 5]
    assert stats.binom.pmf(inside, 10, 0.3).sum() == pytest.approx(0.92440, abs=1e-5)


def test_quantile_intervals_are_the_published_order_statistics() -> None:
    # Nonparametric 95 % intervals of the median: n = 10: 2nd and 9th; n = 20: 6th and 15th; n = 100: 40th and 61st.
    for n, low, high in ((10, 2, 9), (20, 6, 15), (100, 40, 61)):
        assert quantile_interval(range(1, n + 1), 0.5)[1:] == (low, high)


@pytest.mark.parametrize("n", [59, 72, 100, 333, 1000])
@pytest.mark.parametrize("q", [0.05, 0.25, 0.5, 0.95])
def test_quantile_interval_has_its_confidence_and_no_more_than_it_needs(n: int, q: float) -> None:
    _, low, high = quantile_interval(range(1, n + 1), q)
    chance = stats.binom.cdf(high - 1, n, q) - stats.binom.cdf(low - 1, n, q)
    assert chance >= 0.95
    one_less = stats.binom.cdf(high - 2, n, q) - stats.binom.cdf(low - 1, n, q)
    other = stats.binom.cdf(high - 1, n, q) - stats.binom.cdf(low, n, q)
    assert min(one_less, other) < 0.975


def test_percentiles_mirror_each_other() -> None:
    for n in (30, 59, 100):
        _, low, high = quantile_interval(range(1, n + 1), 0.05)
        _, other_low, other_high = quantile_interval(range(1, n + 1), 0.95)
        reached = n >= 59
        assert not reached or (other_low, other_high) == (n + 1 - high, n + 1 - low)


def test_too_few_values_fall_back_to_the_bootstrap() -> None:
    # The exact bootstrap: the 2nd of 30 is resampled to the smallest with probability 1 - 0.9672^30 ... = 0.2642.
    values = np.arange(1.0, 31.0)
    _, low, high = quantile_interval(values, 0.05)
    at_most = stats.binom.sf(1, 30, np.arange(1, 31) / 30)
    assert low == 1.0
    assert high == 1 + np.argmax(at_most >= 0.975)
    assert at_most[0] == pytest.approx(0.264, abs=1e-3)


def test_estimate_is_numpys_quantile_whatever_the_order_and_gaps() -> None:
    values = [5.0, NAN, 1.0, 9.0, 3.0]
    assert quantile_interval(values, 0.25)[0] == np.quantile([1, 3, 5, 9], 0.25)
    assert quantile_interval([2.0], 0.5)[0] == 2.0
    assert np.isnan(quantile_interval([2.0], 0.5)[1:]).all()
    assert np.isnan(quantile_interval([NAN], 0.5)).all()


def test_cvar_by_hand() -> None:
    # Of 1 ... 40 the worst 5 % are two: 40 and 39. Excess over 39, over 0.05: 20 once, else 0; its standard
    # error is 20 / 40 = 0.5 (the sample deviation 20 / sqrt(40) over sqrt(40)), and t(1; 0.975) = 12.7062.
    estimate, low, high = cvar(range(1, 41), 0.05)
    assert estimate == 39.5
    assert (low, high) == pytest.approx((39.5 - 12.7062 * 0.5, 39.5 + 12.7062 * 0.5), abs=1e-4)


def test_cvar_counts_the_value_at_the_border_in_part() -> None:
    # 5 % of 30 values are one and a half: (30 + 29 / 2) / 1.5.
    assert cvar(range(1, 31), 0.05)[0] == pytest.approx((30 + 14.5) / 1.5)


def test_cvar_of_low_values_mirrors_that_of_high_ones() -> None:
    values = np.sin(np.arange(100.0))
    low = cvar(values, 0.1, "low")
    high = cvar(-values, 0.1, "high")
    assert low == pytest.approx((-high[0], -high[2], -high[1]))


def test_one_bad_year_has_no_interval() -> None:
    assert cvar(range(20), 0.05)[0] == 19.0
    assert np.isnan(cvar(range(20), 0.05)[1:]).all()
    assert np.isnan(cvar([], 0.05)).all()
    assert np.isfinite(cvar(range(21), 0.05)[1:]).all()


def test_everybody_is_the_mean() -> None:
    # With nearly all outcomes among the worst it is the mean with its t interval.
    values = np.sin(np.arange(50.0) ** 2)
    estimate, low, high = cvar(values, 1 - 1e-12)
    assert estimate == pytest.approx(values.mean())
    expected = stats.t.interval(0.95, 49, loc=values.mean(), scale=stats.sem(values))
    assert (low, high) == pytest.approx(expected)


@pytest.mark.parametrize("wrong", [0.0, 1.0, -0.1, 95.0, NAN])
def test_what_is_no_share_is_refused(wrong: float) -> None:
    with pytest.raises(UsageError, match="confidence must be between 0 and 1"):
        wilson(1, 2, wrong)
    with pytest.raises(UsageError, match="q must be"):
        quantile_interval([1.0, 2.0], wrong)
    with pytest.raises(UsageError, match="share must be"):
        cvar([1.0, 2.0], wrong)
    with pytest.raises(UsageError, match="of 2 trials there cannot be 3"):
        wilson(3, 2)
