"""A short form of the study in ``coverage.py``: enough to tell a right interval from one that is a tenth too narrow."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.experiment import statistics
from sim.experiment.statistics import summarise
from tests.oracles import coverage


def test_costs_of_a_period_have_the_published_mean() -> None:
    costs, chances = coverage.cost_of_a_period()
    assert chances.sum() == pytest.approx(1.0)
    assert costs @ chances == pytest.approx(coverage.STOCK.truth, abs=1e-8)


def test_tail_by_hand() -> None:
    # Of 0, 10, 20 with 0.9, 0.06, 0.04: the worst 5 % are all of 20 and one part in a hundred of 10.
    assert coverage.tail_of(np.array([0.0, 10.0, 20.0]), np.array([0.9, 0.06, 0.04]), 0.05) == pytest.approx((10, 18))


def share_held(experiments: int) -> float:
    """The share of t intervals around the mean cost of a period, from 5 replications, that hold the truth."""
    values = np.stack([coverage.stock_values(seed, 5 * 50).reshape(5, 50).mean(axis=1) for seed in range(experiments)])
    found = summarise(values)
    return float(np.mean(np.abs(found.mean - coverage.STOCK.truth) <= found.half_width))


def test_t_intervals_hold_what_they_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    low, high = stats.binom.ppf([0.001, 0.999], 600, 0.95) / 600
    assert low <= share_held(600) <= high
    # The normal quantile instead of Student's, 1.96 for 2.78, is found out.
    monkeypatch.setattr(statistics, "stdtrit", lambda _, share: stats.norm.ppf(share))
    assert share_held(600) < low


def test_other_intervals_hold_what_they_promise() -> None:
    found = coverage.arrays(100, 300)
    for name, share in found.items():
        least = 0.82 if "CVaR" in name else 0.92
        assert least <= share, name


def test_simulated_experiments_hold_the_truth_but_for_a_biased_start() -> None:
    found, cut, _ = coverage.means(coverage.STOCK, 20, 5)
    # Of 20 intervals that hold it 95 % of the time, fewer than 16 do so once in 400.
    assert found["MSER-5"] >= 0.8
    assert found["stated"] >= 0.8
    assert found["none"] == 0.0
    assert 25 <= cut <= 60
