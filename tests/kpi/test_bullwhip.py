from __future__ import annotations

import math

import numpy as np
import pytest

from tests.kpi.chains import PAIR, SHOP, grains, value


def test_passing_demand_on_is_one():
    assert value(SHOP, "bullwhip", site="shop") == pytest.approx(1.0)


def test_bucket_is_the_stocks_review_interval():
    # Demand 3, 5, 2, 6 and orders 0, 10, 0, 6 in periods of two days.
    assert value(PAIR, "bullwhip", site="shop", product="item") == pytest.approx(18 / 2.5)
    assert value(PAIR, "bullwhip", site="depot") == 0.0  # it never orders


def test_each_stage_has_its_own_and_the_network_none():
    assert grains(PAIR, "bullwhip") == {("site",), ("site", "product")}


def test_steady_demand_has_no_bullwhip():
    steady = PAIR.replace(
        "[0, 1], [1, 2], [2, 3], [3, 2], [4, 1], [5, 1], [6, 2], [7, 4]", "[1, 4], [3, 4], [5, 4], [7, 4]"
    )
    assert math.isnan(value(steady, "bullwhip", site="shop"))


def test_only_whole_periods_count():
    # Periods that begin at 2, 4 and 6: demand 5, 2, 6 and orders 10, 0, 6.
    demand, orders = np.var([5, 2, 6]), np.var([10, 0, 6])
    assert value(PAIR, "bullwhip", site="shop", time={"warm_up": 0.5}) == pytest.approx(orders / demand)


def test_variances_of_several_products_are_summed():
    # A second product, of which 5 are asked for in each of the four periods but the last: variance 75 / 16.
    two = PAIR.replace("products: {item: {value: 2}}", "products: {item: {value: 2}, more: {}}")
    two = two.replace("  shop:\n    kind: warehouse\n    stock:\n", "  shop:\n    kind: warehouse\n    stock:\n" + MORE)
    two = two.replace(
        "    buys:\n", "    buys:\n      more: {from: shop, demand: {kind: trace, orders: [[0, 5], [2, 5], [4, 5]]}}\n"
    )
    two = two.replace("supplies: {item: {price: 3}}", "supplies: {item: {price: 3}, more: {}}")
    two = two.replace("lanes:", "lanes:\n  direct: {from: source, to: shop, products: [more]}")
    assert value(two, "bullwhip", site="shop", product="more") == pytest.approx(1)
    assert value(two, "bullwhip", site="shop") == pytest.approx((18 + 75 / 16) / (2.5 + 75 / 16))


def test_amounts_in_steps_are_units():
    fine = PAIR.replace("products: {item: {value: 2}}", "products: {item: {value: 2, step: 0.001, unit: kg}}")
    assert value(fine, "bullwhip", site="shop") == pytest.approx(18 / 2.5)


MORE = "      more: {opening: {on_hand: 20}, replenish: {kind: base_stock, level: 20, review: 2 days}}\n"
WEEKS = """
# A shop that is asked for 4 each day and is reviewed each day, in a scenario that counts in weeks.
name: weeks
time: {unit: week, horizon: 50}
products: {item: {}}
sites:
  source: {kind: supplier, supplies: {item: {}}}
  shop:
    kind: warehouse
    stock: {item: {opening: {on_hand: 9}, replenish: {kind: base_stock, level: 9, review: 1 day}}}
  buyers: {kind: customer, buys: {item: {from: shop, demand: {kind: constant, quantity: 4, every: 1 day}}}}
lanes:
  supply: {from: source, to: shop, lead_time: 1 day}
"""


def test_periods_that_are_no_round_number_hold_one_review_each():
    # The k-th day begins at k / 7 on the time grid, at times a little before k times 1 / 7.
    assert math.isnan(value(WEEKS, "bullwhip", site="shop"))
