"""Small chains in which nothing is random, worked by hand, and how to read a KPI of theirs."""

from __future__ import annotations

from functools import cache

import yaml

from sim.clock import Clock
from sim.engine.world import simulate
from sim.kpi import measure
from sim.ledger import Books
from sim.quantities import Reading
from sim.scenario import Scenario
from sim.streams import Luck

GRAIN = ("site", "product", "customer", "lane", "resource", "category")

ELSEWHERE = frozenset({
    "availability", "blocked_share", "cycle_time", "oee", "performance", "quality", "queue_length", "queue_time",
    "schedule_attainment", "setup_share", "starved_share", "throughput", "utilisation", "value_added_share",
    "waiting_for_release", "wip", "wip_value",
    "dock_to_stock_time", "dock_utilisation", "storage_utilisation", "waiting_at_dock",
    "fleet_utilisation", "freight_cost_per_unit", "lane_lead_time", "load_factor", "load_size", "tonne_km", "trips",
    "waiting_for_vehicle",
    "disrupted_share", "written_off", "written_off_value",
})  # fmt: skip
"""Measures of factories, docks, fleets and disruptions: there are no rows of them where there is no such thing."""

SHOP = """
# One shop, which orders each day what is missing to 10; goods take two days.
#
#   day      0  1  2  3  4  5  6  7  8  9
#   arrives  .  .  4  5  6  .  .  3  .  4     after each: stock as it stands until the next day
#   asked    4  5  6  .  .  3  .  4  .  .
#   stock    6  1  0  4 10  7  7  6  6 10     57 unit-days; day 2 owes 1 unit until day 3
#   ordered  4  5  6  .  .  3  .  4  .  .     22 units in 5 orders, each in transit for 2 days: 44 unit-days
name: shop
time: {unit: day, horizon: 10}
products: {item: {value: 2}}
sites:
  source: {kind: supplier, supplies: {item: {price: 3}}}
  shop:
    kind: warehouse
    stock:
      item:
        opening: {on_hand: 10}
        replenish: {kind: base_stock, level: 10, review: 1 day}
        costs: {holding: 0.5, backlog: 3, per_order: 1}
  buyers:
    kind: customer
    buys: {item: {from: shop, price: 5, demand: {kind: trace, orders: [[0, 4], [1, 5], [2, 6], [5, 3], [7, 4]]}}}
lanes:
  supply: {from: source, to: shop, lead_time: 2, costs: {per_shipment: 2, holding: 0.25}}
"""

MARKET = """
# A stand that gets nothing new. Anna takes what she buys and does not wait; Ben is sent his pears in two days, as
# promised; Carl would wait.
#
#   day          0  1  2  3  4  5  5.5
#   Anna apples  3  .  4  .  .  .  .     5 apples: on day 2 she gets 2 and 2 are lost
#   Anna pears   2  .  2  .  2  .  .     10 pears: all at once
#   Ben pears    .  3  .  .  .  2  .     on day 5 there is 1 left: 1 is on its way at the end, 1 is owed
#   Carl pears   .  .  .  .  .  .  1     none left: owed from 5.5 to the end
#   stock apples 2  2  0  0  0  0
#   stock pears  8  5  3  3  1  0
name: market
time: {unit: day, horizon: 6}
products: {apple: {value: 1}, pear: {value: 0.5}}
sites:
  stand:
    kind: warehouse
    stock: {apple: {opening: {on_hand: 5}}, pear: {opening: {on_hand: 10}}}
  anna:
    kind: customer
    buys:
      apple: {from: stand, price: 2, when_short: lost, demand: {kind: trace, orders: [[0, 3], [2, 4]]}}
      pear: {from: stand, price: 1, demand: {kind: trace, orders: [[0, 2], [2, 2], [4, 2]]}}
  ben:
    kind: customer
    buys: {pear: {from: van, price: 1, promised: 2, demand: {kind: trace, orders: [[1, 3], [5, 2]]}}}
  carl: {kind: customer, buys: {pear: {from: stand, price: 1, demand: {kind: trace, orders: [[5.5, 1]]}}}}
lanes:
  van: {from: stand, to: ben, lead_time: 2, costs: {per_shipment: 1}}
"""

