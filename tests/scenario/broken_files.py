# ruff: noqa: E501 - a case is one line of a table
# fmt: off
"""Broken scenario files: one for each class of mistake, with the line and words that must be reported.

Most are the small valid file below with one replacement, so that a case shows its mistake and nothing else.
"""

from __future__ import annotations

from typing import NamedTuple

SMALL = """\
name: small
time: {horizon: 100, warm_up: 10, start: 2025-01-06}
products:
  juice: {unit: each, value: 1.5, tags: [chilled]}
  tea: {unit: kg}
sites:
  maker:
    kind: supplier
    region: south
    supplies:
      juice: {price: 1.0, lead_time: 2 days, capacity: 100 per day}
      tea: {price: 3}
  shop:
    kind: warehouse
    region: north
    tags: [store]
    stock:
      juice:
        opening: {on_hand: 20}
        replenish: {kind: base_stock, level: 50}
      tea:
        replenish: {kind: min_max, reorder_point: 5, up_to: 9.5}
  people:
    kind: customer
    buys:
      juice:
        from: shop
        price: 2
        demand: {kind: poisson, rate: 10 per day}
      tea:
        from: shop
        demand: {kind: constant, quantity: 1}
        when_short: {kind: wait, patience: 2 days}
lanes:
  maker_to_shop: {from: maker, to: shop, lead_time: 1 day}
variants:
  more:
    set: {sites.shop.stock.juice.replenish.level: 60}
"""


class Broken(NamedTuple):
    """One broken file: ``new`` stands in place of ``old`` in the small file (all of it where ``old`` is empty)."""

    label: str
    old: str
    new: str
    line: int
    says: str
    severity: str = "error"


SYNTAX = [
    Broken("empty", "", "", 1, "the file is empty"),
    Broken("only_comment", "", "# nothing\n", 1, "the file is empty"),
    Broken("list", "", "- a\n- b\n", 1, "a scenario is a mapping"),
    Broken("text", "", "just words\n", 1, "a scenario is a mapping"),
    Broken("two_documents", "lanes:", "---\nlanes:", 34, "a second document begins here"),
    Broken("tab", "  tea: {unit: kg}", "\ttea: {unit: kg}", 5, "a tab where spaces must indent"),
    Broken("brace_open", "{unit: kg}", "{unit: kg", 6, "not YAML"),
    Broken("bracket_open", "tags: [store]", "tags: [store", 17, "a list in [ ] is not closed"),
    Broken("quote_open", "unit: kg", "unit: 'kg", 5, "a quotation mark is not closed"),
    Broken("two_colons", "region: south", "region: south: west", 9, "a ': ' is not allowed here"),
    Broken("indentation", "    region: north", "   region: north", 15, "does not fit the lines above"),
    Broken("at_sign", "unit: kg", "unit: @kg", 5, "'@' cannot begin a value"),
    Broken("duplicate_key", "  tea: {unit: kg}", "  juice: {unit: kg}", 5, "the key 'juice' stands here a second time; the first is in line 4"),
    Broken("duplicate_section", "variants:", "lanes:", 36, "the key 'lanes' stands here a second time"),
    Broken("tag", "unit: kg", "unit: !!python/name:os.system x", 5, "the tag !!python/name:os.system is not known"),
    Broken("own_tag", "unit: kg", "unit: !weight kg", 5, "the tag !weight is not known"),
    Broken("alias_unknown", "{unit: kg}", "*kilogram", 5, "*kilogram refers to nothing above it"),
    Broken("alias_in_itself", "{unit: kg}", "&t {unit: *t}", 5, "it would contain itself"),
    Broken("merge_of_text", "  tea: {unit: kg}", "  tea: {<<: x}", 5, "'<<' takes a mapping"),
    Broken("too_deep", "{unit: kg}", "[" * 80 + "]" * 80, 5, "nested deeper than"),
    Broken("no_value", "region: south", "region:", 9, "there is no value here"),
    Broken("no_value_in_list", "tags: [store]", "tags:\n      - store\n      -", 18, "there is no value here"),
    Broken("key_not_text", "  tea: {unit: kg}", "  [tea]: {unit: kg}", 5, "a key must be text"),
    Broken("leading_zero", "level: 50", "level: 050", 20, "050 begins with 0: write 50"),
    Broken("underscores", "level: 50", "level: 5_000", 20, "write 5000 for the number"),
    Broken("sexagesimal", "lead_time: 1 day", "lead_time: 12:30", 35, "may be a time of day"),
    Broken("infinity", "level: 50", "level: .inf", 20, "not a finite number"),
    Broken("not_a_number", "level: 50", "level: .nan", 20, "not a finite number"),
    Broken("too_large", "level: 50", "level: 1e999", 20, "too large a number"),
    Broken("no_such_date", "start: 2025-01-06", "start: 2025-02-30", 2, "not a date of the calendar"),
    Broken("time_of_day", "start: 2025-01-06", "start: 2025-01-06 08:00", 2, "has a time of day"),
    Broken("null", "region: south", "region: ~", 9, "null is not a value here"),
]

