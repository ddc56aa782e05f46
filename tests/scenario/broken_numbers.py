# ruff: noqa: E501 - a case is one line of a table
# fmt: off
"""Numbers that nobody can count, reckon or wait with: a further table of broken files, see ``broken_files``."""

from __future__ import annotations

from tests.scenario.broken_files import LANE, SMALL, Broken

POISSON = "{kind: poisson, rate: 10 per day}"
CONSTANT = "{kind: constant, quantity: 1}"


def drawn(label: str, law: str, says: str) -> Broken:
    """A case whose mistake is in the law of a customer's quantities."""
    return Broken(label, POISSON, f"{{kind: periodic, quantity: {law}}}", 29, says)


LAWS = [
    drawn("varies_too_much", "{kind: gamma, mean: 5, cv: 1e200}", "quantity.cv: must be at most 100, got 1e+200"),
    drawn("varies_too_little", "{kind: gamma, mean: 5, cv: 1e-200}", "quantity.cv: must be at least 0.0001, got 1e-200"),
    drawn("beta_too_narrow", "{kind: beta, mean: 0.5, cv: 1e-200}", "quantity.cv: must be at least 0.0001"),
    drawn("beta_of_a_wide_range", "{kind: beta, mean: 1e-9, cv: 1, high: 1000}", "'cv' is too small: the deviation must be at least 1e-08 of the range"),
    drawn("beta_too_steep", "{kind: beta, mean: 0.9999999, cv: 0.0001, low: 0}", "'cv' leads to alpha 9 and beta 9e-07"),
    drawn("normal_too_narrow", "{kind: normal, mean: 5, sd: 1e-300}", "'sd' must be 0, or at least 5e-09; got 1e-300"),
    drawn("weight_too_large", "{kind: discrete, values: [1, 2], weights: [1e308, 1]}", "weights.0: must be at most 1e+15, got 1e+308"),
    drawn("count_varies_too_much", "{kind: negative_binomial, mean: 5, cv: 1e300}", "quantity.cv: must be at most 100"),
    drawn("count_beyond_poisson", "{kind: negative_binomial, mean: 1e12, cv: 1}", "the mean must be at most 1e+09, got 1e+12"),
    drawn("count_too_like_poisson", "{kind: negative_binomial, mean: 4, cv: 0.5}", "'cv' must be above 0.5"),
    drawn("out_of_reach", "{kind: lognormal, median: 1e14, sigma: 10}", "this law cannot be computed"),
    drawn("law_of_too_much", "1e19", "must be at most 1e+15, got 1e+19"),
    Broken("law_of_too_many_steps", CONSTANT, "{kind: periodic, quantity: 1e14}", 32, "demand.quantity: 1e+14 of 'tea' are 1e+20 steps of 1e-06"),
    Broken("count_for_a_time", "lead_time: 1 day}", "lead_time: {kind: negative_binomial, mean: 1e300, cv: 2}}", 35, "lead_time.mean: must be at most 1e+15"),
    Broken("mean_for_a_time", "lead_time: 1 day}", "lead_time: {kind: exponential, mean: 1e12}}", 35, "times must stay below 8.6e+09"),
    Broken("season_below_the_grid", POISSON, "{kind: poisson, rate: 1, season: {period: 0.000001, factors: [1, 2]}}", 29, "each part of 'period' must be at least one step of the time grid"),
]

