from __future__ import annotations

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from sim.clock import Clock
from sim.distributions import AnyDistribution, DurationDistribution
from sim.distributions.constant import Constant
from sim.quantities import Reading
from tests.distributions.comparisons import law, refusal


def test_draws_its_value():
    ours = law("constant", value=2.5)
    assert ours.quantile(np.array([0.01, 0.5, 0.99])).tolist() == [2.5, 2.5, 2.5]
    assert (ours.mean, ours.variance, ours.support) == (2.5, 0.0, (2.5, 2.5))


def test_a_bare_number_or_duration_stands_for_it():
    assert TypeAdapter(AnyDistribution).validate_python(3) == Constant(value=3.0)
    weekly = Reading(clock=Clock(unit="week"))
    assert TypeAdapter(DurationDistribution).validate_python("14 days", context=weekly) == Constant(value=2.0)


def test_refuses_what_is_no_number():
    assert "expected a number" in refusal("constant", value=[1])
    assert "not a finite number" in refusal("constant", value=float("inf"))
    assert "Field required" in refusal("constant")
    with pytest.raises(ValidationError, match="expected a number, got '3 days'"):
        TypeAdapter(AnyDistribution).validate_python("3 days", context=Reading())


def test_a_length_of_time_is_not_negative():
    with pytest.raises(ValidationError, match="cannot be negative; this distribution reaches down to -1"):
        TypeAdapter(DurationDistribution).validate_python({"kind": "constant", "value": -1})
