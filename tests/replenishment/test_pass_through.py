"""Orders that follow demand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.replenishment.pass_through import PassThrough


@pytest.mark.parametrize("asked", [0, 4, 8])
def test_orders_what_was_asked_for(asked):
    assert PassThrough().order_quantity(SimpleNamespace(orders_since_review=asked)) == asked


def test_may_follow_each_demand_at_once():
    assert PassThrough(review="continuous").review.every is None
