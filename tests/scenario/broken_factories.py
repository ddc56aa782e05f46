# ruff: noqa: E501 - a case is one line of a table
# fmt: off
"""Broken files with factories: one for each class of mistake, with the line and words that must be reported.

Each is the small valid file below with one replacement.
"""

from __future__ import annotations

from tests.scenario.broken_files import Broken

SHOP = """\
name: shop
time: {horizon: 100, warm_up: 10}
products: {juice: {}, tea: {}, apple: {}, pulp: {}}
sites:
  farm: {kind: supplier, supplies: {apple: {price: 1}}}
  plant:
    kind: factory
    lines:
      press: {rate: 20, setup: 1 h}
      fill: {time: 10 min, per: unit, queue: 2}
    makes:
      juice:
        from: {apple: 2}
        also: {pulp: 1}
        route: [press, fill]
      tea: {line: press}
    stock:
      apple: {opening: {on_hand: 9}, replenish: {kind: base_stock, level: 40}}
      pulp: {}
      juice:
        replenish: {kind: base_stock, level: 20}
  people:
    kind: customer
    buys:
      juice: {from: plant, demand: {kind: poisson, rate: 3}}
      tea: {from: plant, demand: {kind: poisson, rate: 2}}
      pulp: {from: plant, demand: {kind: poisson, rate: 1}, when_short: lost}
lanes:
  road: {from: farm, to: plant, lead_time: 1}
"""


def _broken(label: str, old: str, new: str, line: int, says: str, severity: str = "error") -> Broken:
    assert old in SHOP, label
    return Broken(label, "", SHOP.replace(old, new, 1), line, says, severity)


