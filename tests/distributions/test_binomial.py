from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.distributions.comparisons import UNIFORMS, check_counts, law, refusal


@pytest.mark.parametrize(("trials", "probability"), [(1, 0.5), (10, 0.3), (40, 0.999), (5000, 0.01), (100_000, 0.5)])
def test_equals_the_reference(trials, probability):
    check_counts(law("binomial", trials=trials, probability=probability), stats.binom(trials, probability))


def test_worked_example():
    # Two fair coins: F(0) = 1/4, F(1) = 3/4.
    uniforms = np.array([0.25, 0.26, 0.75, 0.76])
    assert law("binomial", trials=2, probability="50 %").quantile(uniforms).tolist() == [0, 1, 1, 2]
    assert law("binomial", trials=2, probability=0.5).support == (0, 2)


@pytest.mark.parametrize(("probability", "always"), [(0, 0), (1, 12)])
def test_may_be_certain(probability, always):
    ours = law("binomial", trials=12, probability=probability)
    assert set(ours.quantile(UNIFORMS).tolist()) == {always}
    assert (ours.mean, ours.variance) == (always, 0)
    assert ours.support == (always, always)


def test_refusals():
    assert "probability: Field required" in refusal("binomial", trials=3)
    assert "probability: Input should be less than or equal to 1" in refusal("binomial", trials=3, probability=1.2)
    assert "trials: Input should be greater than or equal to 1" in refusal("binomial", trials=0, probability=0.5)
    assert "mean: Extra inputs" in refusal("binomial", mean=3, cv=0.5)
