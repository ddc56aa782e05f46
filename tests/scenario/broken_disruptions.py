# ruff: noqa: E501 - a case is one line of a table
# fmt: off
"""Broken files with disruptions: one for each class of mistake, with the line and words that must be reported.

Each is the small valid file below with one replacement.
"""

from __future__ import annotations

from tests.scenario.broken_files import Broken

STORMY = """\
name: stormy
time: {horizon: 100, warm_up: 10, start: 2025-01-06}
products: {juice: {}, tea: {}}
carriers:
  van: {payload: {units: 50}, departs: immediately, vehicles: 2}
sites:
  grove: {kind: supplier, region: south, supplies: {juice: {capacity: 40}, tea: {}}}
  depot: {kind: supplier, supplies: {juice: {}}}
  shop:
    kind: warehouse
    tags: [store]
    stock:
      juice:
        replenish: {kind: base_stock, level: 50}
        source: grove
        on_disruption:
          - {of: [frost], noticed_after: 1 day, source: depot}
      tea: {opening: {on_hand: 900}, replenish: {kind: order_up_to, level: 900, review: 1}}
  people:
    kind: customer
    buys:
      juice: {from: shop, demand: {kind: poisson, rate: 10}}
      tea: {from: shop, demand: {kind: poisson, rate: 2}}
lanes:
  road: {from: grove, to: shop, lead_time: 1}
  rail: {from: depot, to: shop, by: van, lead_time: 1}
disruptions:
  frost:
    where: {site: grove, product: juice}
    when: {starts: day 20, lasts: 30 days}
    what: {kind: capacity, left: 20 %}
    ends: {kind: linear, over: 10 days}
    hits: 80 %
    severity: {kind: uniform, low: 0.5, high: 1}
    noticed_after: 2 days
  panic:
    where: {region: south}
    when: {kind: after, of: frost, delay: 2 days, lasts: 5 days}
    what: [{kind: closure, orders: hold}]
  rush:
    where: people
    when: {kind: recurring, gap: {kind: exponential, mean: 20}, lasts: 3 days}
    what: {kind: demand, factor: 2}
  silence:
    where: shop
    when: {kind: chain, strikes: 5 %, ends: 50 %, every: 1 week}
    what: {kind: information_outage, stale_demand: true}
active: [frost, panic]
variants:
  calm:
    disruptions: []
  worse:
    disruptions: {add: [rush], remove: [panic]}
"""


def _broken(label: str, old: str, new: str, line: int, says: str, severity: str = "error") -> Broken:
    assert STORMY.count(old) >= 1, label
    return Broken(label, "", STORMY.replace(old, new, 1), line, says, severity)


WHERE = "where: {site: grove, product: juice}"
WHEN = "when: {starts: day 20, lasts: 30 days}"
WHAT = "what: {kind: capacity, left: 20 %}"
ENDS = "ends: {kind: linear, over: 10 days}"
SEVERITY = "severity: {kind: uniform, low: 0.5, high: 1}"
PLAN = "{of: [frost], noticed_after: 1 day, source: depot}"
RUSH = "when: {kind: recurring, gap: {kind: exponential, mean: 20}, lasts: 3 days}"
SURGE = "what: {kind: demand, factor: 2}"
CHAIN = "when: {kind: chain, strikes: 5 %, ends: 50 %, every: 1 week}"
SILENCE = "what: {kind: information_outage, stale_demand: true}"
AFTER = "when: {kind: after, of: frost, delay: 2 days, lasts: 5 days}"


def _where(label: str, new: str, says: str) -> Broken:
    return _broken(f"where_{label}", WHERE, f"where: {new}", 29, says)


def _when(label: str, new: str, says: str) -> Broken:
    return _broken(f"when_{label}", WHEN, f"when: {new}", 30, says)


def _what(label: str, new: str, says: str) -> Broken:
    return _broken(f"what_{label}", WHAT, f"what: {new}", 31, says)


def _ends(label: str, new: str, says: str) -> Broken:
    return _broken(f"ends_{label}", ENDS, f"ends: {new}", 32, says)


def _plan(label: str, new: str, says: str) -> Broken:
    return _broken(f"plan_{label}", PLAN, new, 17, says)


