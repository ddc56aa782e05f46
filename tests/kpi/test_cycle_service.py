from __future__ import annotations

import math

from tests.kpi.chains import PAIR, SHOP, value


def test_cycles_run_from_receipt_to_receipt():
    # Goods come on days 2, 3, 4, 7 and 9: four cycles, of which the first has an order that waits.
    assert value(SHOP, "cycle_service", site="shop") == 3 / 4
    assert value(SHOP, "cycle_service") == 3 / 4


def test_only_cycles_inside_the_period_count():
    assert value(SHOP, "cycle_service", time={"warm_up": 3}) == 1.0
    assert value(SHOP, "cycle_service", time={"horizon": 4.5}) == 1 / 2
    assert value(SHOP, "cycle_service", time={"horizon": 4}) == 0.0  # what comes at the end comes after the period


def test_no_whole_cycle():
    # The shop's second receipt is at the very end, the depot never has one.
    assert math.isnan(value(PAIR, "cycle_service", site="shop"))
    assert math.isnan(value(PAIR, "cycle_service", site="depot"))


WAITING = """
# Goods arrive on days 0, 1, 2, 3 and 4, one unit each. The order of day 0 asks for 3 and waits until day 2 for the last
# of it, through the cycles of days 0 and 1. On day 2.5 one is asked for: it waits, until day 3, for the cycle of day 2.
name: waiting
time: {unit: day, horizon: 5}
products: {item: {}}
sites:
  source: {kind: supplier, supplies: {item: {}}}
  shop: {kind: warehouse, stock: {item: {opening: {arriving: [
    {quantity: 1, at: 0}, {quantity: 1, at: 1}, {quantity: 1, at: 2}, {quantity: 1, at: 3}, {quantity: 1, at: 4}]},
    replenish: {kind: base_stock, level: 0}}}}
  buyers: {kind: customer, buys: {item: {from: shop, demand: {kind: trace, orders: [[0, 3], [2.5, 1]]}}}}
lanes:
  supply: {from: source, to: shop, lead_time: 9}
"""


def test_an_order_that_waits_through_a_cycle_fails_it():
    assert value(WAITING, "cycle_service", site="shop") == 1 / 4


LOSING = WAITING.replace("from: shop,", "from: shop, when_short: lost,").replace("[0, 3], [2.5, 1]", "[1, 3], [3.5, 4]")


def test_a_lost_sale_fails_the_cycle_in_which_it_is_lost():
    # On day 1 there are 2 for 3, on day 3.5 there are 2 for 4.
    assert value(LOSING, "cycle_service", site="shop") == 2 / 4


TWO_STOCKS = """
# Of each product one unit arrives on days 1 and 2: one cycle each. On day 1 there is one egg for two.
name: two_stocks
time: {unit: day, horizon: 5}
products: {egg: {}, ham: {}}
sites:
  source: {kind: supplier, supplies: {egg: {}, ham: {}}}
  shop:
    kind: warehouse
    stock:
      egg: &stock
        opening: {arriving: [{quantity: 1, at: 1}, {quantity: 1, at: 2}]}
        replenish: {kind: base_stock, level: 0}
      ham: *stock
  buyers:
    kind: customer
    buys:
      egg: {from: shop, demand: {kind: trace, orders: [[1, 2]]}}
      ham: {from: shop, demand: {kind: trace, orders: [[1, 1]]}}
lanes:
  supply: {from: source, to: shop, lead_time: 9}
"""


def test_no_cycle_runs_from_one_stock_to_another():
    assert value(TWO_STOCKS, "cycle_service", site="shop", product="egg") == 0.0
    assert value(TWO_STOCKS, "cycle_service", site="shop", product="ham") == 1.0
    assert value(TWO_STOCKS, "cycle_service", site="shop") == 1 / 2