POLICY = "replenish: {kind: base_stock, level: 20}"
SPECS = [
    _broken("no_recipe", "    makes:\n      juice:\n        from: {apple: 2}\n        also: {pulp: 1}\n        route: [press, fill]\n      tea: {line: press}\n", "    makes: {}\n", 11, "must not be empty"),
    _broken("rate_and_time", "rate: 20, setup", "rate: 20, time: 1 h, setup", 9, "say 'rate' or 'time', not both"),
    _broken("rate_per_unit", "rate: 20,", "rate: 20, per: unit,", 9, "'per' belongs to 'time': a 'rate' is always in product units"),
    _broken("operation_of_no_time", "tea: {line: press}", "tea: {line: {line: press, per: unit}}", 16, "'per' belongs to a 'time', and this operation states none"),
    _broken("fails_at_once", "rate: 20,", "rate: 20, breakdowns: {time_to_failure: 0, time_to_repair: 1},", 9, "the mean time to failure, 0, must be at least 0.001 time units"),
    _broken("shift_below_the_grid", "rate: 20,", "rate: 20, hours: {shifts: [{from: 6 h, to: 6.00001 h}]},", 9, "a shift must be longer than the grid of time"),
    _broken("operation_per_job", "tea: {line: press}", "tea: {line: {line: press, rate: 3, per: job}}", 16, "'per' belongs to 'time'"),
    _broken("rate_zero", "rate: 20", "rate: 0", 9, "must be greater than 0, got 0"),
    _broken("machines_zero", "rate: 20,", "rate: 20, machines: 0,", 9, "must be at least 1, got 0"),
    _broken("machines_part", "rate: 20,", "rate: 20, machines: 1.5,", 9, "expected a whole number, got 1.5"),
    _broken("machines_beyond", "rate: 20,", "rate: 20, machines: 1000000,", 9, "must be at most 10,000, got 1000000"),
    _broken("queue_negative", "queue: 2", "queue: -1", 10, "must be at least 0, got -1"),
    _broken("time_negative", "time: 10 min", "time: -10 min", 10, "cannot be negative"),
    _broken("time_may_be_negative", "time: 10 min", "time: {kind: uniform, low: -1, high: 1}", 10, "cannot be negative"),
    _broken("per_what", "per: unit", "per: units", 10, "'units' is not one of job, unit (did you mean 'unit'?)"),
    _broken("conwip_zero", "rate: 20,", "rate: 20, release: {kind: conwip, jobs: 0},", 9, "must be at least 1, got 0"),
    _broken("conwip_alone", "rate: 20,", "rate: 20, release: conwip,", 9, "missing key 'jobs'"),
    _broken("release_unknown", "rate: 20,", "rate: 20, release: pull,", 9, "there is no kind 'pull'"),
    _broken("sequence_unknown", "rate: 20,", "rate: 20, sequence: campain,", 9, "there is no kind 'campain' (did you mean 'campaign'?)"),
    _broken("campaign_zero", "rate: 20,", "rate: 20, sequence: {kind: campaign, longest: 0},", 9, "must be at least 1, got 0"),
    _broken("setup_text", "setup: 1 h", "setup: long", 9, "expected a duration"),
    _broken("setup_negative", "setup: 1 h", "setup: -1 h", 9, "must be at least 0"),
    _broken("setup_of_no_product", "setup: 1 h", "setup: {between: {juce: {tea: 1 h}}}", 9, "there is no product 'juce' (did you mean 'juice'?)"),
    _broken("breakdowns_in_part", "rate: 20,", "rate: 20, breakdowns: {time_to_failure: 1 day},", 9, "missing key 'time_to_repair'"),
    _broken("breakdowns_clock", "rate: 20,", "rate: 20, breakdowns: {clock: wall, time_to_failure: 1, time_to_repair: 1},", 9, "'wall' is not one of busy, calendar"),
    _broken("shift_backwards", "rate: 20,", "rate: 20, hours: {shifts: [{from: 22 h, to: 6 h}]},", 9, "a night shift ends after 24 h"),
    _broken("shift_missing", "rate: 20,", "rate: 20, hours: {shifts: []},", 9, "must not be empty"),
    _broken("no_such_day", "rate: 20,", "rate: 20, hours: {days: [mon], shifts: [{from: 6 h, to: 9 h}]},", 9, "'mon' is not one of monday, tuesday"),
    _broken("hours_of_periods", "time: {horizon: 100, warm_up: 10}", "time: {unit: period, horizon: 100, warm_up: 10}", 9, "'h' has no length in a scenario that counts in abstract periods"),
    _broken("line_and_route", "tea: {line: press}", "tea: {line: press, route: [fill]}", 16, "say 'line' or 'route', not both"),
    _broken("ratio_zero", "apple: 2}\n        also", "apple: 0}\n        also", 13, "must be greater than 0, got 0"),
    _broken("yield_zero", "tea: {line: press}", "tea: {line: press, yield: 0}", 16, "a yield is a share above 0 and up to 1"),
    _broken("yield_above_one", "tea: {line: press}", "tea: {line: press, yield: 105 %}", 16, "a yield is a share above 0 and up to 1"),
    _broken("yield_random_above_one", "tea: {line: press}", "tea: {line: press, yield: {kind: uniform, low: 0.9, high: 1.1}}", 16, "this one reaches from 0.9 to 1.1"),
    _broken("yield_text", "tea: {line: press}", "tea: {line: press, yield: good}", 16, "got 'good'"),
    _broken("batch_zero", "tea: {line: press}", "tea: {line: press, batch: 0}", 16, "must be greater than 0, got 0"),
    _broken("multiple_zero", "tea: {line: press}", "tea: {line: press, multiple: 0}", 16, "must be greater than 0, got 0"),
    _broken("unknown_recipe_key", "tea: {line: press}", "tea: {line: press, components: {apple: 1}}", 16, "it is spelled 'from'"),
    _broken("cards_zero", POLICY, "replenish: {kind: kanban, cards: 0}", 21, "must be at least 1, got 0"),
    _broken("container_zero", POLICY, "replenish: {kind: kanban, cards: 2, container: 0}", 21, "must be greater than 0, got 0"),
]