VALUES = [
    Broken("unknown_top_key", "lanes:", "laness:", 34, "unknown key 'laness' (did you mean 'lanes'?)"),
    Broken("unknown_key", "level: 50", "levl: 50", 20, "unknown key 'levl' (did you mean 'level'?)"),
    Broken("missing_key", "{kind: base_stock, level: 50}", "{kind: base_stock}", 20, "missing key 'level'"),
    Broken("missing_top_key", "name: small\n", "", 1, "missing key 'name'"),
    Broken("missing_horizon", "horizon: 100, warm_up: 10, ", "", 2, "missing key 'horizon' (Length of the run"),
    Broken("attribute_for_key", "        from: shop\n        price", "        source: shop\n        price", 27, "it is spelled 'from'"),
    Broken("unknown_kind", "kind: base_stock, level", "kind: basestock, level", 20, "there is no kind 'basestock' (did you mean 'base_stock'?)"),
    Broken("unknown_site_kind", "kind: warehouse", "kind: warehuose", 14, "there is no kind 'warehuose' (did you mean 'warehouse'?)"),
    Broken("missing_kind", "{kind: base_stock, level: 50}", "{level: 50}", 20, "missing key 'kind'"),
    Broken("missing_site_kind", "    kind: customer\n", "", 23, "missing key 'kind'"),
    Broken("text_for_number", "price: 1.0", "price: cheap", 11, "expected a number, got 'cheap'"),
    Broken("quoted_number", "price: 1.0", "price: '1.0'", 11, "expected a number, got '1.0'"),
    Broken("truth_for_number", "price: 1.0", "price: true", 11, "expected a number, got true"),
    Broken("number_for_text", "unit: kg", "unit: 5", 5, "expected text, got 5 (write it in quotes)"),
    Broken("yes_for_true", "lead_time: 1 day}", "crossing: yes}", 35, "expected true or false, got 'yes' (write true)"),
    Broken("one_for_true", "lead_time: 1 day}", "crossing: 1}", 35, "expected true or false, got 1"),
    Broken("number_for_date", "start: 2025-01-06", "start: 20250106", 2, "expected a date such as 2025-01-06, got 20250106"),
    Broken("fraction_for_whole", "name: small", "name: small\nseed: 1.5", 2, "expected a whole number, got 1.5"),
    Broken("text_for_list", "tags: [store]", "tags: store", 16, "expected a list, got 'store'"),
    Broken("list_for_mapping", "  tea: {unit: kg}", "  tea: [kg]", 5, "expected a mapping, got a list"),
    Broken("text_for_section", "  maker_to_shop: {from: maker, to: shop, lead_time: 1 day}", "  none", 35, "expected a mapping, got 'none'"),
    Broken("not_a_choice", "from: shop\n        price: 2", "from: shop\n        deliveries: partail", 28, "'partail' is not one of partial, whole (did you mean 'partial'?)"),
    Broken("unit_of_time", "lead_time: 1 day}", "lead_time: 1 dya}", 35, "unknown unit of time 'dya'"),
    Broken("not_a_duration", "lead_time: 1 day}", "lead_time: soon}", 35, "expected a duration"),
    Broken("horizon", "horizon: 100", "horizon: 15 weks", 2, "unknown unit of time 'weks'"),
    Broken("horizon_orders", "horizon: 100, warm_up: 10", "horizon: {orders: 0, of: people}", 2, "must be at least 2, got 0"),
    Broken("horizon_customer", "horizon: 100, warm_up: 10", "horizon: {orders: 9, of: peple}", 2, "there is no customer 'peple' (did you mean 'people'?)"),
    Broken("horizon_of_a_shop", "horizon: 100, warm_up: 10", "horizon: {orders: 9, of: shop}", 2, "there is no customer 'shop'"),
    Broken("rate", "rate: 10 per day", "rate: 10 dayly", 29, "expected a rate such as"),
    Broken("rate_unit", "rate: 10 per day", "rate: 10 per dya", 29, "unknown unit of time 'dya'"),
    Broken("mass", "{unit: kg}", "{unit: kg, weight: 2 stone}", 5, "expected a mass such as"),
    Broken("holding", "opening: {on_hand: 20}", "costs: {holding: 20 % per yeer}", 19, "unknown unit of time 'yeer'"),
    Broken("negative", "on_hand: 20", "on_hand: -20", 19, "must be at least 0, got -20"),
    Broken("zero_capacity", "capacity: 100 per day", "capacity: 0", 11, "must be greater than 0, got 0"),
    Broken("step", "{unit: kg}", "{unit: kg, step: 2}", 5, "must be at most 1, got 2"),
    Broken("name", "  tea: {unit: kg}", "  9tea: {unit: kg}", 5, "'9tea' is not a name"),
    Broken("scenario_name", "name: small", "name: small scenario", 1, "'small scenario' is not a name"),
    Broken("empty_buys", "      juice:\n        from: shop\n        price: 2\n        demand: {kind: poisson, rate: 10 per day}\n      tea:\n        from: shop\n        demand: {kind: constant, quantity: 1}\n        when_short: {kind: wait, patience: 2 days}\n", "      {}\n", 25, "must not be empty"),
    Broken("warm_up_word", "warm_up: 10", "warm_up: atuo", 2, "expected a duration such as '12 h', '3 weeks' or a number of time units, got 'atuo'"),
    Broken("warm_up_of_nothing", "warm_up: 10", "warm_up: [auto]", 2, "expected a duration"),
    Broken("kind_of_run", "warm_up: 10", "warm_up: 10, kind: steady", 2, "'steady' is not one of terminating, steady_state (did you mean 'steady_state'?)"),
    Broken("terminating_warm_up", "warm_up: 10", "warm_up: 10, kind: terminating", 2, "a terminating run is measured from its beginning, so it has no 'warm_up'"),
    Broken("terminating_auto", "warm_up: 10", "warm_up: auto, kind: terminating", 2, "a terminating run is measured from its beginning"),
    Broken("warm_up", "warm_up: 10", "warm_up: 100", 2, "'warm_up' (100) must be shorter than 'horizon' (100)"),
    Broken("up_to_below", "up_to: 9.5", "up_to: 4", 22, "up_to"),
    Broken("no_such_file", "{kind: constant, quantity: 1}", "{kind: trace, file: nothing.csv}", 32, "there is no such file"),
    Broken("file_outside", "{kind: constant, quantity: 1}", "{kind: trace, file: ../nothing.csv}", 32, "leaves the scenario's folder"),
]

