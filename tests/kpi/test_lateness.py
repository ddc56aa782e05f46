from __future__ import annotations

import math

import pytest

from tests.kpi.chains import MARKET, SHOP, value


def test_mean_and_quantiles():
    # Five lines, of which one is a day late.
    assert value(SHOP, "lateness") == pytest.approx(1 / 5)
    assert value(SHOP, "lateness", category="p50") == 0.0
    assert value(SHOP, "lateness", category="p95") == 1.0


def test_early_is_not_late():
    # The last of Ben's day-5 line never comes; the one of day 1 is in time.
    assert value(MARKET, "lateness", customer="ben") == 0.0
    assert math.isnan(value(MARKET, "lateness", customer="carl"))
    assert math.isnan(value(MARKET, "lateness", customer="carl", category="p50"))


QUEUE = """
# A shop that gets 1 unit on each of days 1 to 10; ten lines of 1 unit on day 0 are delivered on days 1 to 10, and five
# on day 20 at once. The promise is 3 days: lateness is 0 for 3 lines, 1, 2 ... 7 for the next seven, 0 for five.
name: queue
time: {unit: day, horizon: 30}
products: {item: {}}
sites:
  source: {kind: supplier, supplies: {item: {}}}
  shop:
    kind: warehouse
    stock: {item: {opening: {arriving: [ARRIVALS, {quantity: 5, at: 15}]}, replenish: {kind: base_stock, level: 0}}}
  buyers: {kind: customer, buys: {item: {from: shop, promised: 3, demand: {kind: trace, orders: [ORDERS]}}}}
lanes:
  supply: {from: source, to: shop, lead_time: 30}
"""
QUEUE = QUEUE.replace("ARRIVALS", ", ".join(f"{{quantity: 1, at: {day}}}" for day in range(1, 11)))
QUEUE = QUEUE.replace("ORDERS", ", ".join(["[0, 1]"] * 10 + ["[20, 1]"] * 5))


def test_quantiles_are_order_statistics():
    # Of 15 lines 8 are not late: the 8th is 0; the 15th is 7.
    assert value(QUEUE, "lateness") == pytest.approx(28 / 15)
    assert value(QUEUE, "lateness", category="p50") == 0.0
    assert value(QUEUE, "lateness", category="p95", site="shop") == 7.0
    # Of the 10 lines of day 0, 3 are not late: the 5th is 2, the 10th is 7.
    early = {"horizon": 19}
    assert value(QUEUE, "lateness", category="p50", time=early) == 2.0
    assert value(QUEUE, "lateness", category="p95", customer="buyers", time=early) == 7.0
