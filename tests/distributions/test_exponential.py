from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.distributions.comparisons import check_against, law, refusal


@pytest.mark.parametrize("mean", [0.01, 1, 250])
def test_equals_the_reference(mean):
    check_against(law("exponential", mean=mean), stats.expon(scale=mean))


def test_worked_example():
    # Half of all times lie below mean * ln 2.
    assert law("exponential", mean=10).quantile(np.array([0.5]))[0] == pytest.approx(6.931471805599453)


def test_refusals():
    assert "mean: Input should be greater than 0" in refusal("exponential", mean=0)
    assert "mean: Field required" in refusal("exponential")
    assert "cv: Extra inputs" in refusal("exponential", mean=1, cv=1)
