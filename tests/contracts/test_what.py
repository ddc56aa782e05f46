"""The contract of all effects."""

from __future__ import annotations

import importlib
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.disruption.what import Effect, Sort
from tests.contracts import family_contract as contract
from tests.contracts.examples_what import EXAMPLES as MORE

KINDS = sorted(contract.kinds("what"))
EXAMPLES = contract.examples("what", MORE)
CASES = contract.cases(EXAMPLES)


def effect_of(kind: str, example: dict[str, Any]) -> Effect:
    effect = contract.read("what", kind, example)
    assert isinstance(effect, Effect)
    return effect


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_is_declared(self, kind):
        contract.check_declaration("what", kind)

    def test_is_documented(self, kind):
        contract.check_documentation("what", kind)

    def test_has_a_lever_in_the_engine(self, kind):
        assert callable(importlib.import_module(f"sim.engine.levers.{kind}").lever)

    def test_acts_on_something(self, kind):
        declared: Any = contract.kinds("what")[kind]
        assert declared.acts_on
        assert set(declared.acts_on) <= set(get_args(Sort))


@pytest.mark.parametrize(("kind", "example"), CASES)
class TestEveryExample:
    def test_is_a_value(self, kind, example):
        contract.check_value("what", kind, example)

    def test_does_nothing_at_no_intensity_and_all_at_full(self, kind, example):
        effect = effect_of(kind, example)
        assert effect.name == kind
        assert effect.value(0.0) == effect.neutral
        assert effect.value(1.0) == effect.full

    @given(intensity=st.floats(0, 1))
    def test_lies_between_nothing_and_all(self, kind, example, intensity):
        effect = effect_of(kind, example)
        low, high = sorted((effect.neutral, effect.full))
        assert low <= effect.value(intensity) <= high
        if not effect.is_gradual and intensity > 0.0:
            assert effect.value(intensity) == effect.full
