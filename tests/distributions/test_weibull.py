from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.distributions.comparisons import check_against, check_moments, law, refusal


@pytest.mark.parametrize(("shape", "scale"), [(1, 2), (0.4, 5), (3.5, 100), (60, 1)])
def test_equals_the_reference(shape, scale):
    check_against(law("weibull", shape=shape, scale=scale), stats.weibull_min(shape, scale=scale))


@pytest.mark.parametrize("cv", [0.01, 0.2, 1, 2.5, 20])
def test_by_mean_and_cv(cv):
    check_moments(law("weibull", mean=300, cv=cv), 300, cv)


def test_worked_example():
    # With cv 1 it is the exponential law; shape 2 has its median at scale * sqrt(ln 2).
    assert law("weibull", mean=4, cv=1).own == pytest.approx((1, 4))
    assert law("weibull", shape=2, scale=10).quantile(np.array([0.5]))[0] == pytest.approx(8.325546111576978)


def test_refusals():
    assert "give shape and scale, or mean and cv; got neither" in refusal("weibull")
    assert "'cv' must be between 0.00128 and" in refusal("weibull", mean=1, cv=0.001)
    assert "shape: Input should be greater than or equal to 0.1" in refusal("weibull", shape=0.01, scale=1)
    assert "scale: Input should be greater than 0" in refusal("weibull", shape=1, scale=0)
