"""The contract of all recoveries."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from sim.disruption.recovery import Recovery
from sim.spec import families
from tests.contracts import family_contract as contract
from tests.contracts.examples_recovery import EXAMPLES as MORE

KINDS = sorted(contract.kinds("recovery"))
EXAMPLES = contract.examples("recovery", MORE)
CASES = contract.cases(EXAMPLES)


def recovery_of(kind: str, example: dict[str, Any]) -> Recovery:
    recovery = contract.read("recovery", kind, example)
    assert isinstance(recovery, Recovery)
    return recovery


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_is_declared(self, kind):
        contract.check_declaration("recovery", kind)

    def test_is_documented(self, kind):
        contract.check_documentation("recovery", kind)


@pytest.mark.parametrize(("kind", "example"), CASES)
class TestEveryExample:
    def test_is_a_value(self, kind, example):
        contract.check_value("recovery", kind, example)

    def test_its_stages_come_in_time_and_end_with_nothing(self, kind, example):
        stages = recovery_of(kind, example).stages
        assert stages
        assert stages[0][0] >= 0.0
        assert all(before[0] < after[0] for before, after in pairwise(stages))
        assert all(0.0 < intensity <= 1.0 for _, intensity in stages[:-1])
        assert stages[-1][1] == 0.0


def test_a_bare_name_is_a_kind():
    adapter = contract.TypeAdapter(families()["recovery"].union)
    assert adapter.validate_python("step") == contract.read("recovery", "step", {})
