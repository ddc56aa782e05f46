from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special, stats

from tests.distributions.comparisons import STRATIFIED, UNIFORMS, check_against, check_moments, law, refusal


@pytest.mark.parametrize(("mean", "sd"), [(50, 8), (1, 1), (0, 2), (-3, 1), (1e6, 1), (-5, 1)])
def test_truncated_equals_the_reference(mean, sd):
    ours, reference = law("normal", mean=mean, sd=sd), stats.truncnorm(-mean / sd, np.inf, mean, sd)
    check_against(ours, reference, rel=1e-6)
    # Far up the reference loses digits; what lies above a quantile tells.
    upper = UNIFORMS[UNIFORMS > 0.5]
    above = special.ndtr((mean - ours.quantile(upper)) / sd) / special.ndtr(mean / sd)
    np.testing.assert_allclose(above, 1 - upper, rtol=1e-8)


@pytest.mark.parametrize(("mean", "sd"), [(50, 8), (0, 1), (-20, 3)])
def test_untruncated_equals_the_reference(mean, sd):
    check_against(law("normal", mean=mean, sd=sd, truncated=False), stats.norm(mean, sd))


def test_mean_and_cv_are_those_before_truncation():
    untruncated = law("normal", mean=10, cv=0.8, truncated=False)
    check_moments(untruncated, 10, 0.8)
    truncated = law("normal", mean=10, cv=0.8)
    assert truncated.mean > 10
    assert truncated.variance < 64
    assert law("normal", mean=10, sd=8).quantile(UNIFORMS).tolist() == truncated.quantile(UNIFORMS).tolist()


def test_worked_example():
    # Half-normal: u = 0.5 maps to p = 0.75, z = 0.67449; mean sqrt(2 / pi), variance 1 - 2 / pi.
    ours = law("normal", mean=0, sd=1)
    assert ours.quantile(np.array([0.5]))[0] == pytest.approx(0.6744897501960817)
    assert ours.mean == pytest.approx(math.sqrt(2 / math.pi))
    assert ours.variance == pytest.approx(1 - 2 / math.pi)


def test_truncation_leaves_no_weight_at_zero():
    assert (law("normal", mean=1, sd=5).quantile(STRATIFIED) > 0).all()


def test_without_spread_it_is_its_mean():
    for ours in (law("normal", mean=4, sd=0), law("normal", mean=4, cv=0)):
        assert ours.quantile(np.array([0.1, 0.9])).tolist() == [4, 4]
        assert (ours.mean, ours.variance, ours.support) == (4, 0, (4, 4))


def test_refusals():
    assert "give either sd or cv; got neither" in refusal("normal", mean=1)
    assert "give either sd or cv; got sd and cv" in refusal("normal", mean=1, sd=1, cv=1)
    assert "mean: Field required" in refusal("normal", sd=1)
    assert "sd: Input should be greater than or equal to 0" in refusal("normal", mean=1, sd=-1)
    assert "'cv' needs a mean above 0, got -2; give 'sd'" in refusal("normal", mean=-2, cv=1, truncated=False)
    assert "hardly anything lies above 0" in refusal("normal", mean=-6, sd=1)
    assert "hardly anything lies above 0" in refusal("normal", mean=-1, sd=0)


def test_a_law_that_varies_too_little_is_refused():
    assert "'sd' must be 0, or at least 5e-08; got 1e-300" in refusal("normal", mean=50, sd=1e-300)
    assert "'cv' must be 0, or at least 1e-09; got 1e-300" in refusal("normal", mean=50, cv=1e-300)
    assert law("normal", mean=50, sd=6e-8).mean == 50
    assert law("normal", mean=0, sd=1e-300).quantile(UNIFORMS).max() < 1e-298