CHECKS = [
    _broken("recipe_of_no_product", "tea: {line: press}", "tee: {line: press}", 16, "there is no product 'tee': a recipe that is not named after its product says it with 'product' (did you mean 'tea'?)"),
    _broken("hours_in_periods", "time: {horizon: 100, warm_up: 10}", "time: {unit: period, horizon: 100, warm_up: 10}", 9, "working hours need a unit of time with a length"),
    _broken("recipe_for_no_product", "tea: {line: press}", "tea: {line: press, product: tee}", 16, "there is no product 'tee' (did you mean 'tea'?)"),
    _broken("made_of_itself", "from: {apple: 2}", "from: {apple: 2, juice: 1}", 13, "'juice' is what the recipe makes"),
    _broken("beside_itself", "also: {pulp: 1}", "also: {pulp: 1, juice: 1}", 14, "'juice' is what the recipe makes"),
    _broken("component_not_stocked", "tea: {line: press}", "tea: {line: press, from: {tea: 1}}", 16, "'tea' is what the recipe makes"),
    _broken("component_without_stock", "from: {apple: 2}", "from: {apple: 2, tea: 1}", 13, "'tea' has no stock at 'plant' that it could be taken from (add sites.plant.stock.tea)"),
    _broken("by_product_without_stock", "      pulp: {}\n", "", 14, "'pulp' has no stock at 'plant' that it could be put into (add sites.plant.stock.pulp)"),
    _broken("component_and_by_product", "also: {pulp: 1}", "also: {pulp: 1, apple: 0.1}", 14, "'apple' is a component too: subtract one from the other"),
    _broken("no_such_component", "from: {apple: 2}", "from: {aple: 2}", 13, "there is no product 'aple' (did you mean 'apple'?)"),
    _broken("no_such_line", "route: [press, fill]", "route: [press, fil]", 15, "'plant' has no line 'fil' (did you mean 'fill'?)"),
    _broken("no_such_single_line", "tea: {line: press}", "tea: {line: pres}", 16, "'plant' has no line 'pres' (did you mean 'press'?)"),
    _broken("no_time", "{time: 10 min, per: unit, queue: 2}", "{queue: 2}", 15, "nothing says how long 'juice' takes on 'fill' (give sites.plant.lines.fill a 'rate' or a 'time')"),
    _broken("two_recipes_unstocked", "tea: {line: press}", "tea: {line: press}\n      green: {product: tea, line: fill}", 11, "'tea' is made by several recipes (green, tea) and not stocked (stock it, with a 'source' that names recipes)"),
    _broken("two_recipes_unnamed", "tea: {line: press}", "tea: {line: press}\n      cloudy: {product: juice, line: fill}", 21, "'plant' can get 'juice' in several ways (cloudy, juice); say which with a source"),
    _broken("source_of_no_recipe", POLICY, POLICY + "\n        source: jiuce", 22, "there is no site or lane or recipe 'jiuce' (did you mean 'juice'?)"),
    _broken("own_source", POLICY, POLICY + "\n        source: plant", 22, "'plant' cannot be its own source; its recipes: juice"),
    _broken("recipe_and_lane", POLICY + "\n", POLICY + "\n        source: juice\n", 22, "'juice' is a recipe and a lane: rename one of them"),
    _broken("recipe_of_another", POLICY, POLICY + "\n        source: tea", 22, "'tea'"),
    _broken("circle_of_recipes", "apple: {opening: {on_hand: 9}, replenish: {kind: base_stock, level: 40}}", "apple: {replenish: {kind: base_stock, level: 40}, source: unpress}", 19, "goods only go round in a circle: apple <- juice <- apple"),
    _broken("order_under_way_to_itself", POLICY, POLICY + "\n        opening: {orders_under_way: [{quantity: 1, at: 1}]}", 22, "what is in process goes under 'arriving'"),
    _broken("saturated_purchase", "apple: {opening: {on_hand: 9}, replenish: {kind: base_stock, level: 40}}", "apple: {replenish: {kind: saturated}}", 18, "'apple' is not made at 'plant': there is no line that could be saturated"),
    _broken("saturated_without_limit", POLICY, "replenish: {kind: saturated}", 21, "nothing limits what 'juice' lets in on 'press': its orders would never end"),
    _broken("saturated_without_route", POLICY, "replenish: {kind: saturated}", 21, "nothing limits what 'juice' lets in without a route: its orders would never end"),
    _broken("saturated_in_no_time", POLICY, "replenish: {kind: saturated}", 21, "'juice' takes no time on its lines: its orders would never end"),
    _broken("saturated_and_bought", POLICY, "replenish: {kind: saturated}\n        source: {kind: priority, sites: [juice, road]}", 21, "'juice' has other sources than the recipes of 'plant': these are never saturated (name its recipes only: juice)"),
]
CHANGED = {
    "lines_that_wait_for_each_other": ("rate: 20,", "rate: 20, queue: 2,"),
    "hours_in_periods": ("rate: 20, setup: 1 h}\n      fill: {time: 10 min,", "rate: 20, hours: {shifts: [{from: 1, to: 2}]}}\n      fill: {time: 1,"),
    "recipe_and_lane": ("  road: {from: farm, to: plant, lead_time: 1}", "  road: {from: farm, to: plant, lead_time: 1}\n  juice: {from: farm, to: plant, lead_time: 2}"),
    "circle_of_recipes": ("      tea: {line: press}", "      tea: {line: press}\n      unpress: {product: apple, from: {juice: 1}, line: press}"),
    "saturated_without_route": ("        route: [press, fill]", "        lead_time: 1 day"),
    "saturated_in_no_time": ("        route: [press, fill]", "        route: [{line: fill, time: 0}]"),
    "saturated_and_bought": ("supplies: {apple: {price: 1}}", "supplies: {apple: {price: 1}, juice: {}}"),
}
"""What must be changed besides."""

