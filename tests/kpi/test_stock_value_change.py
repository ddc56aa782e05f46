from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, grains, value


def test_closing_less_opening_value():
    # Apples at 1: 5 become none. Pears at 0.5: 10 become the one that is on its way to Ben.
    assert value(MARKET, "stock_value_change", product="apple") == pytest.approx(-5)
    assert value(MARKET, "stock_value_change", product="pear") == pytest.approx((1 - 10) * 0.5)
    assert value(MARKET, "stock_value_change", site="stand", product="pear") == pytest.approx((1 - 10) * 0.5)
    assert value(MARKET, "stock_value_change") == pytest.approx(-9.5)


def test_goods_on_the_way_belong_where_they_go():
    # Nothing is bought, 16 of 26 are sold: the depot sent 16, 6 of them are still on their way to the shop.
    assert value(PAIR, "stock_value_change", site="depot") == pytest.approx((4 - 20) * 2)
    assert value(PAIR, "stock_value_change", site="shop") == pytest.approx((0 + 6 - 6) * 2)
    assert value(PAIR, "stock_value_change") == pytest.approx((10 - 26) * 2)
    assert grains(PAIR, "stock_value_change") == {(), ("product",), ("site",), ("site", "product")}


def test_what_a_supplier_has_sent_is_not_bought_before_it_arrives():
    # After day 6 the shop holds 7; 3 units are on their way from the source.
    assert value(SHOP, "stock_value_change", time={"horizon": 7}) == pytest.approx((7 - 10) * 2)


def test_edges_of_the_period():
    # The 6 units that arrive on day 4 are bought in a period that begins then: it opens with the 4 of day 3. Those that
    # arrive on day 9 are not in a period that ends then: it closes with the 6 of day 8.
    assert value(SHOP, "stock_value_change", time={"warm_up": 4}) == pytest.approx((10 - 4) * 2)
    assert value(SHOP, "stock_value_change", time={"horizon": 9}) == pytest.approx((6 - 10) * 2)


def test_goods_without_value():
    assert value(SHOP.replace("value: 2", "value: 0"), "stock_value_change", time={"warm_up": 4}) == 0.0