SIZES = [
    Broken("drawn_between_steps", POISSON, "{kind: periodic, quantity: {kind: exponential, mean: 0.3}}", 29, "what is drawn, 0.3 on average, is rounded to whole steps of 'juice', which are 1", "warning"),
    Broken("record_between_steps", POISSON, "{kind: trace, orders: [[1, 3], [2, 0.4], [3, 1.5]]}", 29, "demand.orders: 0.4 is not a whole number of steps of 'juice': it counts as 0 (so do 1 more rows)", "warning"),
    Broken("opening_between_steps", "on_hand: 20", "on_hand: 20.5", 19, "20.5 is not a whole number of steps of 'juice': it counts as 20", "warning"),
    Broken("level_of_too_many_steps", "up_to: 9.5", "up_to: 1e13", 22, "up_to: 1e+13 of 'tea' are 1e+19 steps of 1e-06; what is beyond 9e+15 steps cannot be counted exactly"),
    Broken("play_of_too_many_steps", "{kind: min_max, reorder_point: 5, up_to: 9.5}", "{first: {quantity: [1, 1e13]}, then: {kind: base_stock, level: 5, review: 1}}", 22, "first.quantity.1: 1e+13 of 'tea' are 1e+19 steps"),
    Broken("record_of_too_many_steps", CONSTANT, "{kind: trace, orders: [[1, 1], [2, 1e13]]}", 32, "demand.orders: 1e+13 of 'tea' are 1e+19 steps"),
    Broken("record_too_large", CONSTANT, "{kind: trace, orders: [[1, 1e300]]}", 32, "must be at most 1e+15, got 1e+300"),
    Broken("step_too_small", "{unit: kg}", "{unit: kg, step: 1e-18}", 5, "must be at least 1e-12, got 1e-18"),
    Broken("arriving_of_nothing", "opening: {on_hand: 20}", "opening: {arriving: [{quantity: 2, at: 1}, {quantity: 0.4, at: 1}]}", 19, "arriving.1.quantity: 0.4 of 'juice' rounds to nothing: its step is 1"),
    Broken("under_way_of_nothing", "opening: {on_hand: 20}", "opening: {orders_under_way: [{quantity: 0.4, at: 1}]}", 19, "orders_under_way.0.quantity: 0.4 of 'juice' rounds to nothing"),
    Broken("backlog_of_nothing", "opening: {on_hand: 20}", "opening: {backlog: 0.4}", 19, "opening.backlog: 0.4 of 'juice' rounds to nothing"),
    Broken("price_beyond_all", "price: 2\n", "price: 1e308\n", 28, "price: must be at most 1e+15, got 1e+308"),
    Broken("time_beyond_all", "lead_time: 2 days", "lead_time: 1e303", 11, "must be at most 1e+15, got 1e+303"),
    Broken("horizon_beyond_all", "horizon: 100,", "horizon: 1e303,", 2, "must be less than 8.58993e+09, got 1e+303"),
    Broken("negative_holding", "opening: {on_hand: 20}", "costs: {holding: -20 % per year}", 19, "must be at least 0, got '-20 % per year'"),
    Broken("negative_holding_money", "opening: {on_hand: 20}", "costs: {holding: -1}", 19, "must be at least 0, got -1"),
]

TIMES = [
    Broken("empty_period", "warm_up: 10", "warm_up: 99.99999999", 2, "'warm_up' (99.99999999) must be shorter than 'horizon' (100), by a step"),
    Broken("empty_horizon", "horizon: 100, warm_up: 10", "horizon: 1e-9", 2, "'horizon' must be longer than 0, by a step"),
    Broken("one_order", "horizon: 100, warm_up: 10", "horizon: {orders: 1, of: people}", 2, "must be at least 2, got 1"),
    Broken("too_many_orders", "", SMALL.replace("horizon: 100, warm_up: 10", "horizon: {orders: 4, of: people}").replace(POISSON, "{kind: trace, orders: [[0, 1], [1, 0.4], [2, 1]]}").replace(CONSTANT, "{kind: periodic, quantity: {kind: binomial, trials: 9, probability: 0}}"), 2, "the run would never end: 'people' places 2 orders in all"),
    Broken("promise_of_nothing", LANE, LANE + "  home: {from: shop, to: people, products: [juice], lead_time: 2 days, information_delay: 12 h}\n", 26, "each order will be late: no time is 'promised', and the goods take 2.5 days at least", "warning"),
    Broken("promise_too_short", "", SMALL.replace("        price: 2\n", "        promised: 1 day\n").replace(LANE, LANE + "  home: {from: shop, to: people, products: [juice], lead_time: {kind: uniform, low: 2, high: 3}}\n"), 28, "each order will be late: a delivery within 1 days is promised, and the goods take 2 days at least", "warning"),
    Broken("record_beyond_the_horizon", CONSTANT, "{kind: trace, orders: [[1, 1], [100, 1], [300, 1]]}", 32, "2 of its 3 orders come at the horizon (100) or later, and are not used", "warning"),
]

RING = """\
name: ring
time: {horizon: 10}
products: {juice: {}}
sites:
  mill: {kind: supplier, supplies: {juice: {}}}
  north: {kind: warehouse, stock: {juice: {source: {kind: priority, sites: [south, mill]}, replenish: {kind: base_stock, level: 5}}}}
  south: {kind: warehouse, stock: {juice: {source: {kind: priority, sites: [north, mill]}, replenish: {kind: base_stock, level: 5}}}}
  people: {kind: customer, buys: {juice: {from: north, demand: {kind: poisson, rate: 1}}}}
lanes:
  mill_to_north: {from: mill, to: north}
  mill_to_south: {from: mill, to: south}
  down: {from: north, to: south}
  up: {from: south, to: north}
"""
CIRCLES = [
    Broken("no_time_in_a_circle", "", RING, 6, "orders would go round in a circle for ever within one instant: north <- south <- north"),
]

NUMBERS = [*LAWS, *SIZES, *TIMES, *CIRCLES]
