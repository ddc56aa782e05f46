from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from sim.experiment.pairs import holm, paired, variance_reduction

NAN = math.nan


def test_students_sleep() -> None:
    """Student (1908): additional hours of sleep of ten patients under two drugs; published t = 4.06."""
    first = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    second = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    pairs = paired(first, second)
    assert pairs.difference == pytest.approx(1.58)
    assert pairs.p_value == pytest.approx(0.00283289, rel=1e-5)
    assert pairs.difference - pairs.half_width == pytest.approx(0.7001142, rel=1e-6)
    assert pairs.n == 10
    assert pairs.correlation == pytest.approx(0.7951702, rel=1e-6)


def test_laws_inventory_policies() -> None:
    """Law, section 10.2.1: two inventory policies, five pairs, 90 %: 4.98 and [1.65, 8.31]."""
    first = np.array([118.21, 120.22, 122.45, 122.68, 119.40])
    second = np.array([126.97, 124.31, 126.68, 122.66, 127.23])
    pairs = paired(first, second, 0.90)
    assert pairs.difference == pytest.approx(4.98, abs=0.005)
    assert pairs.difference - pairs.half_width == pytest.approx(1.65, abs=0.005)
    assert pairs.difference + pairs.half_width == pytest.approx(8.31, abs=0.005)


def test_by_hand() -> None:
    # differences 1, 2, 3: mean 2, s = 1, t = 2 sqrt(3) with 2 degrees of freedom, whose distribution is closed:
    # p = 1 - t / sqrt(2 + t^2) = 1 - sqrt(12 / 14); correlation of (1, 2, 3) and (2, 4, 6) is 1
    pairs = paired(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0]))
    assert pairs.difference == pytest.approx(2.0)
    assert pairs.p_value == pytest.approx(1.0 - math.sqrt(12 / 14), rel=1e-12)
    assert pairs.correlation == pytest.approx(1.0)
    # variances 1 and 4, that of the differences 1
    assert variance_reduction(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])) == pytest.approx(5.0)


@pytest.mark.parametrize("count", [3, 10, 30, 500])
def test_agrees_with_scipy(count: int) -> None:
    noise = np.sin(np.arange(count) ** 2.0)
    first = 50.0 + noise
    second = 50.4 + 0.8 * noise + 0.5 * np.cos(np.arange(count) ** 3.0)
    pairs = paired(np.stack([first, second]), np.stack([second, first]), 0.9)
    judge = stats.ttest_rel(second, first)
    low, high = judge.confidence_interval(0.9)
    assert pairs.p_value == pytest.approx([judge.pvalue, judge.pvalue], rel=1e-9)
    assert pairs.difference == pytest.approx([(low + high) / 2, -(low + high) / 2], rel=1e-9)
    assert pairs.half_width == pytest.approx([(high - low) / 2] * 2, rel=1e-9)
    assert pairs.correlation == pytest.approx([stats.pearsonr(first, second).statistic] * 2, rel=1e-9)


def test_a_pair_with_a_gap_is_left_out_and_counted() -> None:
    gaps = paired(np.array([1.0, NAN, 3.0, 5.0, 9.0]), np.array([2.0, 7.0, NAN, 8.0, 9.0]))
    whole = paired(np.array([1.0, 5.0, 9.0]), np.array([2.0, 8.0, 9.0]))
    assert gaps.n == 3
    for name in ("difference", "half_width", "p_value", "correlation"):
        assert getattr(gaps, name) == getattr(whole, name)


def test_too_few_pairs() -> None:
    pairs = paired(np.array([[1.0, NAN], [1.0, 2.0], [NAN, NAN]]), np.array([[3.0, 4.0], [2.0, 4.0], [1.0, 1.0]]))
    assert pairs.n.tolist() == [1, 2, 0]
    assert pairs.difference[:2].tolist() == [2.0, 1.5]
    assert np.isnan(pairs.difference[2])
    assert np.isnan(pairs.half_width).tolist() == [True, False, True]
    assert np.isnan(pairs.p_value).tolist() == [True, False, True]
    assert np.isnan(pairs.correlation).all()


