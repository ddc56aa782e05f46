"""The (R, nQ) policy, by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.errors import InputError
from sim.replenishment.reorder_point import ReorderPoint


@pytest.mark.parametrize(
    ("trigger", "position", "order"),
    [
        ("at_or_below", 21, 0),
        ("at_or_below", 20, 10),
        ("at_or_below", 11, 10),
        ("at_or_below", 10, 20),  # one lot would only reach the point
        ("at_or_below", -1, 30),
        ("below", 20, 0),
        ("below", 19, 10),
        ("below", 10, 10),  # one lot reaches the point, which is enough
        ("below", 9, 20),
    ],
)
def test_orders_the_fewest_lots_that_suffice(trigger, position, order):
    policy = ReorderPoint(point=20, quantity=10, trigger=trigger)
    assert policy.order_quantity(SimpleNamespace(position=position)) == order


@given(
    point=st.integers(-20, 60),
    quantity=st.integers(1, 30),
    position=st.integers(-200, 100),
    trigger=st.sampled_from(["at_or_below", "below"]),
)
def test_the_lots_suffice_and_one_less_would_not(point, quantity, position, trigger):
    policy = ReorderPoint(point=point, quantity=quantity, trigger=trigger).in_steps(1)
    order = policy.order_quantity(SimpleNamespace(position=position))

    def asks_for_more(level: int) -> bool:
        return level <= point if trigger == "at_or_below" else level < point

    assert order % quantity == 0
    assert not asks_for_more(position + order)
    assert order == 0 or asks_for_more(position + order - quantity)


def test_a_lot_of_nothing_is_refused():
    with pytest.raises(ValidationError, match="greater than 0"):
        ReorderPoint(point=20, quantity=0)
    with pytest.raises(InputError, match=r"'quantity' of 0.4 is less than one step"):
        ReorderPoint(point=20, quantity=0.4).in_steps(1)
    assert ReorderPoint(point=20, quantity=0.4).in_steps(10).quantity == 4
