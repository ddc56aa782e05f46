from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.distributions.comparisons import check_against, law, refusal


@pytest.mark.parametrize(("low", "mode", "high"), [(0, 1, 4), (1, 1, 3), (1, 3, 3), (-2, 0.5, 1)])
def test_equals_the_reference(low, mode, high):
    reference = stats.triang((mode - low) / (high - low), low, high - low)
    check_against(law("triangular", low=low, mode=mode, high=high), reference)


def test_worked_example():
    # Half of the symmetric triangle lies below its mode; an eighth below half of that: sqrt(1/8 * 2 * 1) = 0.5.
    ours = law("triangular", low=0, mode=1, high=2)
    assert ours.quantile(np.array([0.125, 0.5])).tolist() == [0.5, 1.0]
    assert ours.variance == pytest.approx(1 / 6)


def test_may_be_a_point():
    ours = law("triangular", low=2, mode=2, high=2)
    assert ours.quantile(np.array([0.3])).tolist() == [2]
    assert ours.variance == 0


def test_refusals():
    assert "must not decrease; got 1, 0, 2" in refusal("triangular", low=1, mode=0, high=2)
    assert "must not decrease; got 0, 3, 2" in refusal("triangular", low=0, mode=3, high=2)
    assert "high: Field required" in refusal("triangular", low=0, mode=1)
    assert "cv: Extra inputs" in refusal("triangular", low=0, mode=1, high=2, cv=0.1)
