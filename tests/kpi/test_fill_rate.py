from __future__ import annotations

import math

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_only_what_is_met_at_once_counts():
    assert value(SHOP, "fill_rate") == pytest.approx(21 / 22)  # on day 2 there are 5 for 6
    assert value(SHOP, "fill_rate", site="shop", product="item") == pytest.approx(21 / 22)


def test_by_customer_and_product():
    # Apples: 5 of 7. Pears: Anna 6 of 6, Ben 4 of 5, Carl 0 of 1.
    assert value(MARKET, "fill_rate", customer="anna") == pytest.approx(11 / 13)
    assert value(MARKET, "fill_rate", customer="anna", product="apple") == pytest.approx(5 / 7)
    assert value(MARKET, "fill_rate", customer="ben") == pytest.approx(4 / 5)
    assert value(MARKET, "fill_rate", customer="carl") == 0
    assert value(MARKET, "fill_rate", site="stand", product="pear") == pytest.approx(10 / 12)
    assert value(MARKET, "fill_rate") == pytest.approx(15 / 19)


def test_network_is_of_customers_and_site_of_all_it_received():
    # The depot meets both orders of the shop at once, when it hears of them; the shop 14 of 16 units.
    assert value(PAIR, "fill_rate", site="depot") == 1.0
    assert value(PAIR, "fill_rate") == pytest.approx(14 / 16)


def test_orders_placed_before_measuring_do_not_count():
    assert value(SHOP, "fill_rate", time={"warm_up": 2}) == pytest.approx(12 / 13)
    assert value(SHOP, "fill_rate", time={"warm_up": 2.5}) == 1.0


def test_order_that_has_not_been_heard_of_is_left_out():
    # Until 7 the depot has heard of the first order alone, until 3 of none.
    assert value(PAIR, "fill_rate", site="depot", time={"horizon": 7}) == 1.0
    assert math.isnan(value(PAIR, "fill_rate", site="depot", time={"horizon": 3}))