CATALOGUE = [
    _broken("disruptions_list", "disruptions:\n  frost:", "disruptions: [frost]\nfrosts:\n  frost:", 27, "expected a mapping, got a list"),
    _broken("disruption_key_unknown", "    hits: 80 %", "    hit: 80 %", 33, "unknown key 'hit' (did you mean 'hits'?)"),
    _broken("disruption_without_where", f"    {WHERE}\n", "", 28, "missing key 'where' (What it strikes: a site, lane or carrier by its name, '{site: plant, line: press}', '{site: dc, product: juice}', "),
    _broken("disruption_without_when", f"    {WHEN}\n", "", 28, "missing key 'when'"),
    _broken("disruption_without_what", f"    {WHAT}\n", "", 28, "missing key 'what'"),
    _broken("disruption_name", "  frost:\n    where", "  late frost:\n    where", 28, "late frost"),
    _broken("hits_above_one", "hits: 80 %", "hits: 120 %", 33, "must be at most 1, got 1.2"),
    _broken("hits_negative", "hits: 80 %", "hits: -0.1", 33, "must be at least 0, got -0.1"),
    _broken("hits_text", "hits: 80 %", "hits: often", 33, "expected a share"),
    _broken("severity_above_one", SEVERITY, "severity: {kind: uniform, low: 0.5, high: 1.5}", 34, "a severity lies between 0 and 1, and this one reaches from 0.5 to 1.5"),
    _broken("severity_negative", SEVERITY, "severity: -1", 34, "a severity lies between 0 and 1"),
    _broken("severity_without_bound", SEVERITY, "severity: {kind: exponential, mean: 0.5}", 34, "a severity lies between 0 and 1, and this one reaches from 0 to inf"),
    _broken("severity_law_unknown", SEVERITY, "severity: {kind: unifrom, low: 0.5, high: 1}", 34, "there is no kind 'unifrom' (did you mean 'uniform'?)"),
    _broken("noticed_negative", "noticed_after: 2 days", "noticed_after: -2 days", 35, "must be at least 0, got -2"),
    _broken("noticed_text", "noticed_after: 2 days", "noticed_after: soon", 35, "expected a duration"),
    _broken("luck_text", "    hits: 80 %", "    luck: no such luck", 33, "luck"),
]

ACTIVATION = [
    _broken("active_unknown", "active: [frost, panic]", "active: [frots]", 48, "there is no disruption 'frots' (did you mean 'frost'?)"),
    _broken("active_twice", "active: [frost, panic]", "active: [frost, frost]", 48, "named twice: frost"),
    _broken("active_text", "active: [frost, panic]", "active: frost", 48, "expected a list, got 'frost'"),
    _broken("active_without_cause", "active: [frost, panic]", "active: [panic]", 38, "'panic' is active and follows 'frost', which is not (make 'frost' active, too)"),
]

VARIANTS = [
    _broken("variant_unknown", "    disruptions: []\n  worse:\n    disruptions: {add: [rush], remove: [panic]}", "    disruptions: []\n  more:\n    disruptions: [frots]", 53, "there is no disruption 'frots' (did you mean 'frost'?)"),
    _broken("variant_adds_unknown", "worse:\n    disruptions: {add: [rush]", "more:\n    disruptions: {add: [rsuh]", 53, "there is no disruption 'rsuh' (did you mean 'rush'?)"),
    _broken("variant_removes_what_is_not_there", "worse:\n    disruptions: {add: [rush], remove: [panic]}", "more:\n    disruptions: {remove: [rush]}", 53, "'rush'"),
    _broken("variant_adds_and_removes", "worse:\n    disruptions: {add: [rush], remove: [panic]}", "more:\n    disruptions: {add: [rush], remove: [rush]}", 53, "both added and removed: rush"),
    _broken("variant_does_nothing", "worse:\n    disruptions: {add: [rush], remove: [panic]}", "more:\n    disruptions: {}", 53, "say what to 'add' or to 'remove'"),
    _broken("variant_text", "worse:\n    disruptions: {add: [rush], remove: [panic]}", "more:\n    disruptions: rush", 53, "expected a list of names, or a mapping with 'add' and 'remove', got 'rush'"),
    _broken("variant_key_of_disruptions", "worse:\n    disruptions: {add: [rush], remove: [panic]}", "more:\n    disruptions: {adds: [rush]}", 53, "unknown key 'adds' (did you mean 'add'?)"),
    _broken("variant_removes_a_cause", "worse:\n    disruptions: {add: [rush], remove: [panic]}", "more:\n    disruptions: {remove: [frost]}", 38, "'panic' is active and follows 'frost', which is not"),
]

