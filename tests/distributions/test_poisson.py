from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

from tests.distributions.comparisons import STRATIFIED, UNIFORMS, check_counts, law, refusal


@pytest.mark.parametrize("mean", [1e-6, 0.3, 1, 7.5, 20, 400, 12345.6])
def test_equals_the_reference(mean):
    check_counts(law("poisson", mean=mean), stats.poisson(mean))


@pytest.mark.parametrize("mean", [20, 5e7, 1e9])
def test_a_law_too_wide_for_a_table_is_inverted_exactly(mean):
    uniforms = np.concatenate([STRATIFIED[::100], [1e-15, 1 - 1e-12]])
    counts = law("poisson", mean=mean).quantile(uniforms)
    assert (special.pdtr(counts, mean) >= uniforms).all()
    assert (np.nan_to_num(special.pdtr(counts - 1, mean)) < uniforms).all()


def test_the_table_changes_no_number():
    ours = law("poisson", mean=35)
    assert ours.table is not None
    np.testing.assert_array_equal(ours.quantile(UNIFORMS), ours._invert(UNIFORMS))
    # Far beyond what a stream gives, where the table ends: F(0) is 6e-16, F(1) is 2e-14.
    assert ours.quantile(np.array([1e-14, 1e-16, 1e-300])).tolist() == [1, 0, 0]


def test_steps_are_met_exactly():
    # A uniform that equals F(k) belongs to k, and the next larger number to k + 1.
    ours, counts = law("poisson", mean=20), np.arange(5.0, 40.0)
    steps = special.pdtr(counts, 20.0)
    np.testing.assert_array_equal(ours.quantile(steps), counts)
    np.testing.assert_array_equal(ours.quantile(np.nextafter(steps, 1)), counts + 1)


def test_worked_example():
    # Mean 1: F(0) = 0.3679, F(1) = 0.7358, F(2) = 0.9197.
    assert law("poisson", mean=1).quantile(np.array([0.36, 0.37, 0.73, 0.74, 0.92])).tolist() == [0, 1, 1, 2, 3]


def test_a_larger_mean_keeps_the_luck():
    before, after = (law("poisson", mean=mean).quantile(STRATIFIED) for mean in (50, 55))
    assert (after >= before).all()


def test_refusals():
    assert "mean: Input should be greater than 0" in refusal("poisson", mean=0)
    assert "mean: Field required" in refusal("poisson")
    assert "cv: Extra inputs" in refusal("poisson", mean=1, cv=1)


def test_uniforms_below_the_table_are_inverted_too():
    ours = law("poisson", mean=400)
    count = ours.quantile(np.array([1e-100]))[0]
    assert 0 < count < ours.table.first
    assert special.pdtr(count, 400) >= 1e-100 > special.pdtr(count - 1, 400)
