from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.distributions.comparisons import check_against, check_moments, law, refusal


@pytest.mark.parametrize(("alpha", "beta"), [(1, 1), (2, 5), (0.4, 0.7), (80, 20)])
def test_equals_the_reference(alpha, beta):
    check_against(law("beta", alpha=alpha, beta=beta), stats.beta(alpha, beta))
    check_against(law("beta", alpha=alpha, beta=beta, low=-3, high=9), stats.beta(alpha, beta, -3, 12))


@pytest.mark.parametrize("cv", [0.01, 0.2, 0.6])
def test_by_mean_and_cv(cv):
    check_moments(law("beta", mean=4, cv=cv, low=1, high=9), 4, cv)


def test_worked_example():
    # alpha = beta = 1 is uniform; alpha = 2, beta = 1 has F(x) = x^2.
    assert law("beta", alpha=2, beta=1, low=10, high=20).quantile(np.array([0.25]))[0] == pytest.approx(15)
    # Mean 0.5 and variance 1 / 12 are those of the uniform law.
    assert law("beta", mean=0.5, cv=2 / 12**0.5).own == pytest.approx((1, 1))


def test_refusals():
    assert "give alpha and beta, or mean and cv; got neither" in refusal("beta")
    assert "'low' (2) must be below 'high' (2)" in refusal("beta", alpha=1, beta=1, low=2, high=2)
    assert "'mean' (3) must lie between 0 and 1" in refusal("beta", mean=3, cv=0.1)
    assert "no beta law between 0 and 1 varies so much" in refusal("beta", mean=0.5, cv=1)
    assert "alpha: Input should be greater than or equal to 0.001" in refusal("beta", alpha=0, beta=1)