REFERENCES = [
    Broken("stock_of_unknown", "      tea:\n        replenish", "      tee:\n        replenish", 21, "there is no product 'tee' (did you mean 'tea'?)"),
    Broken("lane_from_unknown", "{from: maker, to", "{from: makr, to", 35, "there is no site 'makr' (did you mean 'maker'?)"),
    Broken("lane_to_unknown", "to: shop, lead", "to: shopp, lead", 35, "there is no site 'shopp' (did you mean 'shop'?)"),
    Broken("buys_from_unknown", "from: shop\n        price", "from: shup\n        price", 27, "there is no site or lane or recipe 'shup' (did you mean 'shop'?)"),
    Broken("lane_product_unknown", "lead_time: 1 day}", "products: [juce]}", 35, "there is no product 'juce' (did you mean 'juice'?)"),
    Broken("arriving_from_unknown", "opening: {on_hand: 20}", "opening: {arriving: [{quantity: 1, at: 1, from: mkr}]}", 19, "there is no site or lane or recipe 'mkr'"),
    Broken("source_unknown", "        replenish: {kind: base", "        source: {kind: priority, sites: [maker, nobody]}\n        replenish: {kind: base", 20, "there is no site or lane or recipe 'nobody'"),
]

TWO_LANES = "  maker_to_shop: {from: maker, to: shop, lead_time: 1 day}\n  again: {from: maker, to: shop}\n"
LANE = "  maker_to_shop: {from: maker, to: shop, lead_time: 1 day}\n"
DEPOT = (
    "  depot:\n    kind: warehouse\n    stock:\n      juice: {replenish: {kind: base_stock, level: 5}}\n"
    "      tea: {replenish: {kind: base_stock, level: 5}}\n"
)
STRUCTURE = [
    Broken("no_lane", LANE, "  back: {from: shop, to: people}\n", 18, "no lane brings 'juice' to 'shop', and no source is named (maker has it)"),
    Broken("several_lanes", LANE, TWO_LANES, 18, "several lanes bring 'juice' to 'shop' (again, maker_to_shop)"),
    Broken("source_without_lane", "shop:\n    kind: warehouse\n    region: north\n    tags: [store]\n    stock:\n      juice:\n", "other: {kind: supplier, supplies: {juice: {}}}\n  shop:\n    kind: warehouse\n    stock:\n      juice:\n        source: other\n", 18, "no lane brings 'juice' from 'other' to 'shop'"),
    Broken("source_is_itself", "opening: {on_hand: 20}", "source: shop", 19, "'shop' cannot be its own source"),
    Broken("source_is_customer", "opening: {on_hand: 20}", "source: people", 19, "'people' is a customer and sells nothing"),
    Broken("source_without_product", "      tea: {price: 3}\n", "", 20, "no lane brings 'tea' to 'shop'"),
    Broken("buys_without_source", "        from: shop\n        price", "        price", 26, "no lane brings 'juice' to 'people', and no source is named (maker, shop have it)"),
    Broken("self_lane", "to: shop, lead", "to: maker, lead", 35, "the lane leads from 'maker' to itself"),
    Broken("lane_from_customer", LANE, LANE + "  back: {from: people, to: shop}\n", 36, "'people' is a customer: goods end there"),
    Broken("lane_to_supplier", LANE, LANE + "  back: {from: shop, to: maker}\n", 36, "'maker' is a supplier: goods begin there"),
    Broken("lane_carries_what_origin_lacks", LANE, LANE + "  more: {from: shop, to: people, products: [juice, beer]}\n", 36, "there is no product 'beer'"),
    Broken("opening_from_other", "opening: {on_hand: 20}", "opening: {arriving: [{quantity: 1, at: 1, from: people}]}", 19, "'people' is not a source of 'juice' at 'shop'"),
    Broken("negative_duration", "lead_time: 1 day}", "lead_time: {kind: uniform, low: -1, high: 2}}", 35, "a length of time cannot be negative"),
]

