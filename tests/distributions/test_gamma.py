from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.distributions.comparisons import check_against, check_moments, law, refusal


@pytest.mark.parametrize(("shape", "scale"), [(1, 2), (0.3, 5), (4.5, 0.1), (2500, 1)])
def test_equals_the_reference(shape, scale):
    check_against(law("gamma", shape=shape, scale=scale), stats.gamma(shape, scale=scale))


@pytest.mark.parametrize("cv", [0.01, 0.5, 1, 3])
def test_by_mean_and_cv(cv):
    check_moments(law("gamma", mean=12, cv=cv), 12, cv)


def test_worked_example():
    # Shape 1 is the exponential law: with mean 3 half of the weight lies below 3 ln 2.
    assert law("gamma", shape=1, scale=3).quantile(np.array([0.5]))[0] == pytest.approx(2.0794415416798357)


def test_refusals():
    assert "give shape and scale, or mean and cv; got neither" in refusal("gamma")
    assert "got scale and mean" in refusal("gamma", scale=1, mean=1)
    assert "shape: Input should be greater than or equal to 0.0001" in refusal("gamma", shape=0, scale=1)
    assert "shap: Extra inputs" in refusal("gamma", shap=1, scale=1)
