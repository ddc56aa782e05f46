"""The contract of all forecasters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InputError
from sim.forecasting import Forecaster
from sim.spec import families
from tests.contracts import family_contract as contract
from tests.contracts.examples_forecasting import EXAMPLES as MORE

KINDS = sorted(contract.kinds("forecasting"))
EXAMPLES = contract.examples("forecasting", MORE)
CASES = contract.cases(EXAMPLES)
observations = st.lists(st.integers(0, 1000), max_size=12)


def forecaster_of(kind: str, example: dict[str, object]) -> Forecaster:
    return contract.read("forecasting", kind, example)


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_is_declared(self, kind):
        contract.check_declaration("forecasting", kind)

    def test_is_documented(self, kind):
        contract.check_documentation("forecasting", kind)

    def test_has_a_schema(self, kind):
        schema = families()["forecasting"].kinds[kind].model_json_schema()
        assert schema["properties"]["kind"]["const"] == kind
        assert schema["additionalProperties"] is False


@pytest.mark.parametrize(("kind", "example"), CASES)
class TestEveryExample:
    def test_is_a_value(self, kind, example):
        contract.check_value("forecasting", kind, example)

    @given(observed=observations)
    def test_states_are_values_that_nobody_changes(self, kind, example, observed):
        forecaster = forecaster_of(kind, example)
        states = [forecaster.start(5.0)]
        for demand in observed:
            states.append(forecaster.update(states[-1], demand))
        kept = [(repr(state), hash(state)) for state in states]
        again = [forecaster.start(5.0)]
        for demand in observed:
            again.append(forecaster.update(again[-1], demand))
        assert [(repr(state), hash(state)) for state in again] == kept
        assert [(repr(state), hash(state)) for state in states] == kept

    @given(observed=observations)
    def test_forecasts_lie_among_what_is_known(self, kind, example, observed):
        forecaster = forecaster_of(kind, example)
        state = forecaster.start(5.0)
        for demand in observed:
            state = forecaster.update(state, demand)
        known = [*observed, example.get("initial", 0.0), 5.0]
        assert min(known) - 1e-9 <= forecaster.forecast(state) <= max(known) + 1e-9

    def test_demand_that_never_varies_is_learnt(self, kind, example):
        forecaster = forecaster_of(kind, example)
        state = forecaster.start(7.0)
        for _ in range(200):
            state = forecaster.update(state, 7)
        assert forecaster.forecast(state) == pytest.approx(7)

    def test_the_first_forecast_is_the_stated_one_or_it_is_refused(self, kind, example):
        forecaster = forecaster_of(kind, example)
        if forecaster.knows_mean:
            with pytest.raises(InputError):
                forecaster.start(5.0, 50.0)
        else:
            for opening in (0.0, 50.0):
                assert forecaster.forecast(forecaster.start(5.0, opening)) == opening

    def test_only_who_knows_the_mean_uses_it(self, kind, example):
        forecaster = forecaster_of(kind, example)
        state = forecaster.start(5.0)
        assert forecaster.forecast(state) == forecaster.forecast(forecaster.start(7.0)) or forecaster.knows_mean
        told = forecaster.forecast(forecaster.learn_mean(state, 9.0))
        assert told == (9.0 if forecaster.knows_mean else forecaster.forecast(state))

    def test_amounts_are_counted_in_steps(self, kind, example):
        counted = forecaster_of(kind, example).in_steps(10)
        assert counted.model_dump().get("initial") == (10 * example["initial"] if "initial" in example else None)
