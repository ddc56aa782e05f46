from __future__ import annotations

import simpy

from sim.clock import GRID, snap
from sim.engine.agenda import Agenda, Phase, key
from sim.engine.clock import ReviewClock, day_of
from tests.engine.worlds import customer, document, lane, placed, planned, play, supplier, warehouse
from tests.networks import run


def ticks(first, every, end):
    env = simpy.Environment()
    agenda = Agenda(env, end, lambda: None)
    times = []
    ReviewClock(agenda, key(Phase.REVIEWS, 1, 0), first, every, [lambda _: times.append(agenda.now)] * 2)
    agenda.begin()
    env.run()
    assert times[::2] == times[1::2]
    return times[::2]


def test_ticks_are_counted_and_not_accumulated():
    assert ticks(0.0, 0.1, 1000.0)[::10] == [float(k) for k in range(1000)]
    sevenths = ticks(0.0, 1 / 7, 1000.0)
    assert sevenths[::7] == [float(k) for k in range(1000)]
    assert sevenths == [snap(k / 7) for k in range(7000)]


def test_a_clock_begins_at_its_first_instant_and_stops_before_the_end():
    assert ticks(0.5, 2.0, 6.5) == [0.5, 2.5, 4.5]
    assert ticks(7.0, 2.0, 6.5) == []


def test_every_start_of_a_day_belongs_to_its_day_in_every_unit_of_time():
    for days in (1.0, 7.0, 1 / 24, 730 / 24):
        assert [day_of(snap(day / days), days) for day in range(4000)] == list(range(4000))


def test_just_before_midnight_it_is_still_the_day_before():
    assert day_of(3.0 - 2 / GRID, 1.0) == 2


def reviewed(every, first=0, horizon=6):
    sites = {"s": supplier(), "w": warehouse(0, planned(*range(1, 20), every=every, first=first))}
    return placed(play(sites, [lane("s", "w")], horizon), "w")


def test_reviews_follow_first_and_every():
    assert reviewed(2) == [(0.0, "s", 1), (2.0, "s", 2), (4.0, "s", 3)]
    assert reviewed(2, first=1.5) == [(1.5, "s", 1), (3.5, "s", 2), (5.5, "s", 3)]


def meeting(others=None):
    """Three shops whose clocks meet at time 2, and share a depot that has one unit too little."""
    shops = {
        "b": warehouse(0, planned(0, 0, 5)),
        "c": warehouse(0, planned(0, 5, every=2)),
        "d": warehouse(0, planned(0, 0, 5)),
        "depot": warehouse(9),
    }
    lanes = [lane("depot", shop, 1) for shop in "bcd"]
    for name, policy in (others or {}).items():
        shops |= {f"{name}s": supplier(), name: warehouse(0, policy)}
        lanes.append(lane(f"{name}s", name))
    return run(document(shops, lanes, 4))


def test_where_clocks_meet_names_break_the_tie():
    books = meeting()
    orders = [row for row in books.orders if row["placed_at"] == 2.0]
    assert [books.register.accounts[row["buyer"]].site for row in orders] == ["b", "c", "d"]


def test_a_stranger_on_the_same_clock_changes_no_tie():
    for policy in (planned(0, every=2), planned(0), {"kind": "base_stock", "level": 0}):
        books = meeting({"a": policy})
        buyers = [books.register.accounts[r["buyer"]].site for r in books.orders if r["placed_at"] == 2.0]
        assert buyers == ["b", "c", "d"]


def test_a_continuous_review_takes_its_place_by_name_among_the_clocks():
    sites = {
        "b": warehouse(0, planned(0, 0, 5)),
        "c": warehouse(5, {"kind": "base_stock", "level": 5}),
        "d": warehouse(0, planned(0, 0, 5)),
        "depot": warehouse(9),
        "people": customer("c", (2, 5)),
    }
    books = play(sites, [lane("depot", shop, 1) for shop in "bcd"], 4)
    orders = [row for row in books.orders if row["placed_at"] == 2.0]
    assert [books.register.accounts[row["buyer"]].site for row in orders] == ["people", "b", "c", "d"]
