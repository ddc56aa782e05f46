"""Goods, orders and time between two sites."""

from __future__ import annotations

import pytest

from sim.clock import GRID, snap
from sim.ledger.tables import NOBODY
from sim.streams import Luck
from tests.engine.worlds import (
    account,
    customer,
    document,
    happened,
    lane,
    moved,
    placed,
    planned,
    play,
    supplier,
    warehouse,
)
from tests.networks import read, run

UNIFORM = {"kind": "uniform", "low": 0.5, "high": 3.5}


def shop(*quantities, lead_time, horizon=10, seed=1, opening=None, **terms):
    """A shop that orders these quantities on day 0, 1, 2 ... and sells nothing."""
    sites = {"s": supplier(), "w": warehouse(0, planned(*quantities), opening=opening)}
    return play(sites, [lane("s", "w", lead_time, **terms)], horizon, seed)


def quantile(law):
    """The inverse of a distribution of times, as the engine reads it."""
    sites = {"s": supplier(), "w": warehouse(0, planned(1))}
    return read(document(sites, [lane("s", "w", law)])).lanes["lane_0"].lead_time.quantile


def transit(books, name="lane_0"):
    """Transit times by order."""
    left = {r["order"]: r["time"] for r in books.goods if r["to_account"] == account(books, name)}
    return [
        float(r["time"] - left[r["order"]])
        for r in books.goods
        if r["from_account"] == account(books, name) and r["order"] in left
    ]


def test_without_a_lane_goods_are_handed_over_in_the_instant_of_the_order():
    books = play({"w": warehouse(5), "c": customer("w", (1, 2))})
    assert moved(books, "w", "c") == [(1.0, 2)]
    assert books.orders["transit"].tolist() == [NOBODY]


def test_a_fixed_lane_takes_its_time():
    books = shop(4, 0, 6, lead_time=2.5)
    assert moved(books, "s", "lane_0") == [(0.0, 4), (2.0, 6)]
    assert moved(books, "lane_0", "w") == [(2.5, 4), (4.5, 6)]


def test_what_is_on_the_way_at_the_end_stays_there():
    books = shop(4, 0, 6, lead_time=2.5, horizon=4)
    assert books.live_in_transit[account(books, "lane_0")] == 6
    assert books.live_on_order[account(books, "w")] == 6


def test_arrivals_at_the_end_are_posted():
    assert moved(shop(4, lead_time=2, horizon=2), destination="w") == [(2.0, 4)]


def test_random_times_are_drawn_by_the_day_of_departure():
    books = shop(*[1] * 8, lead_time=UNIFORM, horizon=20)
    draws = Luck(1).calendar("lane", "s->w", "item", quantile=quantile(UNIFORM))
    assert sorted(transit(books)) == sorted(snap(draws.draw(day)) for day in range(8))


def two_a_day(busy_day=None):
    """A depot that ships once a day to a customer far away, and on one day three times."""
    orders = [(day + part / 4, 1) for day in range(8) for part in range(3 if day == busy_day else 1)]
    books = play({"w": warehouse(50), "c": customer("w", *orders)}, [lane("w", "c", UNIFORM)], 20)
    left = {r["order"]: r["time"] for r in books.goods if r["to_account"] == account(books, "lane_0")}
    landed = {r["order"]: r["time"] for r in books.goods if r["from_account"] == account(books, "lane_0")}
    return {left[order]: landed[order] - left[order] for order in left}


def test_shipping_more_on_one_day_leaves_all_other_draws_as_they_were():
    calm, busy = two_a_day(), two_a_day(busy_day=3)
    assert len(busy) == len(calm) + 2
    assert {time: busy[time] for time in calm} == calm
    assert len({busy[3.0], busy[3.25], busy[3.5]}) == 3


def test_a_lane_of_another_name_keeps_its_luck_if_told_to():
    def times(name, **terms):
        sites = {"s": supplier(), name: warehouse(0, planned(1, 1, 1, 1))}
        return transit(play(sites, [lane("s", name, UNIFORM, **terms)]))

    assert times("w", luck="old") == times("x", luck="old")
    assert times("w") != times("x")


def test_shipments_may_overtake_unless_the_lane_forbids_it():
    many = [1] * 40
    crossing = [r["order"] for r in shop(*many, lead_time=UNIFORM, horizon=60).goods if r["to_account"] == 1]
    orderly = shop(*many, lead_time=UNIFORM, horizon=60, crossing=False)
    assert crossing != sorted(crossing)
    landed = [int(r["order"]) for r in orderly.goods if r["from_account"] == account(orderly, "lane_0")]
    assert landed == list(range(40))


