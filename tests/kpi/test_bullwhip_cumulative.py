from __future__ import annotations

import math

import pytest

from tests.kpi.chains import PAIR, SHOP, grains, value

DEPOT = "depot: {kind: warehouse, stock: {item: {opening: {on_hand: 20}"
REFILLED = PAIR.replace(DEPOT, DEPOT + ", replenish: {kind: base_stock, level: 20, review: 4 days}")
"""The depot fills up to 20 every fourth day, when it has heard of the orders before it.

It looks on days 0 and 4 and orders 0 and 10: mean 5, variance 25. Customers ask for 8 and 8, or, by day of the first
four and the last: 1 2 3 2 | 1 1 2 4, so their demand does not vary by four days."""
WEEKLY = REFILLED.replace("review: 4 days", "review: 2 days")
"""The same every other day: it looks on days 0, 2, 4 and 6 and orders 0, 0, 10 and 0: mean 2.5, variance 18.75."""


def test_orders_of_a_stage_against_what_customers_ask():
    assert value(WEEKLY, "bullwhip_cumulative", site="shop", product="item") == pytest.approx(18 / 2.5)
    assert value(WEEKLY, "bullwhip_cumulative", site="depot", product="item") == pytest.approx(18.75 / 2.5)


def test_the_stage_itself_saw_another_demand():
    # The depot hears of 10 on day 3 and of 6 on day 7: by period 0, 10, 0, 6, variance 18.
    assert value(WEEKLY, "bullwhip", site="depot") == pytest.approx(18.75 / 18)


def test_the_network_is_its_most_upstream_stage():
    assert value(WEEKLY, "bullwhip_cumulative") == pytest.approx(18.75 / 2.5)
    assert value(SHOP, "bullwhip_cumulative") == pytest.approx(1)
    assert grains(WEEKLY, "bullwhip_cumulative") == {(), ("product",), ("site",), ("site", "product")}


def test_a_bucket_in_which_demand_does_not_vary():
    assert math.isnan(value(REFILLED, "bullwhip_cumulative", site="depot"))


def test_customers_of_the_stage_itself_count_too():
    # Somebody buys at the depot: 4 on day 2. By period 3, 9, 2, 6 reach the depot, the mean is 5, the variance 7.5.
    both = WEEKLY.replace(
        "lanes:",
        "  wholesale: {kind: customer, buys: {item: {from: depot, demand: {kind: trace, orders: [[2, 4]]}}}}\nlanes:",
    )
    # It orders these 4 on day 2, the 10 on day 4: 0, 4, 10, 0, the mean is 3.5, the variance 16.75.
    assert value(both, "bullwhip_cumulative", site="depot") == pytest.approx(16.75 / 7.5)
    assert value(both, "bullwhip_cumulative", site="shop") == pytest.approx(18 / 2.5)