SELECTORS = [
    Broken("count_of_text", "    kind: warehouse\n", "    count: many\n    kind: warehouse\n", 14, "expected a whole number from 1, got 'many'"),
    Broken("count_of_zero", "    kind: warehouse\n", "    count: 0\n    kind: warehouse\n", 14, "expected a whole number from 1, got 0"),
    Broken("count_too_large", "    kind: warehouse\n", "    count: 1000000000\n    kind: warehouse\n", 14, "more than 1,000,000 values"),
    Broken("count_and_csv", "    kind: warehouse\n", "    count: 3\n    from_csv: x.csv\n    kind: warehouse\n", 15, "'count' or 'from_csv', not both"),
    Broken("csv_missing", "    kind: warehouse\n", "    from_csv: x.csv\n    kind: warehouse\n", 14, "there is no such file"),
    Broken("csv_absolute", "    kind: warehouse\n", "    from_csv: /etc/passwd\n    kind: warehouse\n", 14, "must be relative"),
    Broken("csv_escapes", "    kind: warehouse\n", "    from_csv: ../x.csv\n    kind: warehouse\n", 14, "leaves the scenario's folder"),
    Broken("csv_number", "    kind: warehouse\n", "    from_csv: 5\n    kind: warehouse\n", 14, "expected the name of a CSV file, got 5"),
    Broken("tag_of_no_site", "to: shop, lead", "to: {tag: stor}, lead", 35, "no site has the tag 'stor' (did you mean 'store'?)"),
    Broken("region_of_no_site", "to: shop, lead", "to: {region: nort}, lead", 35, "no site has the region 'nort' (did you mean 'north'?)"),
    Broken("selector_unknown", "to: shop, lead", "to: {tags: store}, lead", 35, "sites cannot be selected by 'tags' (did you mean 'tag'?)"),
    Broken("selector_list_unknown", "to: shop, lead", "to: [shop, shap], lead", 35, "there is no site 'shap' (did you mean 'shop'?)"),
    Broken("same_unknown", "to: shop, lead_time: 1 day", "to: [shop], same: owner", 35, "expected 'region', got 'owner'"),
    Broken("no_pair", "to: shop, lead_time: 1 day", "to: [shop], same: region", 35, "no pair of sites fits"),
    Broken("lane_made_twice", LANE, "  a: {from: maker, to: [shop]}\n  b: {from: [maker], to: shop}\n", 36, "the lane 'maker_to_shop' is made twice"),
    Broken("tag_of_no_product", "      tea: {price: 3}", "      tag:warm: {price: 3}", 12, "no product has the tag 'warm'"),
]