PAIR = """
# A shop looks at its stock every other day and fills up to 10 at 4 or less. The depot hears of it a day later and sends
# the goods, which take another day. The depot gets nothing new.
#
#   day            0  1 | 2  3 | 4  5 | 6  7 | 8: the end
#   asked at shop  1  2 | 3  2 | 1  1 | 2  4 |      by period 3, 5, 2, 6: mean 4, variance 2.5
#   arrives        .  . | .  . |10  . | .  . | 6
#   net stock      5  3 | 0 -2 | 7  6 | 4  0 |      at the ends of periods 3, -2, 6, 0
#   ordered        .  . |10  . | .  . | 6  . |      by period 0, 10, 0, 6: mean 4, variance 18
#   depot hears    .  . | . 10 | .  . | .  6 |      by day: mean 2, variance 13
#   depot's stock 20 20 |20 10 |10 10 |10  4 |
name: pair
time: {unit: day, horizon: 8}
products: {item: {value: 2}}
sites:
  source: {kind: supplier, supplies: {item: {price: 3}}}
  depot: {kind: warehouse, stock: {item: {opening: {on_hand: 20}}}}
  shop:
    kind: warehouse
    stock:
      item:
        opening: {on_hand: 6}
        replenish: {kind: min_max, reorder_point: 4, up_to: 10, review: 2 days}
        source: truck
        costs: {holding: 1}
  buyers:
    kind: customer
    buys:
      item:
        from: shop
        demand: {kind: trace, orders: [[0, 1], [1, 2], [2, 3], [3, 2], [4, 1], [5, 1], [6, 2], [7, 4]]}
lanes:
  rail: {from: source, to: depot, lead_time: 3}
  truck: {from: depot, to: shop, lead_time: 1, information_delay: 1, costs: {per_unit: 0.5}}
"""

TOWNS = """
# Two stands that get nothing new; nobody waits.
#
#   day                 0  1  2  3
#   north apples asked  2  .  3  .   all at once          stock  4  4  1  1
#   south apples asked  1  2  .  .   on day 1 one is lost stock  1  0  0  0     11 apple-days in all
#   north pears asked   .  5  .  .   on day 1 one is lost stock  4  0  0  0
#   south pears asked   .  2  .  .   all at once          stock  8  6  6  6     30 pear-days in all
name: towns
time: {unit: day, horizon: 4}
products: {apple: {value: 1}, pear: {value: 0.5}}
sites:
  north:
    kind: warehouse
    stock:
      apple: {opening: {on_hand: 6}, costs: {holding: 0.5}}
      pear: {opening: {on_hand: 4}, costs: {holding: 0.25}}
  south:
    kind: warehouse
    stock:
      apple: {opening: {on_hand: 2}, costs: {holding: 0.5}}
      pear: {opening: {on_hand: 8}, costs: {holding: 0.25}}
  anna:
    kind: customer
    buys:
      apple: {from: north, price: 2, when_short: lost, demand: {kind: trace, orders: [[0, 2], [2, 3]]}}
      pear: {from: north, price: 1, when_short: lost, demand: {kind: trace, orders: [[1, 5]]}}
  ben:
    kind: customer
    buys:
      apple: {from: south, price: 2, when_short: lost, demand: {kind: trace, orders: [[0, 1], [1, 2]]}}
      pear: {from: south, price: 1, when_short: lost, demand: {kind: trace, orders: [[1, 2]]}}
"""

JOINERY = """
# Tables are made to order, one a job: 2 h at the saw, 3 h of paint, where nothing may queue, and 1 h to dry. The third
# has to wait for wood.
#
#   hour     0     2     4 5     8     10   12    15  16
#   first    saw   paint   dry(6)
#   second    .    saw   # paint dry(9)                   asked at 1; at 4 it finds no room and blocks the saw until 5
#   third                        .     saw  paint    dry  asked at 8; the wood, ordered at 9, comes at 10
#   saw      2   + 2   # 1             2                  6 h of work, 1 h blocked; 8 to 10 idle with work to come
#   paint          3       3                3             9 h of work; idle with work to come from 0 to 2 and 8 to 12
name: joinery
time: {unit: hour, horizon: 20}
products: {table: {value: 10}, wood: {value: 2}}
sites:
  forest: {kind: supplier, supplies: {wood: {lead_time: 1}}}
  joinery:
    kind: factory
    lines: {saw: {time: 2}, paint: {time: 3, queue: 0}}
    makes: {table: {from: {wood: 3}, route: [saw, paint], lead_time: 1, costs: {per_job: 4}}}
    stock: {wood: {opening: {on_hand: 6}, replenish: {kind: planned, quantities: [3], review: {every: 100, first: 9}}}}
  buyers:
    kind: customer
    buys: {table: {from: joinery, price: 20, demand: {kind: trace, orders: [[0, 1], [1, 1], [8, 1]]}}}
lanes:
  road: {from: forest, to: joinery}
"""