PLACES = [
    _where("unknown", "groove", "there is no site or lane or carrier 'groove' (did you mean 'grove'?)"),
    _where("site_unknown", "{site: groove}", "there is no site 'groove' (did you mean 'grove'?)"),
    _where("lane_unknown", "{lane: raod}", "there is no lane 'raod' (did you mean 'road'?)"),
    _where("carrier_unknown", "{carrier: vann}", "there is no carrier 'vann' (did you mean 'van'?)"),
    _where("product_unknown", "{site: grove, product: juce}", "there is no product 'juce' (did you mean 'juice'?)"),
    _where("product_not_there", "{site: depot, product: tea}", "'depot' has no 'tea' (it has juice)"),
    _where("line_not_there", "{site: grove, line: press}", "'grove' has no line 'press'"),
    _where("region_of_nobody", "{region: suth}", "no site has the region 'suth' (did you mean 'south'?)"),
    _where("tag_of_nobody", "{tag: stoer}", "no site has the tag 'stoer' (did you mean 'store'?)"),
    _where("tag_in_no_region", "{region: south, tag: store}", "no site has the region 'south' and the tag 'store'"),
    _where("nothing", "{}", "say which place: a name, or one of site, lane, carrier, region, tag"),
    _where("only_product", "{product: juice}", "say which place"),
    _where("two_places", "{site: grove, lane: road}", "say one of site and lane, not both"),
    _where("empty_list", "[]", "must not be empty"),
    _where("number", "5", "where"),
    _where("unknown_key", "{site: grove, producct: juice}", "unknown key 'producct' (did you mean 'product'?)"),
    _where("nothing_to_do", "people", "'capacity' can do nothing here (it acts on what a supplier sells, a line, a dock, the vehicles of a carrier)"),
    _where("one_of_several", "[{site: grove, product: juice}, people]", "'capacity' can do nothing here"),
]

TRIGGERS = [
    _when("unknown", "{kind: recuring, gap: 3, lasts: 2}", "there is no kind 'recuring' (did you mean 'recurring'?)"),
    _when("text", "tomorrow", "when"),
    _when("without_start", "{kind: window, lasts: 3}", "missing key 'starts'"),
    _when("twice_ended", "{starts: day 3, lasts: 3, ends: day 9}", "say 'lasts' or 'ends', not both"),
    _when("backwards", "{starts: day 9, ends: day 3}", "it ends (2) before it starts (8)"),
    _when("start_text", "{starts: soon, lasts: 3}", "expected an instant"),
    _when("start_before", "{starts: 2025-01-01, lasts: 3}", "2025-01-01 is before the start of the run, 2025-01-06"),
    _when("no_date", "{starts: 2025-02-30, lasts: 3}", "not a date of the calendar"),
    _when("lasts_negative", "{starts: day 3, lasts: -3}", "cannot be negative"),
    _when("lasts_may_be_negative", "{starts: day 3, lasts: {kind: uniform, low: -1, high: 1}}", "cannot be negative"),
    _when("lasts_text", "{starts: day 3, lasts: long}", "expected a duration"),
    _when("recurring_in_part", "{kind: recurring, gap: 3}", "missing key 'lasts'"),
    _when("recurring_gap_negative", "{kind: recurring, gap: -3, lasts: 1}", "cannot be negative"),
    _when("recurring_never_long", "{kind: recurring, gap: 3, lasts: 1e-9}", "it must last a step of the time grid at least"),
    _when("chain_probability", "{kind: chain, strikes: 2, ends: 0.5}", "must be at most 1, got 2"),
    _when("chain_in_part", "{kind: chain, strikes: 0.2}", "missing key 'ends'"),
    _when("chain_of_no_period", "{kind: chain, strikes: 0.2, ends: 0.5, every: 0}", "every"),
    _when("chance_above_one", "{kind: chance, probability: 150 %, starts: day 3}", "must be at most 1, got 1.5"),
    _when("chance_without_start", "{kind: chance, probability: 50 %}", "missing key 'starts'"),
    _when("after_unknown", "{kind: after, of: hail, lasts: 3}", "there is no disruption 'hail'"),
    _when("after_itself", "{kind: after, of: frost, lasts: 3}", "a circle: frost follows frost (let one of them come by itself)"),
    _when("after_counted_from", "{kind: after, of: rush, counted_from: middle}", "'middle' is not one of start, end"),
    _when("after_probability", "{kind: after, of: rush, probability: 3}", "must be at most 1, got 3"),
    _when("history_without_file", "{kind: history}", "give the 'file' with the history, or the 'strikes' themselves"),
    _when("history_no_file", "{kind: history, file: storms.csv}", "storms.csv: there is no such file in the scenario's folder"),
    _when("history_nameless", "{kind: history, file: ''}", "'': the name of a file is missing"),
    _when("history_outside", "{kind: history, file: ../storms.csv}", "the path leaves the scenario's folder"),
    _when("history_absolute", "{kind: history, file: /etc/passwd}", "the path must be relative to the scenario's folder"),
    _when("history_backwards", "{kind: history, strikes: [[day 9, day 3]]}", "it ends (2) before it starts (8)"),
    _when("history_half_a_strike", "{kind: history, strikes: [[day 3]]}", "the list is too short: it has 1, and one more is needed"),
    _when("history_more_than_a_strike", "{kind: history, strikes: [[day 3, day 4, day 5]]}", "must have at most 2 entries, got 3"),
    _when("history_where_without_file", "{kind: history, strikes: [[1, 3]], where: {event: storm}}", "'where' chooses rows of a 'file', and none is given"),
    _broken("when_circle", WHEN, "when: {kind: after, of: panic, lasts: 3}", 30, "a circle: frost follows panic follows frost (let one of them come by itself)"),
]