def test_equal_differences_are_certain() -> None:
    level = np.array([1.0, 2.0, 4.0])
    pairs = paired(np.stack([level, level, np.ones(3)]), np.stack([level, level + 2.0, np.ones(3)]))
    assert pairs.p_value.tolist() == [1.0, 0.0, 1.0]
    assert pairs.half_width.tolist() == [0.0, 0.0, 0.0]
    assert np.isnan(pairs.correlation).tolist() == [False, False, True]
    assert np.isinf(variance_reduction(level, level + 2.0))
    assert np.isnan(variance_reduction(level, np.ones(3)))


def test_what_rounding_leaves_is_no_difference() -> None:
    """The same costs added in another order; without a floor their sign alone would be significant."""
    level = np.array([0.3, 3.3, 33.3, 333.3])
    pairs = paired(level, level * (1.0 + 4e-16))
    assert (level * (1.0 + 4e-16) != level).any()
    assert pairs.difference == 0.0
    assert pairs.p_value == 1.0
    assert paired(level, level * (1.0 + 1e-9)).difference > 0.0


def test_what_has_another_shape_is_no_pair() -> None:
    with pytest.raises(ValueError, match="no pairs"):
        paired(np.ones(3), np.ones(4))


def test_holm_by_hand() -> None:
    # 4 x 0.005, 3 x 0.01, 2 x 0.03, and 0.04, which may not be below the one before it
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm(np.array([0.6, 0.7])).tolist() == [1.0, 1.0]
    assert holm(np.array([])).tolist() == []


def test_holm_leaves_out_what_is_no_test() -> None:
    adjusted = holm(np.array([[0.02, NAN], [NAN, 0.03]]))
    assert adjusted.shape == (2, 2)
    assert adjusted[0, 0] == pytest.approx(0.04)
    assert adjusted[1, 1] == pytest.approx(0.04)
    assert np.isnan(adjusted[0, 1])


@pytest.mark.parametrize("count", [1, 2, 5, 8])
def test_holm_is_the_closure_of_bonferroni(count: int) -> None:
    """Marcus, Peritz, Gabriel (1976): a hypothesis falls if every set that holds it falls by Bonferroni's rule."""
    p_values = np.abs(np.sin(np.arange(1.0, count + 1.0) ** 2)) / 6
    sets = [chosen for size in range(1, count + 1) for chosen in combinations(range(count), size)]
    expected = [
        max(min(1.0, len(chosen) * min(p_values[list(chosen)])) for chosen in sets if test in chosen)
        for test in range(count)
    ]
    assert holm(p_values) == pytest.approx(expected)


def test_the_family_keeps_its_promise() -> None:
    """Of 2,000 families of eight true nulls about 5 % may raise an alarm; unadjusted, a third would."""
    uniforms = (np.arange(16_000) * 0.6180339887498949 + 0.5 * np.sin(np.arange(16_000) ** 2.0)) % 1.0
    normals = stats.norm.ppf(np.clip(uniforms, 1e-9, 1 - 1e-9))
    p_values = 2 * stats.norm.sf(np.abs(normals)).reshape(2000, 8)
    alarms = np.mean([(holm(family) < 0.05).any() for family in p_values])
    assert (p_values < 0.05).any(axis=1).mean() > 0.25
    assert alarms == pytest.approx(0.05, abs=0.015)


def test_pairing_beats_drawing_apart() -> None:
    noise = np.sin(np.arange(200) ** 2.0)
    other = np.cos(np.arange(200) ** 3.0)
    close = variance_reduction(noise, noise + 0.1 * other)
    assert close == pytest.approx((np.var(noise) + np.var(noise + 0.1 * other)) / np.var(0.1 * other), rel=1e-9)
    assert close > 50
    assert variance_reduction(noise, other) == pytest.approx(1.0, abs=0.3)
