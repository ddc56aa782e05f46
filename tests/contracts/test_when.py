"""The contract of all triggers."""

from __future__ import annotations

import math
from itertools import islice, pairwise
from typing import Any

import pytest
from pydantic import ValidationError

from sim.clock import snap
from sim.disruption.when import Trigger
from sim.spec import families
from sim.streams import Luck
from tests.contracts import family_contract as contract
from tests.contracts.examples_when import EXAMPLES as MORE

KINDS = sorted(contract.kinds("when"))
EXAMPLES = contract.examples("when", MORE)
CASES = contract.cases(EXAMPLES)
CAUSES = ((4.0, 9.0), (30.0, 31.0), (31.5, 90.0), (1000.0, 1001.0))
MANY = 200


def trigger_of(kind: str, example: dict[str, Any]) -> Trigger:
    trigger = contract.read("when", kind, example)
    assert isinstance(trigger, Trigger)
    return trigger


def windows(trigger: Trigger, luck: Luck, name: str = "frost") -> list[tuple[float, float]]:
    return list(islice(trigger.windows(luck, ("disruption", name), iter(CAUSES)), MANY))


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_is_declared(self, kind):
        contract.check_declaration("when", kind)

    def test_is_documented(self, kind):
        contract.check_documentation("when", kind)


@pytest.mark.parametrize(("kind", "example"), CASES)
class TestEveryExample:
    def test_is_a_value(self, kind, example):
        contract.check_value("when", kind, example)

    @pytest.mark.parametrize("replication", range(3))
    def test_its_windows_come_in_time_apart_from_each_other_and_on_the_grid(self, kind, example, replication):
        trigger = trigger_of(kind, example)
        if not trigger.is_foreseen:
            pytest.skip("it has no windows")
        found = windows(trigger, Luck(7, replication))
        assert all(0.0 <= start < end for start, end in found)
        assert all(before[1] < after[0] for before, after in pairwise(found))
        assert all(time == math.inf or time == snap(time) for window in found for time in window)

    def test_its_windows_depend_on_nothing_but_luck_and_name(self, kind, example):
        trigger = trigger_of(kind, example)
        if not trigger.is_foreseen:
            pytest.skip("it has no windows")
        once = windows(trigger, Luck(7))
        assert windows(trigger, Luck(7)) == once
        assert windows(trigger, Luck(7, largest_block=1)) == once
        differs = any(windows(trigger, Luck(7, number)) != once for number in range(1, 40))
        assert differs is trigger.is_random
        assert any(windows(trigger, Luck(7), f"other{number}") != once for number in range(40)) is trigger.is_random


def test_a_window_needs_no_kind():
    adapter = contract.TypeAdapter(families()["when"].union)
    assert adapter.validate_python({"starts": 3, "lasts": 2}) == contract.read(
        "when", "window", {"starts": 3, "lasts": 2}
    )
    with pytest.raises(ValidationError, match="kind"):
        adapter.validate_python({"gap": 3, "lasts": 2})