VARIANTS = [
    Broken("path_misspelt", "stock.juice.replenish.level", "stock.jiuce.replenish.level", 38, "'sites.shop.stock' has no 'jiuce' in this file (did you mean 'juice'?)"),
    Broken("path_of_no_site", "sites.shop.stock", "sites.shup.stock", 38, "'sites' has no 'shup' in this file (did you mean 'shop'?)"),
    Broken("path_unknown_key", "replenish.level: 60", "replenish.levl: 60", 38, "unknown key 'levl' (did you mean 'level'?)"),
    Broken("path_wrong_value", "replenish.level: 60", "replenish.level: many", 38, "expected a number, got 'many'"),
    Broken("path_unwritten_parent", "stock.juice.replenish.level", "stock.juice.costs.backlog", 38, "'sites.shop.stock.juice' has no 'costs' in this file"),
    Broken("path_into_scalar", "stock.juice.replenish.level", "stock.juice.replenish.level.mean", 38, "is not a mapping"),
    Broken("path_into_list", "sites.shop.stock.juice.replenish.level", "sites.shop.tags.3", 38, "'sites.shop.tags' has no item '3'"),
    Broken("path_selects_nothing", "sites.shop.stock.juice.replenish.level", "sites.tag:stor.region", 38, "nothing in 'sites' has the tag 'stor' (did you mean 'store'?)"),
    Broken("path_with_gap", "sites.shop.stock.juice", "sites..stock.juice", 38, "this is not a path that can be set"),
    Broken("path_to_variants", "sites.shop.stock.juice.replenish.level", "variants.more.set", 38, "this is not a path that can be set"),
    Broken("set_is_list", "set: {sites.shop.stock.juice.replenish.level: 60}", "set: [1]", 38, "expected a mapping, got a list"),
    Broken("variant_key", "    set: {", "    sett: {", 38, "unknown key 'sett' (did you mean 'set'?)"),
    Broken("breaks_reference", "sites.shop.stock.juice.replenish.level: 60", "sites.shop.stock.juice.source: nobody", 38, "there is no site or lane or recipe 'nobody'"),
    Broken("removes_what_is_needed", "sites.shop.stock.juice.replenish.level: 60", "sites.maker: null", 35, "there is no site 'maker'"),
    Broken("removes_nothing", "sites.shop.stock.juice.replenish.level: 60", "sites.shop.owner: null", 38, "'sites.shop' has no 'owner' in this file"),
    Broken("selected_twice", "sites.shop.stock.juice.replenish.level: 60", "'sites.tag:store.region': a, 'sites.region:north.region': b", 38, "is set twice"),
]

