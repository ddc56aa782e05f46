from __future__ import annotations

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_a_line_counts_if_all_of_it_is_met_at_once():
    assert value(SHOP, "line_fill_rate") == 4 / 5
    assert value(PAIR, "line_fill_rate", site="shop") == 7 / 8
    assert value(PAIR, "line_fill_rate", site="depot") == 1.0


def test_by_customer_and_product():
    assert value(MARKET, "line_fill_rate", customer="anna") == 4 / 5
    assert value(MARKET, "line_fill_rate", customer="anna", product="apple") == 1 / 2
    assert value(MARKET, "line_fill_rate", customer="ben") == 1 / 2
    assert value(MARKET, "line_fill_rate", customer="carl", product="pear") == 0
    assert value(MARKET, "line_fill_rate") == 5 / 8
