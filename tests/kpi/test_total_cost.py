from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_every_category():
    # 57 unit-days at 0.5, 1 at 3, 44 on the way at 0.25; 5 orders at 1 and 5 shipments at 2; 22 units bought at 3.
    costs = {"holding": 28.5, "backlog": 3, "transit_holding": 11, "ordering": 5, "transport": 10, "purchase": 66}
    for category, cost in costs.items():
        assert value(SHOP, "total_cost", category=category) == pytest.approx(cost)
        assert value(SHOP, "total_cost", site="shop", category=category) == pytest.approx(cost)
    assert value(SHOP, "total_cost", category="lost_sale") == 0.0
    assert value(SHOP, "total_cost") == pytest.approx(sum(costs.values()))


def test_lanes():
    assert value(SHOP, "total_cost", lane="supply", category="transport") == pytest.approx(10)
    assert value(SHOP, "total_cost", lane="supply") == pytest.approx(21)


def test_a_lane_belongs_to_the_warehouse_it_leads_to():
    assert value(PAIR, "total_cost", site="shop", category="transport") == pytest.approx(16 * 0.5)
    assert value(PAIR, "total_cost", site="depot") == 0.0


def test_a_lane_to_a_customer_belongs_to_the_warehouse_it_comes_from():
    assert value(MARKET, "total_cost", site="stand", product="pear", category="transport") == pytest.approx(2)
    assert value(MARKET, "total_cost", site="stand", product="apple") == 0.0


def test_only_the_measuring_period_counts():
    # From day 4 on: holding of 10, 7, 7, 6, 6, 10; orders and shipments of days 5 and 7; receipts of days 4, 7 and 9;
    # in transit 3 and 4 units for two days each.
    expected = 46 * 0.5 + 2 * 1 + 2 * 2 + (6 + 3 + 4) * 3 + 14 * 0.25
    assert value(SHOP, "total_cost", time={"warm_up": 4}) == pytest.approx(expected)


def test_what_falls_due_at_the_very_end_does_not_count():
    # The 4 units of day 9 arrive when a run of 9 days ends.
    assert value(SHOP, "total_cost", category="purchase", time={"horizon": 9}) == pytest.approx((4 + 5 + 6 + 3) * 3)