CIRCLE = """\
name: circle
time: {horizon: 10}
products: {juice: {}}
sites:
  north: {kind: warehouse, stock: {juice: {replenish: {kind: base_stock, level: 5}}}}
  south: {kind: warehouse, stock: {juice: {replenish: {kind: base_stock, level: 5}}}}
  people: {kind: customer, buys: {juice: {from: north, demand: {kind: poisson, rate: 1}}}}
lanes:
  down: {from: north, to: south}
  up: {from: south, to: north}
"""
STRUCTURE += [
    Broken("circle", "", CIRCLE, 5, "goods only go round in a circle: north <- south <- north"),
    Broken("party_of_the_books", "", CIRCLE.replace("people:", "company:").replace("  up: {from: south, to: north}", "  up: {from: south, to: north}"), 7, "nothing would be billed"),
    Broken("owner_outside", "", CIRCLE.replace("north: {kind: warehouse,", "north: {kind: warehouse, owner: outside,"), 5, "stands for carriers"),
    Broken("backlog_without_buyer", "", CIRCLE.replace("from: north, demand", "from: south, demand").replace("  south: {kind: warehouse, stock: {juice: {replenish: {kind: base_stock, level: 5}}}}", "  south: {kind: warehouse, stock: {juice: {opening: {on_hand: 9}}}}\n  west: {kind: warehouse, stock: {juice: {opening: {backlog: 5}}}}").replace("  down: {from: north, to: south}\n", ""), 7, "nobody can be owed any"),
    Broken("opening_without_policy", "", CIRCLE.replace("south: {kind: warehouse, stock: {juice: {replenish: {kind: base_stock, level: 5}}}}", "south: {kind: warehouse, stock: {juice: {opening: {arriving: [{quantity: 1, at: 1}]}}}}"), 6, "nothing can be under way to it"),
    Broken("other_owner", "", CIRCLE.replace("south: {kind: warehouse, stock", "south: {kind: warehouse, owner: others, stock").replace("  up: {from: south", "  in: {from: mine, to: south}\n  up: {from: south").replace("  down: {from: north, to: south}\n", "").replace("  people:", "  mine: {kind: supplier, supplies: {juice: {}}}\n  people:"), 6, "'north' belongs to 'company' and gets goods from 'south' of 'others': goods between warehouses of different owners need a transfer price"),
    Broken("source_is_site_and_lane", "", CIRCLE.replace("up:", "south:").replace("north: {kind: warehouse, stock: {juice: {", "north: {kind: warehouse, stock: {juice: {source: south, "), 5, "'south' is a site and a lane"),
    Broken("lane_leads_elsewhere", "", CIRCLE.replace("north: {kind: warehouse, stock: {juice: {", "north: {kind: warehouse, stock: {juice: {source: down, "), 5, "the lane 'down' leads to 'south', not to 'north'"),
    Broken("lane_origin_lacks", "", CIRCLE.replace("products: {juice: {}}", "products: {juice: {}, tea: {}}").replace("up: {from: south, to: north}", "up: {from: south, to: north, products: [tea]}"), 10, "'south' has no 'tea' to send"),
    Broken("source_lacks_product", "", CIRCLE.replace("products: {juice: {}}", "products: {juice: {}, tea: {}}").replace("stock: {juice: {replenish: {kind: base_stock, level: 5}}}}\n  people", "stock: {tea: {}}}\n  people").replace("from: north, demand", "from: south, demand"), 7, "'south' does not have 'juice'"),
]

