from __future__ import annotations

import math

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_a_period_with_a_short_order_is_not_met():
    assert value(SHOP, "ready_rate", site="shop") == 9 / 10  # all days but day 2
    assert value(SHOP, "ready_rate") == 9 / 10


def test_period_is_the_stocks_review_interval():
    # The shop's periods are two days long; only that of days 2 and 3 is short. The depot, which is not reviewed, serves
    # no customer: it counts nowhere but at its own grain.
    assert value(PAIR, "ready_rate", site="shop", product="item") == 3 / 4
    assert value(PAIR, "ready_rate", site="depot") == 1.0
    assert value(PAIR, "ready_rate") == 3 / 4


def test_periods_of_several_stocks_are_put_together():
    assert value(MARKET, "ready_rate", site="stand", product="apple") == 5 / 6
    assert value(MARKET, "ready_rate", site="stand", product="pear") == 5 / 6
    assert value(MARKET, "ready_rate", site="stand") == 10 / 12


def test_only_whole_periods_count():
    # From 1 on there are the periods that begin at 2, 4 and 6; that of 2 is short.
    assert value(PAIR, "ready_rate", site="shop", time={"warm_up": 1}) == pytest.approx(2 / 3)
    assert math.isnan(value(PAIR, "ready_rate", site="shop", time={"warm_up": 6.5}))


THREE_DAYS = """
# Measured are days 3 to 6 of a week: four periods, of which the last is short.
name: three_days
time: {unit: week, horizon: 1 week, warm_up: 3 days}
products: {item: {}}
sites:
  source: {kind: supplier, supplies: {item: {}}}
  shop:
    kind: warehouse
    stock: {item: {opening: {on_hand: 6}, replenish: {kind: base_stock, level: 0, review: 1 day}}}
  buyers: {kind: customer, buys: {item: {from: shop, demand: {kind: constant, quantity: 1, every: 1 day}}}}
lanes:
  supply: {from: source, to: shop, lead_time: 1 day}
"""


def test_periods_that_are_no_round_number():
    assert value(THREE_DAYS, "ready_rate") == 3 / 4