EFFECTS = [
    _what("unknown", "{kind: capasity}", "there is no kind 'capasity' (did you mean 'capacity'?)"),
    _what("without_kind", "{left: 20 %}", "missing key 'kind'"),
    _what("empty", "[]", "must not be empty"),
    _what("text", "capacity", "what"),
    _what("left_above_one", "{kind: capacity, left: 120 %}", "must be at most 1, got 1.2"),
    _what("left_negative", "{kind: capacity, left: -1}", "must be at least 0, got -1"),
    _what("left_text", "{kind: capacity, left: some}", "expected a share"),
    _what("key_of_another", "{kind: capacity, factor: 2}", "unknown key 'factor'"),
    _what("lead_time_both", "{kind: lead_time, factor: 2, plus: 1 day}", "say a 'factor' or 'plus', one of both; for both, list two effects"),
    _what("lead_time_negative", "{kind: lead_time, factor: -2}", "must be at least 0, got -2"),
    _what("price_both", "{kind: price, factor: 2, plus: 1}", "say a 'factor' or 'plus', one of both; for both, list two effects"),
    _what("price_text", "{kind: price, factor: dear}", "got 'dear'"),
    _what("freight_nothing", "{kind: freight}", "say a 'factor' or 'fuel', one of both; for both, list two effects"),
    _broken("freight_of_a_supplier", WHAT, "what: {kind: freight, factor: 2}", 29, "'freight' can do nothing here"),
    _what("tariff_alone", "{kind: tariff}", "missing key 'share'"),
    _what("tariff_negative", "{kind: tariff, share: -5 %}", "must be at least 0, got -0.05"),
    _what("destruction_both", "{kind: destruction, share: 5 %, units: 3}", "say either a 'share' or 'units', not both"),
    _broken("destruction_of_a_supplier", WHAT, "what: {kind: destruction}", 29, "'destruction' can do nothing here"),
    _what("yield_loss_above_one", "{kind: yield_loss, left: 2}", "must be at most 1, got 2"),
    _broken("yield_loss_of_a_supplier", WHAT, "what: {kind: yield_loss}", 29, "'yield_loss' can do nothing here"),
    _what("closure_divert_nowhere", "{kind: closure, in_transit: divert}", "say which lane goods take instead, with 'divert_to'"),
    _what("closure_divert_unknown", "{kind: closure, divert_to: raod}", "there is no lane 'raod' (did you mean 'road'?)"),
    _what("closure_releases", "{kind: closure, releases: 0 per day}", "must be greater than 0, got '0 per day'"),
    _what("closure_orders", "{kind: closure, orders: forget}", "'forget' is not one of hold, refuse"),
    _what("closure_in_process", "{kind: closure, in_process: burn}", "'burn' is not one of finish, hold, lose"),
    _broken("capacity_of_the_unlimited", WHERE, "where: depot", 31, "'depot' has no limit of capacity for 'juice' of which 0.2 could be left (state its 'capacity', or let nothing be left)"),
    _broken("refused_out_of_a_finite_stock", "what: [{kind: closure, orders: hold}]", "what: [{kind: closure, orders: refuse}]", 39, "'depot' has promised 'juice' out of a finite stock, and cannot refuse it (hold the orders)"),
    _broken("lost_without_a_lead_time", "what: [{kind: closure, orders: hold}]", "what: [{kind: closure, in_process: lose}]", 39, "'grove' goes on afterwards with the 'juice' that its limited capacity is busy with", "warning"),
    _broken("bankruptcy_of_a_stock", f"where: shop\n    {CHAIN}\n    {SILENCE}", f"where: shop\n    {CHAIN}\n    what: {{kind: bankruptcy}}", 45, "'bankruptcy' can do nothing here (it acts on what a supplier sells)"),
    _broken("demand_changes_nothing", SURGE, "what: {kind: demand}", 43, "it changes nothing: give a 'factor' or a 'plus'"),
    _broken("demand_negative", SURGE, "what: {kind: demand, factor: -1}", 43, "must be at least 0, got -1"),
    _broken("demand_shape", SURGE, "what: {kind: demand, factor: 2, shape: wave}", 43, "'wave' is not one of pulse, step, ramp, decay"),
    _broken("demand_ramp_in_no_time", SURGE, "what: {kind: demand, factor: 2, shape: ramp}", 43, "the shape 'ramp' needs 'over'"),
    _broken("demand_pulse_over", SURGE, "what: {kind: demand, factor: 2, over: 3}", 43, "'over' belongs to the shape 'ramp', and to no other"),
    _broken("demand_decay", SURGE, "what: {kind: demand, factor: 2, shape: decay}", 43, "the shape 'decay' needs 'half_life'"),
    _broken("demand_of_a_stock", "where: people\n", "where: shop\n", 41, "'demand' can do nothing here (it acts on what a customer buys)"),
    _broken("demand_in_a_run_without_length", "{horizon: 100, warm_up: 10, start: 2025-01-06}", "{horizon: {orders: 100, of: people}}", 42, "this run ends with an order, at a time that is not known"),
    _broken("hoarding_less", SURGE, "what: {kind: hoarding, factor: 0.5}", 43, "must be greater than 1, got 0.5"),
    _broken("hoarding_without_dip", SURGE, "what: {kind: hoarding, factor: 2, dip: 0}", 43, "must be greater than 0, got 0"),
    _broken("hoarding_returned", SURGE, "what: {kind: hoarding, factor: 2, returned: 2}", 43, "must be at most 1, got 2"),
    _broken("pull_forward_in_part", SURGE, "what: {kind: pull_forward}", 43, "missing key"),
    _broken("policy_changes_nothing", SILENCE, "what: {kind: policy}", 47, "it changes nothing: give a 'replenish' or a 'source'"),
    _broken("policy_unknown", SILENCE, "what: {kind: policy, replenish: {kind: base_stok, level: 3}}", 47, "there is no kind 'base_stok' (did you mean 'base_stock'?)"),
    _broken("stale_is_no_truth", SILENCE, "what: {kind: information_outage, stale_demand: 3}", 47, "expected true or false, got 3"),
    _broken("stale_lane", "where: shop\n", "where: road\n", 47, "it strikes lanes only, and it is stocks that have records of demand (name the stocks, e.g. {site: shop})"),
    _broken("outage_of_a_supplier", "where: shop\n", "where: grove\n", 45, "'information_outage' can do nothing here (it acts on a stock, a lane)"),
    _broken("outage_without_orders", "where: shop\n", "where: {site: shop, product: tea}\n", 45, "shop/tea: nothing is ever ordered there that could be held back (name a stock with a 'replenish', or a lane that is used)"),
]

