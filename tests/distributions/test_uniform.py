from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.distributions.comparisons import check_against, check_moments, law, refusal


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-4, 8), (100, 101)])
def test_equals_the_reference(low, high):
    check_against(law("uniform", low=low, high=high), stats.uniform(low, high - low))


def test_by_mean_and_cv():
    check_moments(law("uniform", mean=6, cv=0.3), 6, 0.3)
    assert law("uniform", mean=10, cv=0.1 / 3**0.5).support == pytest.approx((9, 11))


def test_worked_example():
    # A quarter of the way from 2 to 10 is 4; the variance is 8 * 8 / 12.
    ours = law("uniform", low=2, high=10)
    assert ours.quantile(np.array([0.25]))[0] == 4
    assert ours.variance == pytest.approx(64 / 12)


def test_refusals():
    assert "'low' (3) must not be above 'high' (2)" in refusal("uniform", low=3, high=2)
    assert "give low and high, or mean and cv; got neither" in refusal("uniform")
    assert "got low and high and cv" in refusal("uniform", low=1, high=2, cv=0.1)
    assert "got mean" in refusal("uniform", mean=1)
    assert "mean: Input should be greater than 0" in refusal("uniform", mean=0, cv=1)
