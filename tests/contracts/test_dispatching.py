"""The contract of all dispatching rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.clock import snap
from sim.dispatching import Dispatching, DockView
from sim.spec import families
from tests.contracts import family_contract as contract
from tests.contracts.examples_dispatching import EXAMPLES as MORE

KINDS = sorted(contract.kinds("dispatching"))
EXAMPLES = contract.examples("dispatching", MORE)
CASES = contract.cases(EXAMPLES)


@dataclass(frozen=True)
class Dock:
    """What a rule may look at and nothing else, and not to be written to."""

    now: float
    since: float
    share: float
    taken_up: int


times = st.floats(0, 1000).map(snap)
docks = st.builds(
    lambda since, waited, share, taken_up: Dock(since + waited, since, share, taken_up),
    times,
    times,
    st.floats(0, 5),
    st.integers(0, 3),
)


def rule_of(kind: str, example: dict[str, Any]) -> Dispatching:
    rule = contract.read("dispatching", kind, example)
    assert isinstance(rule, Dispatching)
    return rule


def test_the_docks_of_the_tests_offer_what_the_protocol_promises():
    promised = {name for name, value in vars(DockView).items() if isinstance(value, property)}
    assert set(Dock.__annotations__) == promised


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_is_declared(self, kind):
        contract.check_declaration("dispatching", kind)

    def test_is_documented(self, kind):
        contract.check_documentation("dispatching", kind)


@pytest.mark.parametrize(("kind", "example"), CASES)
class TestEveryExample:
    def test_is_a_value(self, kind, example):
        contract.check_value("dispatching", kind, example)

    @given(dock=docks)
    def test_names_a_time_on_the_grid_that_is_not_past_and_is_pure(self, kind, example, dock):
        rule = rule_of(kind, example)
        at = rule.leaves_at(dock)
        assert at >= dock.now
        assert at == float("inf") or at == snap(at)
        assert rule.leaves_at(dock) == at

    @given(dock=docks)
    def test_keeps_to_what_it_said(self, kind, example, dock):
        rule = rule_of(kind, example)
        at = rule.leaves_at(dock)
        if at < float("inf"):
            assert rule.leaves_at(Dock(at, dock.since, dock.share, 0)) == at


def test_a_bare_name_is_a_kind():
    adapter = contract.TypeAdapter(families()["dispatching"].union)
    assert adapter.validate_python("full_load") == contract.read("dispatching", "full_load", {})
    with pytest.raises(ValidationError, match="immediately"):
        adapter.validate_python("at_once")
