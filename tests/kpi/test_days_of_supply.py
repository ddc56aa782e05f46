from __future__ import annotations

import math

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_stock_over_what_is_sold_in_a_day():
    assert value(SHOP, "days_of_supply") == pytest.approx(5.7 / 2.2)
    assert value(PAIR, "days_of_supply", site="depot") == pytest.approx(13 / 2)
    assert value(PAIR, "days_of_supply") == pytest.approx((13 + 3.125) / 2)


def test_length_of_the_time_unit_counts():
    weekly = SHOP.replace("unit: day", "unit: week").replace("1 day", "1 week")
    assert value(weekly, "days_of_supply") == pytest.approx(5.7 / 2.2 * 7)


def test_it_is_a_year_over_turns():
    assert value(MARKET, "days_of_supply") == pytest.approx(365 / value(MARKET, "turns"))


def test_nothing_sold():
    assert math.isnan(value(MARKET, "days_of_supply", time={"warm_up": 5.75}))
