"""The contract of all sequencing rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.sequencing import Sequencing, WaitingJob
from sim.spec import families
from tests.contracts import family_contract as contract
from tests.contracts.examples_sequencing import EXAMPLES as MORE

KINDS = sorted(contract.kinds("sequencing"))
EXAMPLES = contract.examples("sequencing", MORE)
CASES = contract.cases(EXAMPLES)


@dataclass(frozen=True)
class Job:
    """What a rule may look at and nothing else, and not to be written to."""

    product: str
    due_at: float
    duration: float


products = st.sampled_from(["red", "green", "blue"])
jobs = st.builds(Job, products, st.integers(0, 9).map(float), st.integers(0, 9).map(float))
queues = st.lists(jobs, min_size=1, max_size=8)


def rule_of(kind: str, example: dict[str, Any]) -> Sequencing:
    rule = contract.read("sequencing", kind, example)
    assert isinstance(rule, Sequencing)
    return rule


def test_the_jobs_of_the_tests_offer_what_the_protocol_promises():
    promised = {name for name, value in vars(WaitingJob).items() if isinstance(value, property)}
    assert set(Job.__annotations__) == promised


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_is_declared(self, kind):
        contract.check_declaration("sequencing", kind)

    def test_is_documented(self, kind):
        contract.check_documentation("sequencing", kind)


@pytest.mark.parametrize(("kind", "example"), CASES)
class TestEveryExample:
    def test_is_a_value(self, kind, example):
        contract.check_value("sequencing", kind, example)

    @given(waiting=queues, running=st.none() | products, run=st.integers(0, 9))
    def test_takes_one_of_those_that_wait_and_is_pure(self, kind, example, waiting, running, run):
        rule, before = rule_of(kind, example), list(waiting)
        index = rule.choose(waiting, running, run)
        assert type(index) is int
        assert 0 <= index < len(waiting)
        rule.choose(waiting[::-1], running, run + 1)
        assert rule.choose(waiting, running, run) == index
        assert waiting == before

    @given(one=jobs, number=st.integers(1, 6), running=st.none() | products, run=st.integers(0, 9))
    def test_of_equals_the_one_that_came_first(self, kind, example, one, number, running, run):
        assert rule_of(kind, example).choose([one] * number, running, run) == 0

    @given(waiting=queues, late=jobs, running=st.none() | products, run=st.integers(0, 9))
    def test_whoever_joins_the_queue_changes_nothing_among_those_before(
        self, kind, example, waiting, late, running, run
    ):
        rule = rule_of(kind, example)
        assert rule.choose([*waiting, late], running, run) in (rule.choose(waiting, running, run), len(waiting))


def test_a_bare_name_is_a_kind():
    adapter = contract.TypeAdapter(families()["sequencing"].union)
    assert adapter.validate_python("earliest_due_date") == contract.read("sequencing", "earliest_due_date", {})
    with pytest.raises(ValidationError, match="first_come"):
        adapter.validate_python("last_come")
