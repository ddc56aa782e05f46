"""A standing order."""

from __future__ import annotations

from types import SimpleNamespace

from sim.replenishment.fixed_interval_quantity import FixedIntervalQuantity


def test_orders_the_same_at_each_review():
    policy = FixedIntervalQuantity(quantity=40, review="1 week")
    assert policy.review.every == 7.0
    assert {policy.order_quantity(SimpleNamespace(period=period, position=90 * period)) for period in range(3)} == {40}
