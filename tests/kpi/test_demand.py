from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_what_customers_ask_for():
    assert value(SHOP, "demand") == pytest.approx(22 / 10)
    assert value(MARKET, "demand", customer="anna", product="pear") == pytest.approx(6 / 6)
    assert value(MARKET, "demand", customer="ben") == pytest.approx(5 / 6)
    assert value(MARKET, "demand", site="stand", product="pear") == pytest.approx(12 / 6)
    assert value(MARKET, "demand") == pytest.approx(19 / 6)


def test_orders_of_sites_are_not_demand():
    assert value(PAIR, "demand", site="depot") == 0.0
    assert value(PAIR, "demand", site="shop") == pytest.approx(16 / 8)


def test_start_counts_and_end_does_not():
    assert value(SHOP, "demand", time={"warm_up": 5}) == pytest.approx((3 + 4) / 5)
    assert value(SHOP, "demand", time={"horizon": 7}) == pytest.approx(18 / 7)
