from __future__ import annotations

import math

import pytest

from tests.kpi.chains import MARKET, PAIR, grains, value


def test_an_order_counts_if_all_its_lines_are_met_at_once():
    # Anna's order of day 2 has a line of pears that is met, and one of apples that is not: 2 of her 3 orders count.
    assert value(MARKET, "order_fill_rate", customer="anna") == pytest.approx(2 / 3)
    assert value(MARKET, "order_fill_rate", customer="ben") == 1 / 2
    assert value(MARKET, "order_fill_rate", customer="carl") == 0
    assert value(MARKET, "order_fill_rate") == 3 / 6
    assert value(MARKET, "order_fill_rate", site="stand") == 3 / 6


def test_a_site_orders_too():
    assert value(PAIR, "order_fill_rate", site="depot") == 1.0
    assert value(PAIR, "order_fill_rate") == 7 / 8


def test_there_is_none_by_product():
    assert grains(MARKET, "order_fill_rate") == {(), ("site",), ("customer",)}


def test_nothing_ordered():
    assert math.isnan(value(PAIR, "order_fill_rate", site="depot", time={"horizon": 3}))
    assert math.isnan(value(PAIR, "order_fill_rate", time={"warm_up": 7.5}))
