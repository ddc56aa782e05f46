from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, grains, value


def test_opening_stock_is_not_free():
    # 5 apples at a cost of 1 are sold at 2, 9 pears at a cost of 0.5 at 1; two shipments at 1.
    assert value(MARKET, "operating_profit") == pytest.approx(5 * (2 - 1) + 9 * (1 - 0.5) - 2)
    assert value(MARKET, "operating_profit", product="apple") == pytest.approx(5 * (2 - 1))
    assert value(MARKET, "operating_profit", product="pear") == pytest.approx(9 * (1 - 0.5) - 2)
    assert grains(PAIR, "operating_profit") == {(), ("product",)}


def test_revenue_less_cost_of_goods_sold_less_other_costs():
    # Bought at their value: 7 units at 2 are sold from day 4 on, at 5. Holding of 46 unit-days, two orders and
    # shipments, and 14 unit-days on the way are the other costs.
    bought_at_value = SHOP.replace("price: 3", "price: 2")
    other = 46 * 0.5 + 2 * 1 + 2 * 2 + 14 * 0.25
    assert value(bought_at_value, "operating_profit", time={"warm_up": 4}) == pytest.approx(7 * (5 - 2) - other)


def test_a_price_above_the_standard_cost_is_paid_when_goods_are_bought():
    # 13 units are bought at 3 from day 4 on, of a value of 2.
    other = 46 * 0.5 + 2 * 1 + 2 * 2 + 14 * 0.25
    found = value(SHOP, "operating_profit", time={"warm_up": 4})
    assert found == pytest.approx(7 * (5 - 2) - 13 * (3 - 2) - other)


def test_it_is_the_profit_where_stock_ends_as_it_began():
    assert value(SHOP, "operating_profit") == pytest.approx(value(SHOP, "profit"))
