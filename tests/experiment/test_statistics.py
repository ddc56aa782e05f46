from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.experiment.statistics import Moments, half_width, summarise

NAN = math.nan


def test_by_hand() -> None:
    # 1, 2, 3, 4: mean 2.5, s = sqrt(5/3), t(3; 0.975) = 3.182446
    summary = summarise(np.array([[1.0, 2.0, 3.0, 4.0]]))
    assert summary.mean.tolist() == [2.5]
    assert summary.half_width[0] == pytest.approx(3.182446305 * math.sqrt(5 / 3) / 2, rel=1e-9)
    assert summary.count.tolist() == [4]


@pytest.mark.parametrize("count", [2, 3, 10, 30, 1000])
@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95, 0.99])
def test_agrees_with_scipy(count: int, confidence: float) -> None:
    values = 1e3 + np.sin(np.arange(count) ** 2.0)
    summary = summarise(values[np.newaxis], confidence)
    low, high = stats.t.interval(confidence, count - 1, loc=values.mean(), scale=stats.sem(values))
    assert summary.mean[0] == pytest.approx(values.mean(), rel=1e-14)
    assert summary.half_width[0] == pytest.approx((high - low) / 2, rel=1e-9)


def test_undefined_values_are_left_out_and_counted() -> None:
    summary = summarise(np.array([[1.0, NAN, 3.0], [NAN, 7.0, NAN], [NAN, NAN, NAN]]))
    expected = summarise(np.array([[1.0, 3.0]]))
    assert summary.count.tolist() == [2, 1, 0]
    assert summary.mean[:2].tolist() == [2.0, 7.0]
    assert summary.half_width[0] == expected.half_width[0]
    assert np.isnan(summary.mean[2])
    assert np.isnan(summary.half_width[1:]).all()


def test_one_replication_is_kept_to_the_last_digit() -> None:
    values = np.array([[0.1], [1 / 3], [-1e300], [5e-324]])
    assert summarise(values).mean.tolist() == values[:, 0].tolist()


def test_equal_values_have_no_spread() -> None:
    summary = summarise(np.full((1, 30), 0.1))
    assert summary.mean.tolist() == [0.1]
    assert summary.half_width.tolist() == [0.0]


def test_small_spread_around_a_large_mean_survives() -> None:
    values = 1e9 + np.array([[4.0, 7.0, 13.0, 16.0]])
    assert summarise(values).half_width[0] == pytest.approx(summarise(values - 1e9).half_width[0], rel=1e-9)


def test_no_replication_at_all() -> None:
    summary = summarise(np.empty((2, 0)))
    assert summary.count.tolist() == [0, 0]
    assert np.isnan(summary.mean).all()


def test_moments_take_arrays_of_any_shape() -> None:
    moments = Moments((2, 3))
    for step in range(5):
        moments.add(np.arange(6.0).reshape(2, 3) * step)
    assert moments.summary().mean.tolist() == (np.arange(6.0).reshape(2, 3) * 2).tolist()


def test_half_width_needs_two() -> None:
    widths = half_width(np.array([1.0, 1.0, 1.0]), np.array([0, 1, 2]))
    assert np.isnan(widths).tolist() == [True, True, False]