RECOVERIES = [
    _ends("unknown", "slowly", "there is no kind 'slowly'"),
    _ends("near", "{kind: lineer, over: 3}", "there is no kind 'lineer' (did you mean 'linear'?)"),
    _ends("linear_alone", "linear", "missing key 'over'"),
    _ends("linear_in_no_time", "{kind: linear, over: 0}", "over"),
    _ends("linear_steps", "{kind: linear, over: 3, steps: 0}", "must be at least 1, got 0"),
    _ends("linear_many_steps", "{kind: linear, over: 3, steps: 1000000}", "must be at most 1,000, got 1000000"),
    _ends("exponential_alone", "exponential", "missing key 'half_life'"),
    _ends("exponential_until_nothing", "{kind: exponential, half_life: 3, until: 0}", "must be greater than 0, got 0"),
    _ends("staircase_empty", "{kind: staircase, steps: []}", "must not be empty"),
    _ends("staircase_without_end", "{kind: staircase, steps: [[1 week, 50 %]]}", "the last step must be to 0, or it would never end; it is to 0.5"),
    _ends("staircase_back_in_time", "{kind: staircase, steps: [[2 weeks, 50 %], [1 week, 0]]}", "the steps must come in time"),
    _ends("staircase_ended_before", "{kind: staircase, steps: [[1 week, 0], [2 weeks, 0]]}", "only the last step may be to 0"),
    _ends("staircase_above_one", "{kind: staircase, steps: [[1 week, 150 %], [2 weeks, 0]]}", "must be at most 1, got 1.5"),
]

