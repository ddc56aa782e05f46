from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.distributions.comparisons import UNIFORMS, check_against, check_moments, law, refusal


@pytest.mark.parametrize(("mean", "phases"), [(1, 1), (6, 4), (0.5, 100)])
def test_equals_the_reference(mean, phases):
    check_against(law("erlang", mean=mean, phases=phases), stats.gamma(phases, scale=mean / phases))


@pytest.mark.parametrize("phases", [1, 2, 3, 7, 4000])
def test_by_mean_and_cv(phases):
    ours = law("erlang", mean=5, cv=phases**-0.5)
    check_moments(ours, 5, phases**-0.5)
    assert ours.quantile(UNIFORMS).tolist() == law("erlang", mean=5, phases=phases).quantile(UNIFORMS).tolist()


def test_worked_example():
    # Two phases of mean 1: F(x) = 1 - (1 + x) exp(-x), so that F(1) = 1 - 2 / e.
    assert law("erlang", mean=2, phases=2).quantile(np.array([1 - 2 / np.e]))[0] == pytest.approx(1)


def test_refusals():
    assert "give either phases or cv; got neither" in refusal("erlang", mean=1)
    assert "give either phases or cv; got phases and cv" in refusal("erlang", mean=1, phases=4, cv=0.5)
    assert "the nearest is 0.5773503 (3 phases), or use kind gamma" in refusal("erlang", mean=1, cv=0.6)
    assert "cv: Input should be less than or equal to 1" in refusal("erlang", mean=1, cv=1.5)
    assert "phases: Input should be greater than or equal to 1" in refusal("erlang", mean=1, phases=0)
    assert "phases: Input should be a valid integer" in refusal("erlang", mean=1, phases=2.5)
