from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, grains, value


def test_average_over_time():
    assert value(SHOP, "in_transit") == pytest.approx(44 / 10)
    assert value(SHOP, "in_transit", lane="supply") == pytest.approx(44 / 10)
    assert value(SHOP, "in_transit", site="shop", product="item") == pytest.approx(44 / 10)


def test_to_customers():
    # Ben's 3 pears travel for two days, and 1 for the last day.
    assert value(MARKET, "in_transit", customer="ben") == pytest.approx(7 / 6)
    assert value(MARKET, "in_transit", lane="van") == pytest.approx(7 / 6)
    assert grains(MARKET, "in_transit") == {(), ("product",), ("lane",), ("customer",)}


def test_a_message_is_no_goods():
    assert value(PAIR, "in_transit", site="shop") == pytest.approx((10 + 6) / 8)
