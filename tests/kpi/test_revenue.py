from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, SHOP, value


def test_what_is_delivered_is_paid():
    assert value(SHOP, "revenue") == pytest.approx(22 * 5)
    assert value(SHOP, "revenue", site="shop", product="item") == pytest.approx(22 * 5)


def test_by_customer():
    # Anna pays for 5 apples at 2 and 6 pears at 1, Ben for the 3 pears that he has.
    assert value(MARKET, "revenue", customer="anna") == pytest.approx(16)
    assert value(MARKET, "revenue", customer="anna", product="apple") == pytest.approx(10)
    assert value(MARKET, "revenue", customer="ben") == pytest.approx(3)
    assert value(MARKET, "revenue", customer="carl") == 0.0
    assert value(MARKET, "revenue", site="stand") == pytest.approx(19)


def test_only_the_measuring_period_counts():
    assert value(SHOP, "revenue", time={"warm_up": 3}) == pytest.approx((1 + 3 + 4) * 5)  # the unit owed comes on day 3


DIRECT = """
# Buyers who buy past the company: nothing of it is the company's.
name: direct
time: {unit: day, horizon: 4}
products: {item: {}}
sites:
  source: {kind: supplier, supplies: {item: {price: 3}}}
  shop: {kind: warehouse, stock: {item: {opening: {on_hand: 4}}}}
  buyers: {kind: customer, buys: {item: {from: source, price: 3, demand: {kind: constant, quantity: 2, every: 1}}}}
  guests: {kind: customer, buys: {item: {from: shop, price: 5, demand: {kind: constant, quantity: 1, every: 1}}}}
"""


def test_sales_of_suppliers_are_not_the_companys():
    assert value(DIRECT, "revenue") == pytest.approx(4 * 5)
    assert value(DIRECT, "revenue", customer="buyers") == 0.0