PLANS = [
    _plan("of_unknown", "{of: [frots], source: depot}", "there is no disruption 'frots' (did you mean 'frost'?)"),
    _plan("of_twice", "{of: [frost, frost], source: depot}", "named twice: frost"),
    _plan("of_nothing", "{of: [], source: depot}", "must not be empty"),
    _plan("of_text", "{of: frost, source: depot}", "expected a list, got 'frost'"),
    _plan("changes_nothing", "{of: [frost]}", "it changes nothing: give a 'source', a 'replenish', 'order_now' or 'cancel_open'"),
    _plan("source_unknown", "{source: depto}", "there is no site or lane or recipe 'depto' (did you mean 'depot'?)"),
    _plan("source_without_way", "{source: people}", "'people'"),
    _plan("other_review", "{replenish: {kind: order_up_to, level: 60, review: 2}}", "a plan is followed at the reviews of the usual policy, and this one has others (give both the same 'review')"),
    _broken("plan_other_forecast", "tea: {opening: {on_hand: 900}, replenish: {kind: order_up_to, level: 900, review: 1}}", "tea: {opening: {on_hand: 900}, replenish: {kind: order_up_to, level: 900, review: 1}, on_disruption: [{replenish: {kind: order_up_to, forecast: {kind: moving_average, periods: 3}, review: 1}}]}", 18, "a plan cannot forecast by another rule than the usual policy, which has none of what came before (give both the same 'forecast')"),
    _plan("noticed_negative", "{noticed_after: -1, source: depot}", "must be at least 0, got -1"),
    _plan("back_text", "{back_after: later, source: depot}", "expected a duration"),
    _plan("order_negative", "{order_now: -3}", "must be at least 0, got -3"),
    _plan("cancel_text", "{cancel_open: yes}", "expected true or false, got 'yes' (write true)"),
    _plan("unknown_key", "{sources: depot}", "unknown key 'sources' (did you mean 'source'?)"),
    _broken("plan_of_who_never_orders", "tea: {opening: {on_hand: 900}, replenish: {kind: order_up_to, level: 900, review: 1}}", "tea: {opening: {on_hand: 900}, on_disruption: [{order_now: 3}]}", 18, "the stock has no 'replenish': it never orders, so there is nothing to do otherwise"),
]

CHANGED = {
    "refused_out_of_a_finite_stock": ("depot: {kind: supplier, supplies: {juice: {}}}", "depot: {kind: supplier, region: south, supplies: {juice: {stock: 99}}}"),
    "outage_without_orders": ("tea: {opening: {on_hand: 900}, replenish: {kind: order_up_to, level: 900, review: 1}}", "tea: {opening: {on_hand: 900}}"),
}
"""What must be changed besides."""

EVERY = [
    case if case.label not in CHANGED else case._replace(new=case.new.replace(*CHANGED[case.label], 1))
    for case in (*CATALOGUE, *ACTIVATION, *PLACES, *TRIGGERS, *EFFECTS, *RECOVERIES, *PLANS, *VARIANTS)
]
NOT_ALONE = {
    "disruptions_list",  # then there is none of those that others name
    "disruption_name",
    "active_unknown",  # and what is not active cannot be removed by a variant
    "active_twice",
    "active_text",
    "variant_adds_and_removes",
    "when_circle",  # and a variant without its cause
}
"""Cases of which one mistake is justly reported at several places."""
