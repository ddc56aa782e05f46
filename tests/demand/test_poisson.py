"""Poisson demand against its law."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from sim.demand import Profile, Season
from sim.demand.poisson import Poisson
from sim.streams import Luck


def arrivals(demand: Poisson, until: float, seed: int = 3) -> np.ndarray:
    blocks = []
    for times, _ in demand.arrivals(Luck(seed), ("shop", "juice"), demand.profile):
        assert not blocks or times[0] >= blocks[-1][-1]  # or the loop might never end
        blocks.append(times)
        if times[-1] >= until:
            break
    times = np.concatenate(blocks)
    return times[times < until]


def test_the_first_arrivals_are_the_sums_of_the_gap_streams_exponentials():
    uniforms = Luck(3).stream("shop", "juice", "gap").uniforms(20)
    expected = list(itertools.accumulate(-np.log1p(-uniforms)))
    assert arrivals(Poisson(rate=4), 100)[:20].tolist() == [passed / 4 for passed in expected]


def test_gaps_are_exponential():
    gaps = np.diff(arrivals(Poisson(rate=4), 5000), prepend=0.0)
    assert stats.kstest(gaps, stats.expon(scale=0.25).cdf).pvalue > 0.01
    assert abs(np.corrcoef(gaps[:-1], gaps[1:])[0, 1]) < 4 / np.sqrt(len(gaps))


def test_counts_have_the_variance_of_their_mean():
    counts = np.histogram(arrivals(Poisson(rate=4), 20_000), bins=np.arange(20_001))[0]
    # The index of dispersion of n periods has standard error sqrt(2 / n) = 0.01.
    assert counts.var() / counts.mean() == pytest.approx(1, abs=0.04)


def test_a_season_shapes_the_arrivals():
    season = Season(period=4, factors=(0.5, 2, 1.5, 0))
    times = arrivals(Poisson(rate=10, season=season), 4000)
    counts = np.histogram(np.mod(times, 4), bins=4, range=(0, 4))[0]
    expected = np.array([5.0, 20.0, 15.0, 0.0]) * 1000
    assert np.all(np.abs(counts - expected) <= 4 * np.sqrt(expected))


def test_a_higher_rate_brings_the_same_customers_sooner():
    slow, fast = arrivals(Poisson(rate=4), 300), arrivals(Poisson(rate=5), 240)
    count = min(len(slow), len(fast))
    assert fast[:count] * 5 == pytest.approx(slow[:count] * 4)


def test_each_customer_wants_the_same():
    demand = Poisson(rate=4, quantity=2.5)
    _, quantities = next(demand.arrivals(Luck(3), (), demand.profile))
    assert set(quantities) == {2.5}
    assert demand.mean_rate == 10


@pytest.mark.parametrize("demand", [Poisson(rate=0), Poisson(rate=4, quantity=0)])
def test_nobody_is_no_order(demand):
    assert list(demand.arrivals(Luck(3), (), demand.profile)) == []
    assert not demand.is_random


@pytest.mark.parametrize("rate", [1e-320, 1e-300, 1e-12])
@pytest.mark.parametrize("profile", [Profile(), Profile(courses=(Season(period=10, factors=(1e-300, 1e-200)),))])
def test_who_never_comes_in_time_does_not_come(rate, profile):
    assert list(Poisson(rate=rate).arrivals(Luck(1), ("shop", "juice"), profile)) == []
