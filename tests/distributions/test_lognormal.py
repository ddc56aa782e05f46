from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.distributions.comparisons import check_against, check_moments, law, refusal


@pytest.mark.parametrize(("median", "sigma"), [(1, 0.5), (20, 0.05), (3, 2)])
def test_equals_the_reference(median, sigma):
    check_against(law("lognormal", median=median, sigma=sigma), stats.lognorm(sigma, scale=median))


@pytest.mark.parametrize("cv", [0.001, 0.3, 1, 4])
def test_by_mean_and_cv(cv):
    check_moments(law("lognormal", mean=7, cv=cv), 7, cv)


def test_worked_example():
    # cv = 1: median = mean / sqrt(2), and the upper 84.134 % point is exp(sigma) higher with sigma^2 = ln 2.
    ours = law("lognormal", mean=2**0.5, cv=1)
    found = ours.quantile(np.array([0.5, 0.8413447460685429]))
    assert found.tolist() == pytest.approx([1, 2.299184767])


def test_refusals():
    assert "give median and sigma, or mean and cv; got neither" in refusal("lognormal")
    assert "got median" in refusal("lognormal", median=1)
    assert "got median and sigma and mean and cv" in refusal("lognormal", median=1, sigma=1, mean=1, cv=1)
    assert "sigma: Input should be greater than 0" in refusal("lognormal", median=1, sigma=0)
    assert "cv: Input should be greater than or equal to 0.0001" in refusal("lognormal", mean=1, cv=-0.1)
