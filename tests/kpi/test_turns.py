from __future__ import annotations

import math

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_annualised():
    # 22 units are sold in 10 days; 5.7 lie there.
    assert value(SHOP, "turns") == pytest.approx(22 / 10 * 365 / 5.7)


def test_length_of_the_time_unit_counts():
    weekly = SHOP.replace("unit: day", "unit: week").replace("1 day", "1 week")
    assert value(weekly, "turns") == pytest.approx(22 / 10 * 365 / 7 / 5.7)


def test_abstract_periods_have_no_year():
    abstract = SHOP.replace("unit: day", "unit: period").replace("1 day", "1")
    assert value(abstract, "turns") == pytest.approx(22 / 10 / 5.7)


def test_network_sells_to_customers_and_a_site_to_all():
    # At 2 a unit: the depot sends 16 and keeps 13, the shop sells 16 and keeps 3.125.
    assert value(PAIR, "turns", site="depot") == pytest.approx(16 / 8 * 365 / 13)
    assert value(PAIR, "turns", site="shop") == pytest.approx(16 / 8 * 365 / 3.125)
    assert value(PAIR, "turns") == pytest.approx(16 / 8 * 365 / (13 + 3.125))


def test_what_has_not_arrived_is_not_sold():
    # 5 apples at 1, 6 pears for Anna and 3 for Ben at 0.5; another one is on its way to him.
    assert value(MARKET, "turns") == pytest.approx((5 + 4.5) / 6 * 365 / (4 / 6 + 20 / 6 * 0.5))
    assert value(MARKET, "turns", site="stand", product="pear") == pytest.approx(10 / 6 * 365 / (20 / 6))


def test_goods_without_value():
    assert math.isnan(value(SHOP.replace("value: 2", "value: 0"), "turns"))
