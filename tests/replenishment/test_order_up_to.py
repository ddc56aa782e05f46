"""The (T, S) policy, by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from sim.replenishment.order_up_to import OrderUpTo

FORECAST = {"kind": "exponential_smoothing", "alpha": 0.2}


def view(position: int, forecast: float = 0.0) -> SimpleNamespace:
    return SimpleNamespace(position=position, forecast=forecast, review_interval=2.0, lead_time=5.0)


def test_a_fixed_level():
    policy = OrderUpTo(level=50)
    assert policy.order_quantity(view(38)) == 12
    assert policy.order_quantity(view(53)) == -3
    assert policy.forecaster is None


def test_a_level_that_follows_the_forecast_over_the_risk_period():
    policy = OrderUpTo(forecast=FORECAST, safety_stock=4)
    assert policy.order_quantity(view(30, 10.0)) == 9.0  # (2 + 5) / 2 periods of 10, and 4, less 30
    assert policy.forecaster is policy.forecast is not None


def test_a_stated_cover_replaces_the_risk_period():
    # Chen et al. (2000): q = y(t) - y(t-1) + D(t-1) with y = 4 F. F rises from 100 to 102 after a demand of 110.
    policy = OrderUpTo(forecast=FORECAST, cover=4)
    assert policy.order_quantity(view(400 - 110, 102.0)) == 118.0


def test_safety_stock_is_an_amount_and_cover_is_not():
    policy = OrderUpTo(forecast=FORECAST, cover=4, safety_stock=2.5).in_steps(1000)
    assert (policy.safety_stock, policy.cover) == (2500, 4)


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({}, "either 'level' or 'forecast'"),
        ({"level": 5, "forecast": FORECAST}, "either 'level' or 'forecast'"),
        ({"level": 5, "cover": 2}, "belong to 'forecast'"),
        ({"level": 5, "safety_stock": 2}, "belong to 'forecast'"),
        ({"forecast": FORECAST, "cover": 0}, "greater than 0"),
    ],
)
def test_contradictions_are_refused(parameters, reason):
    with pytest.raises(ValidationError, match=reason):
        OrderUpTo(**parameters)


def test_reviews_once_every_time_unit_unless_said_otherwise():
    assert OrderUpTo(level=5).review.every == 1.0
    review = OrderUpTo(level=5, review={"every": "2 weeks", "before": "demand"}).review
    assert (review.every, review.before) == (14.0, "demand")