def test_on_an_orderly_lane_a_fast_shipment_waits_behind_a_slow_one_and_no_longer():
    law = {"kind": "discrete", "values": [1, 4], "weights": [0.5, 0.5]}
    free, orderly = (shop(*[1] * 12, lead_time=law, horizon=30, crossing=crossing) for crossing in (True, False))
    due = {int(r["order"]): float(r["time"]) for r in free.goods if r["to_account"] == account(free, "w")}
    expected, last = [], 0.0
    for order in range(12):
        last = max(last, due[order])
        expected.append(last)
    assert [time for time, _ in moved(orderly, destination="w")] == expected
    assert expected != [due[order] for order in range(12)]


def test_nothing_overtakes_what_was_on_an_orderly_lane_when_the_run_began():
    opening = {"arriving": [{"quantity": 9, "at": 6}, {"quantity": 8, "at": 5}]}
    law = {"kind": "uniform", "low": 1, "high": 1.5}
    assert moved(shop(1, lead_time=law, opening=opening), destination="w")[0][1] == 1
    held = moved(shop(1, lead_time=law, opening=opening, crossing=False), destination="w")
    assert held == [(5.0, 8), (6.0, 9), (6.0, 1)]


def test_an_order_takes_the_information_delay_to_reach_its_seller():
    books = shop(4, 0, 6, lead_time=1, information_delay=1.5)
    assert placed(books, "w") == [(0.0, "s", 4), (2.0, "s", 6)]
    assert happened(books, "w") == [(1.5, "RECEIVED", 4, "NONE"), (3.5, "RECEIVED", 6, "NONE")]
    assert moved(books, "s", "lane_0") == [(1.5, 4), (3.5, 6)]
    assert moved(books, destination="w") == [(2.5, 4), (4.5, 6)]


def test_a_message_that_arrives_comes_before_the_demand_of_its_instant():
    sites = {"w": warehouse(5), "a": customer("w", (2, 5)), "b": customer("w", (0.5, 5))}
    books = play(sites, [lane("w", "b", information_delay=1.5)])
    assert (moved(books, "w", "a"), moved(books, "lane_0", "b")) == ([], [(2.0, 5)])


def test_an_order_on_its_way_to_the_seller_is_no_backlog_yet():
    sites = {"d": warehouse(0), "w": warehouse(0, planned(4))}
    late = play(sites, [lane("d", "w", information_delay=3)], horizon=2)
    assert (late.live_backlog[account(late, "d")], late.live_on_order[account(late, "w")]) == (0, 4)
    received = play(sites, [lane("d", "w", information_delay=3)], horizon=4)
    assert received.live_backlog[account(received, "d")] == 4


def test_orders_that_are_due_at_the_end_are_not_received():
    sites = {"d": warehouse(9), "w": warehouse(0, planned(4))}
    books = play(sites, [lane("d", "w", information_delay=2)], horizon=2)
    assert moved(books, "d") == []


@pytest.mark.parametrize("time", [0.1, 0.7, 1 / 3, 2 / 7, 1.0])
def test_what_takes_as_long_as_promised_is_on_time(time):
    sites = {"s": supplier(), "w": warehouse(9, planned(2)), "c": customer("w", (0.3, 1), promised=time)}
    books = play(sites, [lane("s", "w", time), lane("w", "c", time)])
    assert books.facts.delivered_on_time.tolist() == books.facts.delivered.tolist() == [2, 1]


def test_a_replenishment_order_is_promised_after_the_expected_lead_time():
    sites = {"s": supplier(lead_time=2), "w": warehouse(0, planned(1))}
    books = play(sites, [lane("s", "w", UNIFORM, information_delay=0.5)])
    assert books.orders["promised_at"].tolist() == [0.5 + 2 + 2]


def test_a_customer_is_promised_what_the_file_says():
    books = play({"w": warehouse(1), "c": customer("w", (1, 1), promised=3)}, [lane("w", "c", 1)])
    assert books.orders["promised_at"].tolist() == [4.0]


def test_two_lanes_between_the_same_sites_are_two_sources():
    sites = {
        "s": supplier(),
        "w": warehouse(0, planned(8, 8), source={"kind": "split", "shares": {"air": 0.25, "sea": 0.75}}),
    }
    books = play(sites, {"air": lane("s", "w", 1), "sea": lane("s", "w", 5)})
    assert moved(books, "air", "w") == [(1.0, 2), (2.0, 2)]
    assert moved(books, "sea", "w") == [(5.0, 6), (6.0, 6)]


def test_lead_times_are_on_the_grid_of_time():
    books = run(document({"s": supplier(), "w": warehouse(0, planned(1, 1))}, [lane("s", "w", UNIFORM)]))
    assert all((time * GRID).is_integer() for time in books.goods["time"])
