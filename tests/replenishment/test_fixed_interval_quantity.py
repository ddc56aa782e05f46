"""A standing order."""

from __future__ import annotations

from types import SimpleNamespace

from sim.replenishment.fixed_interval_quantity import FixedIntervalQuantity


def test_orders_the_same_at_each_review():
    policy = FixedIntervalQuantity(quantity=40, review="1 week")
    assert policy.review.every == 7.0
    assert {policy.order_quantity(SimpleNamespace(period=period, position=90 * period)) for period in range(3)} == {40}


def test_what_it_orders_in_a_run_is_known():
    policy = FixedIntervalQuantity(quantity=40, review={"every": 7, "first": 1})
    assert policy.standing_quantity(15) == 2 * 40  # at 1 and 8; a run ends before 15
    assert policy.standing_quantity(15.5) == 3 * 40
    assert policy.standing_quantity(1) == 0
