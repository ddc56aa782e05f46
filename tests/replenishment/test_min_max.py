"""The (s, S) policy, by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from sim.replenishment.min_max import MinMax


@pytest.mark.parametrize(
    ("trigger", "position", "order"),
    [
        ("at_or_below", 21, 0),
        ("at_or_below", 20, 40),
        ("at_or_below", 12, 48),
        ("below", 20, 0),
        ("below", 19, 41),
    ],
)
def test_fills_up_once_triggered(trigger, position, order):
    policy = MinMax(reorder_point=20, up_to=60, trigger=trigger)
    assert policy.order_quantity(SimpleNamespace(position=position)) == order


def test_at_or_below_is_the_default():
    assert MinMax(reorder_point=20, up_to=60).trigger == "at_or_below"


def test_up_to_below_the_reorder_point_is_refused():
    with pytest.raises(ValidationError, match=r"'up_to' \(19\) must not be below 'reorder_point' \(20\)"):
        MinMax(reorder_point=20, up_to=19)
