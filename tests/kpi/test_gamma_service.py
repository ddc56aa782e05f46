from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_backlog_in_periods_of_demand():
    assert value(SHOP, "gamma_service") == pytest.approx(1 - 0.1 / 2.2)
    assert value(SHOP, "gamma_service", site="shop", product="item") == pytest.approx(1 - 0.1 / 2.2)


def test_period_is_the_stocks_review_interval():
    # 2 units are owed for 1 of 8 days; 2 units a day are asked for, 4 in a period.
    assert value(PAIR, "gamma_service", site="shop") == pytest.approx(1 - 0.25 / 4)


def test_by_customer():
    # Carl waits half a day for 1 unit, which is all he asks for in 6 days.
    assert value(MARKET, "gamma_service", customer="carl") == pytest.approx(1 - (0.5 / 6) / (1 / 6))
    assert value(MARKET, "gamma_service", customer="anna") == 1.0


def test_it_may_be_negative():
    assert value(PAIR.replace("[7, 4]", "[7, 80]"), "gamma_service", time={"horizon": 100}) < 0
