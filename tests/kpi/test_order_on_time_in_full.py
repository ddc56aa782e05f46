from __future__ import annotations

import math

import pytest

from tests.kpi.chains import MARKET, SHOP, grains, value


def test_an_order_succeeds_if_every_line_does():
    # Anna's order of day 2 has a line of pears that comes and one of apples of which 2 are lost: 2 of her 3 succeed.
    assert value(MARKET, "order_on_time_in_full", customer="anna") == pytest.approx(2 / 3)
    assert value(MARKET, "on_time_in_full", customer="anna") == 4 / 5  # by line


def test_orders_that_are_overdue_fail_and_those_not_due_are_left_out():
    assert value(MARKET, "order_on_time_in_full", customer="ben") == 1.0  # that of day 5 is due on day 7
    assert value(MARKET, "order_on_time_in_full", customer="carl") == 0.0
    assert value(MARKET, "order_on_time_in_full") == pytest.approx(3 / 5)
    assert value(MARKET, "order_on_time_in_full", site="stand") == pytest.approx(3 / 5)


def test_one_line_that_failed_decides_though_another_is_not_due():
    # Ben asks for apples too on day 5, promised at once; there are none. His pears would be due on day 7.
    both = MARKET.replace(
        "ben:\n    kind: customer\n    buys: {",
        "ben:\n    kind: customer\n    buys: {apple: {from: stand, demand: {kind: trace, orders: [[5, 1]]}}, ",
    )
    assert value(both, "order_on_time_in_full", customer="ben") == 1 / 2


def test_lines_of_one_buyer_are_orders_of_their_instant():
    assert value(SHOP, "order_on_time_in_full") == 4 / 5
    assert value(SHOP, "order_on_time_in_full", site="source") == 1.0


def test_there_is_none_by_product():
    assert grains(MARKET, "order_on_time_in_full") == {(), ("site",), ("customer",)}


def test_nothing_ordered():
    assert math.isnan(value(MARKET, "order_on_time_in_full", time={"warm_up": 5.75}))