MILL = """
# One machine makes a unit an hour, after 4 hours of work it fails for one. A set-up takes an hour. Of flour one unit in
# five is no good.
#
#   hour   0        4     5      6       7        9
#   mill   5 flour  down  flour  set-up  2 meal        7 h of work, 1 h down, 1 h of set-up; 6 of 7 units are good
name: mill
time: {unit: hour, horizon: 20}
products: {flour: {value: 2}, meal: {value: 1}}
sites:
  mill:
    kind: factory
    lines:
      mill:
        rate: 1 per hour
        setup: 1
        breakdowns: {time_to_failure: 4, time_to_repair: 1}
        costs: {per_setup: 7, running: 2}
    makes: {flour: {line: mill, yield: 80 %, costs: {per_unit: 0.5}}, meal: {line: mill}}
  buyers:
    kind: customer
    buys:
      flour: {from: mill, price: 3, demand: {kind: trace, orders: [[0, 5]]}}
      meal: {from: mill, price: 2, demand: {kind: trace, orders: [[0.5, 2]]}}
"""

PLAN = """
# Due are 100 units at the beginning of days 1, 2 and 3. Jobs of 10 units leave the line every eighth of a day.
#
#   day      0   1   2   3   4
#   due      .  100 100 100  .
#   made    70  80  80  70   .      in time all 300
#   raised 100 100 100   .   .      at the beginning of the day
#   waiting for release: none; in process 100 until 1/8, then ten less every eighth of a day
name: plan
time: {unit: day, horizon: 5}
products: {part: {value: 3}}
sites:
  shop:
    kind: factory
    lines: {line: {rate: 80 per day}}
    makes: {part: {line: line, batch: 10, planned_lead_time: 1}}
    stock: {part: {replenish: {kind: planned, quantities: [100, 100, 100], review: 1}}}
"""

ASSEMBLY = """
# A kit is two bolts and a box; a bolt is half a rod. Each stock orders at once what it is asked for, and all comes at
# once. Customers ask for 3 kits on day 0, for 1 on day 2, and for a box on day 3.
#
#   by day     0  1  2  3    variance
#   kits       3  .  1  .    1.5
#   bolts      6  .  2  .    6
#   rods       3  .  1  .    1.5
#   boxes      3  .  1  1    1.1875
name: assembly
time: {unit: day, horizon: 4}
products: {kit: {value: 9}, bolt: {value: 2}, box: {value: 1}, rod: {value: 3}}
sites:
  source: {kind: supplier, supplies: {rod: {}, box: {price: 1}}}
  plant:
    kind: factory
    makes: {kit: {from: {bolt: 2, box: 1}}, bolt: {from: {rod: 0.5}}}
    stock:
      kit: &stock {opening: {on_hand: 20}, replenish: {kind: base_stock, level: 20}}
      bolt: *stock
      rod: *stock
      box: *stock
  buyers:
    kind: customer
    buys:
      kit: {from: plant, price: 12, demand: {kind: trace, orders: [[0, 3], [2, 1]]}}
      box: {from: plant, price: 2, demand: {kind: trace, orders: [[3, 1]]}}
lanes:
  road: {from: source, to: plant}
"""


def books(text, **settings):
    """The books of a scenario; ``settings`` change its ``time``."""
    document = yaml.safe_load(text)
    document["time"] |= settings
    clock = Clock(document["time"]["unit"])
    return Books.of(
        simulate(Scenario.model_validate(document, context=Reading(clock=clock)), Luck(document.get("seed", 1)))
    )


@cache
def _measured(text, settings):
    return measure(books(text, **dict(settings)))


def rows(text, kind, **settings):
    """All rows of one KPI; see ``books``."""
    table = _measured(text, tuple(sorted(settings.items())))
    return table[table["kpi"] == kind]


def value(text, kind, *, time=None, **grain):
    """The value of the only row of one KPI at one grain, in a run with these settings of its ``time``."""
    return only(rows(text, kind, **(time or {})), **grain)


def only(table, **grain):
    """The value of the only row of a table at one grain."""
    for column in GRAIN:
        wanted = grain.get(column)
        table = table[table[column].isna() if wanted is None else table[column] == wanted]
    (found,) = table["value"]
    return found


def grains(text, kind):
    """Which columns are filled in the rows of one KPI, without repetition."""
    return {tuple(c for c in GRAIN if row[c] is not None) for row in rows(text, kind).to_dict("records")}