WARNINGS = [
    Broken("nothing_replenishes", "        replenish: {kind: base_stock, level: 50}\n", "", 18, "nothing replenishes 'juice'", "warning"),
    Broken("nobody_buys", "      tea:\n        from: shop\n        demand: {kind: constant, quantity: 1}\n        when_short: {kind: wait, patience: 2 days}\n", "", 21, "nobody gets 'tea' from 'shop'", "warning"),
    Broken("unused_product", "  tea: {unit: kg}", "  tea: {unit: kg}\n  ice: {}", 6, "no site has this product", "warning"),
    Broken("unused_lane", LANE, LANE + "  more: {from: maker, to: people, products: [juice]}\n", 36, "nobody orders along this lane", "warning"),
    Broken("idle_supplier", "  shop:\n    kind", "  other: {kind: supplier, supplies: {tea: {}}}\n  shop:\n    kind", 13, "nobody orders from this supplier", "warning"),
    Broken("capacity", "capacity: 100 per day", "capacity: 9 per day", 11, "is above the capacity of 9", "warning"),
    Broken("steady_from_the_start", "warm_up: 10", "kind: steady_state", 2, "a steady state is asked for, and the beginning counts", "warning"),
    Broken("long_warm_up", "warm_up: 10", "warm_up: 60", 2, "the warm-up takes 60 % of the horizon", "warning"),
    Broken("overstocked", "        replenish: {kind: min", "        opening: {on_hand: 30}\n        replenish: {kind: min", 22, "is above the level 9.5", "warning"),
    Broken("below_value", "price: 2\n", "price: 1.2\n", 28, "below the product's value 1.5", "warning"),
    Broken("part_of_a_step", "        demand: {kind: constant, quantity: 1}\n        when_short: {kind: wait", "        demand: {kind: constant, quantity: 1.0000004}\n        when_short: {kind: wait", 32, "is not a whole number of steps of 'tea'", "warning"),
    Broken("parts_of_steps", "  tea: {unit: kg}", "  tea: {unit: kg, step: 0.3}", 5, "one unit must be a whole number of steps"),
    Broken("standing_still", "demand: {kind: constant, quantity: 1}", "demand: {kind: constant, quantity: 1, every: 0.0001 min}", 32, "must be"),
    Broken("very_many", "demand: {kind: constant, quantity: 1}", "demand: {kind: constant, quantity: 1, every: 0.0014 min}", 32, "orders or units in one run", "warning"),
    Broken("never_short", "      tea:\n        from: shop\n", "      tea:\n        from: maker\n", 33, "no source of this customer is ever short", "warning"),
    Broken("source_without_policy", "        replenish: {kind: base_stock, level: 50}\n", "        source: maker\n", 20, "nothing is ever ordered from the source", "warning"),
    Broken("standing_order", "replenish: {kind: base_stock, level: 50}", "replenish: {kind: fixed_interval_quantity, quantity: 700, review: 1 day}", 11, "what is ordered from it, 700 per day on average, is above the capacity of 100; see sites.shop.stock.juice.replenish", "warning"),
    Broken("plan", "replenish: {kind: base_stock, level: 50}", "replenish: {kind: planned, quantities: [0, 300], repeat: true, review: 1 day}", 11, "what is ordered from it, 150 per day on average, is above the capacity of 100", "warning"),
    Broken("first_order", "replenish: {kind: base_stock, level: 50}", "replenish: {kind: base_stock, level: 2720, review: 1 day}", 20, "the first order, 2700 to fill up to 2720, takes 'maker' 27 of the 100 days", "warning"),
    Broken("supply_allocation", "juice: {price: 1.0, ", "juice: {allocation: {kind: proportional}, price: 1.0, ", 11, "it has no effect: without 'stock' the supplier is never short", "warning"),
    Broken("forecast_unused", "opening: {on_hand: 20}", "opening: {on_hand: 20, forecast: 5}", 19, "it has no effect: the stock's policy does not forecast", "warning"),
    Broken("forecast_known", "opening: {on_hand: 20}\n        replenish: {kind: base_stock, level: 50}", "opening: {on_hand: 20, forecast: 5}\n        replenish: {kind: order_up_to, forecast: {kind: perfect_mean}}", 19, "it has no effect: 'perfect_mean' knows the mean already", "warning"),
    Broken("deliveries_unused", "        replenish: {kind: base_stock, level: 50}\n", "        deliveries: whole\n", 20, "it has no effect: without 'replenish' nothing is ever ordered", "warning"),
    Broken("cost_of_no_order", "        replenish: {kind: base_stock, level: 50}\n", "        costs: {per_order: 5}\n", 20, "it has no effect: without 'replenish' nothing is ever ordered", "warning"),
    Broken("backlog_of_nobody", "", SMALL.replace("        price: 2\n", "        when_short: lost\n").replace("opening: {on_hand: 20}", "costs: {backlog: 2}"), 19, "it has no effect: nobody waits: what is short is lost", "warning"),
    Broken("lost_by_nobody", "opening: {on_hand: 20}", "costs: {lost_sale: 2}", 19, "it has no effect: nothing is lost: whoever is short waits", "warning"),
    Broken("weightless", "lead_time: 1 day}", "costs: {per_kg: 2}}", 35, "it has no effect: nothing that it carries has a weight", "warning"),
    Broken("share_of_nothing", "replenish: {kind: min_max, reorder_point: 5, up_to: 9.5}", "replenish: {kind: min_max, reorder_point: 5, up_to: 9.5}\n        costs: {holding: 20 % per year}", 23, "it is a share of the value, and tea has none", "warning"),
]


EVERY = [*SYNTAX, *VALUES, *REFERENCES, *STRUCTURE, *SELECTORS, *VARIANTS, *WARNINGS]
NOT_ALONE = {
    "duplicate_key",  # the key that was meant is missing then, and what refers to it says so
    "key_not_text",
    "name",
    "no_lane",  # two products lack the lane
    "several_lanes",
    "source_lacks_product",  # nobody has it, so the shop does not get it either
    "nothing_replenishes",  # the variant's path is gone
    "source_without_policy",
    "deliveries_unused",
    "cost_of_no_order",
    "standing_order",
    "plan",
    "forecast_known",
    "owner_outside",
    "party_of_the_books",  # they stand in a file with a circle
    "never_short",  # the shop has lost its buyer
}
"""Cases of which one mistake is justly reported at several places."""


def text_of(case: Broken) -> str:
    """The broken file; fails if the small file no longer contains what is to be replaced."""
    if not case.old:
        return case.new
    assert case.old in SMALL, case.label
    return SMALL.replace(case.old, case.new, 1)
