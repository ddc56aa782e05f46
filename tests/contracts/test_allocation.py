"""The contract of all allocation rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.allocation import Allocation
from sim.spec import families
from tests.contracts import family_contract as contract
from tests.contracts.examples_allocation import EXAMPLES as MORE

KINDS = sorted(contract.kinds("allocation"))
EXAMPLES = contract.examples("allocation", MORE)
CASES = contract.cases(EXAMPLES)


@dataclass(frozen=True)
class Order:
    buyer: str
    open: int
    whole: bool


buyers = st.sampled_from(["clinic", "shop", "kiosk"])
mixed = st.lists(st.builds(Order, buyers, st.integers(1, 40), st.booleans()), max_size=8)
in_parts = st.lists(st.builds(Order, buyers, st.integers(1, 40), st.just(False)), max_size=8)


def rule_of(kind: str, example: dict[str, Any]) -> Allocation:
    rule = contract.read("allocation", kind, example)
    assert isinstance(rule, Allocation)
    return rule


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_is_declared(self, kind):
        contract.check_declaration("allocation", kind)

    def test_is_documented(self, kind):
        contract.check_documentation("allocation", kind)


@pytest.mark.parametrize(("kind", "example"), CASES)
class TestEveryExample:
    def test_is_a_value(self, kind, example):
        contract.check_value("allocation", kind, example)

    @given(available=st.integers(0, 200), waiting=mixed)
    def test_shares_only_what_there_is_and_is_pure(self, kind, example, available, waiting):
        rule, before = rule_of(kind, example), list(waiting)
        shares = rule.share(available, waiting)
        assert isinstance(shares, list)
        assert all(type(share) is int for share in shares)
        assert all(0 <= share <= order.open for share, order in zip(shares, waiting, strict=True))
        assert all(share in (0, order.open) for share, order in zip(shares, waiting, strict=True) if order.whole)
        assert sum(shares) <= available
        assert rule.share(available, waiting) == shares
        assert waiting == before

    @given(available=st.integers(0, 200), waiting=in_parts)
    def test_keeps_nothing_back_from_orders_that_take_parts(self, kind, example, available, waiting):
        assert sum(rule_of(kind, example).share(available, waiting)) == min(
            available, sum(order.open for order in waiting)
        )

    @given(waiting=mixed, spare=st.integers(0, 10))
    def test_serves_all_when_there_is_enough(self, kind, example, waiting, spare):
        wanted = [order.open for order in waiting]
        assert rule_of(kind, example).share(sum(wanted) + spare, waiting) == wanted

    def test_may_be_empty(self, kind, example):
        assert rule_of(kind, example).share(7, []) == []


def test_a_bare_name_is_a_kind():
    adapter = contract.TypeAdapter(families()["allocation"].union)
    assert adapter.validate_python("first_come") == contract.read("allocation", "first_come", {})
    with pytest.raises(ValueError, match="order"):
        adapter.validate_python("priority")
