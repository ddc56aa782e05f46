from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.distributions.comparisons import STRATIFIED, law, refusal


@pytest.mark.parametrize("probability", [0.001, 0.5, 0.9, 0.999])
def test_equals_the_reference(probability):
    ours = law("logarithmic", probability=probability)
    reference = stats.logser(probability)
    assert ours.mean == pytest.approx(reference.mean())
    assert ours.variance == pytest.approx(reference.var())
    cdf = exact_cdf(probability)
    size = min(len(cdf), len(ours.table.probabilities))
    np.testing.assert_allclose(ours.table.probabilities[:size], cdf[:size], rtol=1e-12)
    np.testing.assert_array_equal(ours.quantile(STRATIFIED), np.searchsorted(cdf, STRATIFIED) + 1)


def exact_cdf(probability):
    counts = np.arange(1.0, 60_000.0)
    return np.cumsum(stats.logser(probability).pmf(counts))


@pytest.mark.parametrize("mean", [1.001, 1.5, 4, 1000])
def test_by_mean(mean):
    assert law("logarithmic", mean=mean).mean == pytest.approx(mean, rel=1e-9)


def test_worked_example():
    # p = 1/2: probabilities 0.5 / ln 2 = 0.7213, 0.125 / ln 2 = 0.1803, so F = 0.7213, 0.9017.
    ours = law("logarithmic", probability=0.5)
    assert ours.quantile(np.array([0.72, 0.73, 0.90, 0.91])).tolist() == [1, 2, 2, 3]


def test_the_table_reaches_the_last_uniform():
    ours = law("logarithmic", probability=0.9999)
    assert np.isfinite(ours.quantile(np.array([2.0**-54, 1 - 2.0**-53]))).all()
    assert ours.table.probabilities[-1] == 1
    assert ours.table.probabilities[-2] > 1 - 1e-9


def test_refusals():
    assert "give either probability or mean; got neither" in refusal("logarithmic")
    assert "'mean' must be above 1 and at most 1085.6276" in refusal("logarithmic", mean=2000)
    assert "mean: Input should be greater than 1" in refusal("logarithmic", mean=1)
    assert "probability: Input should be less than or equal to 0.9999" in refusal("logarithmic", probability=1)
