"""The contract of all release rules."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.release import Release
from sim.spec import families
from tests.contracts import family_contract as contract
from tests.contracts.examples_release import EXAMPLES as MORE

KINDS = sorted(contract.kinds("release"))
EXAMPLES = contract.examples("release", MORE)
CASES = contract.cases(EXAMPLES)


def rule_of(kind: str, example: dict[str, Any]) -> Release:
    rule = contract.read("release", kind, example)
    assert isinstance(rule, Release)
    return rule


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_is_declared(self, kind):
        contract.check_declaration("release", kind)

    def test_is_documented(self, kind):
        contract.check_documentation("release", kind)


@pytest.mark.parametrize(("kind", "example"), CASES)
class TestEveryExample:
    def test_is_a_value(self, kind, example):
        contract.check_value("release", kind, example)

    def test_lets_a_job_into_an_empty_shop(self, kind, example):
        # Else nothing would ever leave it, and nothing enter.
        assert rule_of(kind, example).may_release(0) is True

    @given(in_process=st.integers(0, 100))
    def test_is_pure_and_lets_in_no_job_that_it_would_refuse_with_less_in_process(self, kind, example, in_process):
        rule = rule_of(kind, example)
        now = rule.may_release(in_process)
        assert rule.may_release(in_process) is now
        assert now or not rule.may_release(in_process + 1)


def test_a_bare_name_is_a_kind():
    adapter = contract.TypeAdapter(families()["release"].union)
    assert adapter.validate_python("push") == contract.read("release", "push", {})
    with pytest.raises(ValidationError, match="jobs"):
        adapter.validate_python("conwip")
