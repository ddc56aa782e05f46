from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, grains, value


def test_revenue_less_total_cost():
    assert value(SHOP, "profit") == pytest.approx(110 - 123.5)
    assert value(MARKET, "profit") == pytest.approx(19 - 2)
    assert grains(PAIR, "profit") == {(), ("product",)}


def test_sales_of_a_product_less_what_was_spent_on_it():
    # 5 apples are sold at 2; 9 pears at 1, and two shipments of them cost 1 each.
    assert value(MARKET, "profit", product="apple") == pytest.approx(10)
    assert value(MARKET, "profit", product="pear") == pytest.approx(9 - 2)


def test_what_a_supplier_sells_and_pays_is_not_the_company_s():
    # The source sells 3 units to a mill of its own, and pays for the cart.
    mill = "  mill: {kind: customer, buys: {item: {from: cart, price: 7, demand: {kind: trace, orders: [[1, 3]]}}}}"
    cart = "  cart: {from: source, to: mill, lead_time: 1, costs: {per_shipment: 9}}"
    both = SHOP.replace("lanes:", f"{mill}\nlanes:\n{cart}")
    assert value(both, "demand", customer="mill") > 0
    assert value(both, "profit") == pytest.approx(value(SHOP, "profit"))
    assert value(both, "profit", product="item") == pytest.approx(value(SHOP, "profit"))