WARNINGS = [
    _broken("lines_that_wait_for_each_other", "route: [press, fill]", "route: [fill, press, fill, press, fill]", 10, "jobs leave 'fill' and come back to it through lines with limited room", "warning"),
    _broken("too_many_jobs", "route: [press, fill]", "route: [press, fill]\n        batch: 0.000001", 16, "that takes hours or days", "warning"),
    _broken("unused_recipe", "tea: {line: press}", "tea: {line: press}\n      cloudy: {product: juice, line: fill}", 17, "nothing orders by this recipe: 'juice' at 'plant' has other sources", "warning"),
    _broken("unused_line", "    makes:", "      spare: {rate: 2}\n    makes:", 11, "no recipe uses this line", "warning"),
    _broken("setup_of_other_product", "setup: 1 h", "setup: {otherwise: 1 h, between: {apple: {tea: 1 h}}}", 9, "'apple' is not made on this line", "warning"),
    _broken("setup_of_one_product", "per: unit, queue: 2", "per: unit, queue: 2, setup: 1 h", 10, "it has no effect: only one product is made on this line", "warning"),
    _broken("setup_costs_of_one_product", "per: unit, queue: 2", "per: unit, queue: 2, costs: {per_setup: 3}", 10, "it has no effect: only one product is made on this line", "warning"),
    _broken("release_within_a_route", "per: unit, queue: 2", "per: unit, queue: 2, release: {kind: conwip, jobs: 3}", 10, "it has no effect: no route begins on this line (a rule of release on the first line of the route)", "warning"),
    _broken("by_product_of_parts_of_steps", "also: {pulp: 1}", "also: {pulp: 0.6}", 14, "an order for 1 of 'juice' would bring 0 of 'pulp' instead of 0.6", "warning"),
    _broken("line_too_slow", "rate: 20", "rate: 4", 9, "the mean demand that reaches it takes 1.25 machines, and 1 are there on average: orders will pile up", "warning"),
    _broken("line_too_often_down", "rate: 20", "rate: 6, breakdowns: {time_to_failure: 1, time_to_repair: 1}", 9, "takes 0.833333 machines, and 0.5 are there on average", "warning"),
    _broken("line_too_seldom_open", "rate: 20", "rate: 10, hours: {shifts: [{from: 6 h, to: 14 h}]}", 9, "takes 0.5 machines, and 0.333333 are there on average", "warning"),
    _broken("line_open_once", "rate: 20", "rate: 10, hours: {shifts: [{from: 6 h, to: 14 h}, {from: 6 h, to: 14 h}]}", 9, "takes 0.5 machines, and 0.333333 are there on average", "warning"),
    _broken("short_of_made_to_order", "tea: {line: press}", "tea: {line: press, yield: 80 %}", 16, "what is scrapped of an order for 'tea' is not made again", "warning"),
    _broken("ratio_of_parts_of_steps", "from: {apple: 2}", "from: {apple: 0.3}", 13, "an order for 1 of 'juice' would take 1 of 'apple' instead of 0.3", "warning"),
]
CHANGED["unused_recipe"] = (POLICY, POLICY + "\n        source: juice")

EVERY = [
    case if case.label not in CHANGED else case._replace(new=case.new.replace(*CHANGED[case.label], 1))
    for case in (*SPECS, *CHECKS, *WARNINGS)
]
NOT_ALONE = {
    "shift_backwards",  # an entry that is wrong does not count, and then there is none
    "no_such_day",
    "hours_of_periods",  # other lengths of time too
    "recipe_and_lane",  # and so there are two lanes
}
"""Cases of which one mistake is justly reported at several places."""
