"""The smoothed order-up-to policy, by hand and against the closed form of its order variance."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from pydantic import ValidationError

from sim.replenishment.proportional_order_up_to import ProportionalOrderUpTo


@pytest.mark.parametrize(("position", "order"), [(600, 100), (570, 110), (630, 90), (900, 0), (1200, -100)])
def test_closes_a_third_of_the_gap(position, order):
    policy = ProportionalOrderUpTo(level=600, adjustment_time=3, base=100)
    assert policy.order_quantity(SimpleNamespace(position=position)) == order


def test_an_adjustment_time_of_one_closes_all_of_it():
    policy = ProportionalOrderUpTo(level=600, adjustment_time=1, base=0)
    assert policy.order_quantity(SimpleNamespace(position=571)) == 29


def test_the_usual_quantity_may_be_a_forecast():
    smoothing = {"kind": "exponential_smoothing", "alpha": 0.5}
    policy = ProportionalOrderUpTo(level=60, adjustment_time=2, forecast=smoothing)
    assert policy.order_quantity(SimpleNamespace(position=50, forecast=7.5)) == 12.5
    assert policy.forecaster is policy.forecast is not None


def test_the_variance_of_orders_is_that_of_demand_over_two_ti_less_one():
    # One impulse of demand: the gap decays as (1 - 1/Ti)^n, and with independent demands the variance ratio is the sum
    # of the squared responses, 1 / (2 Ti - 1) (Disney et al. 2006).
    policy = ProportionalOrderUpTo(level=0, adjustment_time=3, base=0)
    position, orders = 0.0, []
    for demand in [1.0, *[0.0] * 200]:
        position -= demand
        orders.append(policy.order_quantity(SimpleNamespace(position=position)))
        position += orders[-1]
    assert np.sum(np.square(orders)) == pytest.approx(1 / 5, rel=1e-12)


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"adjustment_time": 0.9, "base": 1}, "greater than or equal to 1"),
        ({"adjustment_time": 2}, "either 'base' or 'forecast'"),
        (
            {"adjustment_time": 2, "base": 1, "forecast": {"kind": "exponential_smoothing", "alpha": 0.5}},
            "either 'base' or 'forecast'",
        ),
    ],
)
def test_contradictions_are_refused(parameters, reason):
    with pytest.raises(ValidationError, match=reason):
        ProportionalOrderUpTo(level=60, **parameters)
