"""What a policy says that it looks at is all that it looks at."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.replenishment import Replenishment
from sim.spec import families
from tests.contracts import family_contract as contract
from tests.contracts.examples_replenishment import EXAMPLES

CASES = [
    pytest.param(kind, example, id=f"{kind}-{i}")
    for kind in sorted(EXAMPLES)
    for i, example in enumerate(EXAMPLES[kind])
]
MEASURES = {"position": "position", "net_stock": "position", "on_hand": "stock", "on_hand_and_on_order": "stock"}


def view(on_hand: int, backlog: int, on_order: int, period: int) -> SimpleNamespace:
    return SimpleNamespace(
        on_hand=on_hand, backlog=backlog, on_order=on_order, net_stock=on_hand - backlog, period=period,
        position=on_hand + on_order - backlog, on_hand_and_on_order=on_hand + on_order, orders_since_review=7,
        last_order=5, forecast=6.0, review_interval=1.0, lead_time=2.0,
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "example"), CASES)
def test_the_promise_to_look_at_no_more_than_the_position_is_kept(kind, example):
    policy = contract.read("replenishment", kind, example)
    for period in range(8):
        for net_stock in range(-40, 61, 4):
            for on_order in (0, 9):
                answers = {
                    policy.order_quantity(view(max(net_stock, 0) + extra, max(-net_stock, 0) + extra, on_order, period))
                    for extra in (0, 3, 50)
                }
                assert policy.looks_at == "stock" or len(answers) == 1


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    "policy",
    [
        {"kind": "base_stock", "level": 9},
        {"kind": "min_max", "reorder_point": 5, "up_to": 9},
        {"kind": "reorder_point", "point": 5, "quantity": 4},
        {"kind": "order_up_to", "level": 9},
        {"kind": "proportional_order_up_to", "level": 9, "adjustment_time": 2, "base": 3},
    ],
    ids=lambda policy: policy["kind"],
)
def test_it_follows_from_what_a_level_is_compared_with(policy, measure):
    kinds = families()["replenishment"].kinds
    based = kinds[policy["kind"]].model_validate({**policy, "based_on": measure})
    assert based.looks_at == MEASURES[measure]
    play = kinds["opening_play"].model_validate({"first": {"periods": 2, "quantity": 1}, "then": based})
    assert play.looks_at == MEASURES[measure]


def test_who_says_nothing_is_taken_to_look_at_stock():
    class Guess(Replenishment):
        """Says nothing."""

    assert Guess().looks_at == "stock"
