from __future__ import annotations

import pytest
from pydantic import ValidationError

from sim.forecasting.moving_average import MovingAverage


def forecasts(forecaster, observed):
    """The forecast made before each observation, and the one after the last."""
    state = forecaster.start(1000.0)
    made = [forecaster.forecast(state)]
    for demand in observed:
        state = forecaster.update(state, demand)
        made.append(forecaster.forecast(state))
    return made


def test_worked_example():
    # (6 + 9 + 3) / 3 = 6, then (9 + 3 + 12) / 3 = 8, then (3 + 12 + 0) / 3 = 5.
    assert forecasts(MovingAverage(periods=3), [6, 9, 3, 12, 0]) == [0, 6, 7.5, 6, 8, 5]


def test_initial_fills_the_missing_periods():
    # (10 + 10 + 4) / 3 = 8, then (10 + 4 + 1) / 3 = 5.
    assert forecasts(MovingAverage(periods=3, initial=10), [4, 1, 1]) == [10, 8, 5, 2]


def test_an_opening_pads_the_missing_periods_and_comes_before_initial():
    for average in (MovingAverage(periods=4), MovingAverage(periods=4, initial=5)):
        state = average.start(1000.0, 50.0)
        assert average.forecast(state) == 50
        assert average.forecast(average.update(state, 10)) == (3 * 50 + 10) / 4


def test_initial_may_be_zero():
    assert forecasts(MovingAverage(periods=2, initial=0), [4, 4]) == [0, 2, 4]


def test_one_period_is_the_last_observation():
    assert forecasts(MovingAverage(periods=1), [4, 9]) == [0, 4, 9]


def test_ignores_what_it_may_not_know():
    average = MovingAverage(periods=2)
    assert average.start(3.0) == average.start(8.0)


def test_sums_do_not_drift():
    made = forecasts(MovingAverage(periods=3), [1e16, 1.0, 1.0, 1.0])
    assert made[-1] == 1.0


@pytest.mark.parametrize("wrong", [{}, {"periods": 0}, {"periods": 2.5}, {"periods": 2, "initial": -1}])
def test_refusals(wrong):
    with pytest.raises(ValidationError):
        MovingAverage.model_validate(wrong)
