"""Base stock, by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.replenishment.base_stock import BaseStock


@pytest.mark.parametrize(("position", "order"), [(20, 0), (19, 1), (-5, 25), (26, -6)])
def test_orders_what_is_missing(position, order):
    assert BaseStock(level=20).order_quantity(SimpleNamespace(position=position)) == order


def test_looks_after_every_demand_unless_it_is_given_a_clock():
    assert BaseStock(level=20).review.every is None
    assert BaseStock(level=20, review="1 week").review.every == 7.0


def test_a_level_may_be_negative():
    assert BaseStock(level=-2, based_on="net_stock").order_quantity(SimpleNamespace(net_stock=-3)) == 1
