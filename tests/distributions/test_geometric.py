from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.distributions.comparisons import check_counts, law, refusal


@pytest.mark.parametrize("probability", [0.999, 0.5, 0.01, 1e-6])
def test_equals_the_reference(probability):
    check_counts(law("geometric", probability=probability), stats.geom(probability))
    check_counts(law("geometric", probability=probability, from_zero=True), stats.geom(probability, -1))


@pytest.mark.parametrize(("mean", "from_zero"), [(1.0001, False), (4, False), (0.2, True), (30, True)])
def test_by_mean(mean, from_zero):
    assert law("geometric", mean=mean, from_zero=from_zero).mean == pytest.approx(mean)


def test_worked_example():
    # Fair coin: F(1) = 1/2, F(2) = 3/4; a uniform that equals F(k) belongs to k.
    uniforms = np.array([0.5, 0.51, 0.75, 0.76])
    assert law("geometric", probability=0.5).quantile(uniforms).tolist() == [1, 2, 2, 3]
    assert law("geometric", probability=0.5, from_zero=True).quantile(uniforms).tolist() == [0, 1, 1, 2]


def test_refusals():
    assert "give either probability or mean; got neither" in refusal("geometric")
    assert "got probability and mean" in refusal("geometric", probability=0.5, mean=2)
    assert "'mean' must be above 1, the smallest value; got 1" in refusal("geometric", mean=1)
    assert "probability: Input should be less than 1" in refusal("geometric", probability=1)


@pytest.mark.parametrize("probability", [0.5, 0.3, 0.07, 0.001])
def test_steps_are_met_exactly(probability):
    # A uniform that equals F(k) belongs to k, however the quotient of logarithms was rounded.
    counts = np.arange(1.0, 60.0)
    steps = -np.expm1(counts * np.log1p(-probability))
    counts, steps = counts[steps < 1 - 1e-12], steps[steps < 1 - 1e-12]
    ours = law("geometric", probability=probability)
    np.testing.assert_array_equal(ours.quantile(steps), counts)
    np.testing.assert_array_equal(ours.quantile(np.nextafter(steps, 1)), counts + 1)
