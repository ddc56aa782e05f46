from __future__ import annotations

import pytest
from pydantic import ValidationError

from sim.errors import InputError
from sim.forecasting.perfect_mean import PerfectMean


def test_knows_the_mean_and_learns_nothing():
    forecaster = PerfectMean()
    state = forecaster.start(12.5)
    for observed in (0, 100, 3):
        assert forecaster.forecast(state) == 12.5
        state = forecaster.update(state, observed)
    assert forecaster.forecast(state) == 12.5


def test_is_told_what_it_knows():
    forecaster = PerfectMean()
    assert forecaster.knows_mean
    assert forecaster.forecast(forecaster.learn_mean(forecaster.start(12.5), 8.0)) == 8.0


def test_no_other_opening_beside_what_is_known():
    with pytest.raises(InputError, match="leave out the 'opening.forecast' of 8"):
        PerfectMean().start(12.5, 8.0)


def test_has_no_parameters():
    with pytest.raises(ValidationError, match="Extra inputs"):
        PerfectMean.model_validate({"alpha": 0.1})
