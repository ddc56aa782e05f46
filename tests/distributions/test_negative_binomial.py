from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.distributions.comparisons import UNIFORMS, check_counts, check_moments, law, refusal


@pytest.mark.parametrize(("successes", "probability"), [(1, 0.5), (2.5, 0.1), (0.2, 0.7), (40, 0.9), (300, 0.02)])
def test_equals_the_reference(successes, probability):
    ours = law("negative_binomial", successes=successes, probability=probability)
    check_counts(ours, stats.nbinom(successes, probability))


@pytest.mark.parametrize("cv", [0.36, 0.5, 1, 3])
def test_by_mean_and_cv(cv):
    check_moments(law("negative_binomial", mean=8, cv=cv), 8, cv)


def test_worked_example():
    # One success of probability 1/2: k failures have probability 2^-(k + 1), so F = 1/2, 3/4, 7/8.
    ours = law("negative_binomial", successes=1, probability=0.5)
    assert ours.quantile(np.array([0.4, 0.6, 0.8, 0.88])).tolist() == [0, 1, 2, 3]
    # Mean 6 and variance 24 (cv^2 = 2/3): probability 6/24 and 6 * 0.25 / 0.75 = 2 successes.
    assert law("negative_binomial", mean=6, cv=(2 / 3) ** 0.5).own == pytest.approx((2, 0.25))


def test_refusals():
    assert "give successes and probability, or mean and cv; got neither" in refusal("negative_binomial")
    assert "got successes and mean" in refusal("negative_binomial", successes=1, mean=2)
    assert "'cv' must be above 0.5, one over the root of the mean" in refusal("negative_binomial", mean=4, cv=0.5)
    assert "probability: Input should be less than 1" in refusal("negative_binomial", successes=1, probability=1)


@pytest.mark.parametrize(("mean", "cv"), [(1e9, 1), (1e9, 100), (1e-4, 100.1), (0.5, 1.5)])
def test_far_parameters_end_and_rise(mean, cv):
    if cv > 100:
        assert "cv: Input should be less than or equal to 100" in refusal("negative_binomial", mean=mean, cv=cv)
        return
    counts = law("negative_binomial", mean=mean, cv=cv).quantile(UNIFORMS)
    assert (np.diff(counts) >= 0).all()
    assert (counts == np.floor(counts)).all()


def test_the_mean_is_bounded_however_it_is_given():
    assert "the mean must be at most 1e+09" in refusal("negative_binomial", successes=1e12, probability=0.5)
    assert "'cv' must be above 0.5" in refusal("negative_binomial", mean=4, cv=0.5 * (1 + 1e-9))
