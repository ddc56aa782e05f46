from __future__ import annotations

import pytest
from pydantic import ValidationError

from sim.forecasting.exponential_smoothing import ExponentialSmoothing

# Oil production of Saudi Arabia as in the documentation of statsmodels, and the forecasts of simple exponential
# smoothing with alpha 0.2 from the first observation on, by the recursion of Hyndman and Athanasopoulos, *Forecasting:
# Principles and Practice*, section 8.1; statsmodels 0.15 agrees with them to 1e-8.
OIL = (446.6565, 454.4733, 455.663, 423.6322, 456.2713, 440.5881)
OIL += (425.3325, 485.1494, 506.0482, 526.792, 514.2689, 494.211)
FORECASTS = (446.6565, 446.6565, 448.21986, 449.708488, 444.4932304, 446.8488443)
FORECASTS += (445.5966955, 441.5438564, 450.2649651, 461.4216121, 474.4956897, 482.4503317)
NEXT = 484.8024654


def forecasts(forecaster, observed):
    """The forecast made before each observation, and the one after the last."""
    state = forecaster.start(1000.0)
    made = [forecaster.forecast(state)]
    for demand in observed:
        state = forecaster.update(state, demand)
        made.append(forecaster.forecast(state))
    return made


def test_equals_the_published_recursion():
    # The reference begins with the level at the first observation, which is known here only after it.
    made = forecasts(ExponentialSmoothing(alpha=0.2), OIL)
    assert made[1:] == pytest.approx([*FORECASTS[1:], NEXT], rel=1e-9)
    made = forecasts(ExponentialSmoothing(alpha=0.2, initial=OIL[0]), OIL)
    assert made == pytest.approx([*FORECASTS, NEXT], rel=1e-9)


def test_worked_example():
    # 8 + (12 - 8) / 4 = 9, then 9 + (1 - 9) / 4 = 7.
    assert forecasts(ExponentialSmoothing(alpha=0.25, initial=8), [12, 1]) == [8, 9, 7]


def test_before_the_first_observation_nothing_is_expected():
    assert forecasts(ExponentialSmoothing(alpha=0.25), [12]) == [0, 12]


def test_an_initial_of_zero_is_not_an_absent_one():
    assert forecasts(ExponentialSmoothing(alpha=0.25, initial=0), [12]) == [0, 3]


def test_alpha_one_repeats_the_last_observation():
    assert forecasts(ExponentialSmoothing(alpha=1), [4, 9]) == [0, 4, 9]


@pytest.mark.parametrize("wrong", [{}, {"alpha": 0}, {"alpha": 1.1}, {"alpha": 0.5, "initial": -1}])
def test_refusals(wrong):
    with pytest.raises(ValidationError):
        ExponentialSmoothing.model_validate(wrong)


def test_an_opening_is_the_first_level_and_comes_before_initial():
    for smoothing in (ExponentialSmoothing(alpha=0.5), ExponentialSmoothing(alpha=0.5, initial=5)):
        state = smoothing.start(1000.0, 50.0)
        assert smoothing.forecast(state) == 50
        assert smoothing.forecast(smoothing.update(state, 10)) == 30
