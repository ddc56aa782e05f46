from __future__ import annotations

import numpy as np
import pytest

from sim.streams import Luck
from tests.engine.shops import Event, base_stock, buyer, came, factory, run_shop, spells, told
from tests.engine.worlds import paid, play

TWO = {"f": {"line": "m"}, "g": {"line": "m"}}


def times(books, product):
    return [time for time, _ in came(books, product)]


def test_jobs_are_made_one_after_the_other():
    books = run_shop(factory({"f": {"line": "m"}}, {"m": {"time": 2}}), buyer(f=[(0, 1), (1, 1), (5, 1)]))
    assert came(books, "f") == [(2, 1), (4, 1), (7, 1)]
    assert spells(books, "plant/m/1") == [(0, "BUSY"), (2, "BUSY"), (4, "IDLE"), (5, "BUSY"), (7, "IDLE")]


def test_machines_of_one_line_share_the_queue():
    books = run_shop(factory({"f": {"line": "m"}}, {"m": {"time": 2, "machines": 2}}), buyer(f=[(0, 1)] * 3))
    assert times(books, "f") == [2, 2, 4]


@pytest.mark.parametrize(
    ("work", "batch", "expected"),
    [
        ({"rate": 4}, None, [(2.5, 10)]),
        ({"rate": 4}, 4, [(1, 4), (2, 4), (2.5, 2)]),
        ({"time": 0.5, "per": "unit"}, None, [(5, 10)]),
        ({"time": 0.5}, None, [(0.5, 10)]),
        ({"time": 0.5}, 4, [(0.5, 4), (1, 4), (1.5, 2)]),
    ],
)
def test_what_a_job_takes(work, batch, expected):
    recipe = {"line": "m"} if batch is None else {"line": "m", "batch": batch}
    books = run_shop(factory({"f": recipe}, {"m": work}), buyer(f=[(0, 10)]))
    assert came(books, "f") == expected


def test_a_route_may_say_what_an_operation_takes():
    route = [{"line": "m", "time": 3}, "n"]
    books = run_shop(factory({"f": {"route": route}}, {"m": {"rate": 9}, "n": {"time": 1}}), buyer(f=[(0, 1)]))
    assert came(books, "f") == [(4, 1)]


def test_time_that_takes_no_capacity_passes_for_all_at_once():
    books = run_shop(factory({"f": {"line": "m", "lead_time": 3}}, {"m": {"time": 1}}), buyer(f=[(0, 1)] * 2))
    assert times(books, "f") == [4, 5]


def test_a_route_may_pass_a_line_twice():
    books = run_shop(factory({"f": {"route": ["m", "m"]}}, {"m": {"time": 1}}), buyer(f=[(0, 1)] * 2))
    assert times(books, "f") == [3, 4]  # the second job's first pass comes between


def test_a_job_that_comes_back_draws_another_time():
    """The first visit has the key that it would have if the job never came back; the second is told by its number."""
    lines = {"m": {"time": {"kind": "exponential", "mean": 1}, "machines": 9}, "n": {"time": 1}}
    books = run_shop(factory({"f": {"route": ["m", "n", "m"]}}, lines), buyer(f=[(0, 1)]))
    visits = (spells(books, f"plant/m/{number}") for number in (1, 2))
    lasts = [end - begin for (begin, _), (end, _) in visits]
    keys = [("work", "plant", "m", "f"), ("work", "plant", "m", "f", "2")]
    draws = [Luck(1).calendar(*names, quantile=lambda u: -np.log1p(-u)).draw(0) for names in keys]
    assert lasts == pytest.approx(draws, abs=1e-5)


def test_the_last_unit_takes_its_part_of_the_time():
    lines = {"m": {"time": {"kind": "exponential", "mean": 1}, "per": "unit"}}
    took = {}
    for units in (0.25, 1, 1.25, 2):
        sites = {"plant": factory({"f": {"line": "m"}}, lines), "c": buyer(f=[(0, units)])}
        [[took[units], _]] = came(play(sites, products={"f": {"unit": "t", "step": 0.25}}, horizon=40), "f")
    assert took[0.25] == pytest.approx(took[1] / 4, abs=1e-6)
    assert took[1.25] == pytest.approx(took[1] + (took[2] - took[1]) / 4, abs=1e-6)


@pytest.mark.parametrize("setup", [None, {"otherwise": 1, "between": {"f": {"g": 0}, "g": {"f": 0}}}])
def test_a_set_up_that_takes_no_time_is_paid_for_too(setup):
    line = {"time": 1, "costs": {"per_setup": 100}, **({"setup": setup} if setup else {})}
    books = run_shop(factory(TWO, {"m": line}), buyer(f=[(0, 1), (2, 1)], g=[(1, 1), (3, 1)]))
    assert (times(books, "f"), times(books, "g")) == ([1, 3], [2, 4])
    assert [(time, kind, amount) for time, _, _, kind, amount in paid(books)] == [
        (1, "SETUP", 100), (2, "SETUP", 100), (3, "SETUP", 100),
    ]  # fmt: skip


def test_setups_go_by_pair():
    setup = {"otherwise": 1, "between": {"f": {"g": 2}}}
    plant = factory(TWO, {"m": {"time": 1, "setup": setup}})
    books = run_shop(plant, buyer(f=[(0, 1), (0.75, 1)], g=[(0.5, 1)]))
    assert (times(books, "f"), times(books, "g")) == ([1, 6], [4])
    assert spells(books, "plant/m/1") == [
        (0, "BUSY"), (1, "SETUP"), (3, "BUSY"), (4, "SETUP"), (5, "BUSY"), (6, "IDLE"),
    ]  # fmt: skip


def test_a_campaign_saves_setups():
    plant = factory(TWO, {"m": {"time": 1, "setup": 2, "sequence": "campaign"}})
    books = run_shop(plant, buyer(f=[(0, 1), (0.5, 1)], g=[(0.25, 1), (0.75, 1)]))
    assert (times(books, "f"), times(books, "g")) == ([1, 2], [5, 6])
    one_by_one = factory(TWO, {"m": {"time": 1, "setup": 2, "sequence": {"kind": "campaign", "longest": 1}}})
    books = run_shop(one_by_one, buyer(f=[(0, 1), (0.5, 1)], g=[(0.25, 1), (0.75, 1)]))
    assert (times(books, "f"), times(books, "g")) == ([1, 7], [4, 10])


def test_a_rule_chooses_when_all_orders_of_the_instant_are_in():
    makes = {"f": {"route": [{"line": "m", "time": 4}]}, "g": {"route": [{"line": "m", "time": 1}]}}
    for rule, ends in (("first_come", ([4], [5])), ("shortest_processing_time", ([5], [1]))):
        plant = factory(makes, {"m": {"sequence": rule}})
        books = run_shop(plant, {"c": buyer(f=[(0, 1)]), "d": buyer(g=[(0, 1)])})
        assert (times(books, "f"), [time for time, _ in came(books, "g", "d")]) == ends


def test_what_finds_no_room_stays_on_its_machine():
    lines = {"m": {"time": 1}, "n": {"time": 3, "queue": 0}}
    books = run_shop(factory({"f": {"route": ["m", "n"]}}, lines), buyer(f=[(0, 1)] * 3))
    assert times(books, "f") == [4, 7, 10]
    assert spells(books, "plant/m/1") == [
        (0, "BUSY"), (1, "BUSY"), (2, "BLOCKED"), (4, "BUSY"), (5, "BLOCKED"), (7, "IDLE"),
    ]  # fmt: skip


def test_places_in_the_queue_are_counted_without_the_machine():
    lines = {"m": {"time": 1}, "n": {"time": 3, "queue": 1}}
    books = run_shop(factory({"f": {"route": ["m", "n"]}}, lines), buyer(f=[(0, 1)] * 3))
    assert spells(books, "plant/m/1") == [(0, "BUSY"), (1, "BUSY"), (2, "BUSY"), (3, "BLOCKED"), (4, "IDLE")]


def test_cards_let_in_a_job_when_one_leaves_its_last_station():
    lines = {"m": {"time": 1, "release": {"kind": "conwip", "jobs": 1}}, "n": {"time": 3}}
    books = run_shop(factory({"f": {"route": ["m", "n"]}}, lines), buyer(f=[(0, 1)] * 3))
    assert told(books, Event.RELEASED) == [(0, "f", 1), (4, "f", 1), (8, "f", 1)]
    assert times(books, "f") == [4, 8, 12]


def test_a_saturated_line_never_starves():
    lines = {"m": {"time": 1, "release": {"kind": "conwip", "jobs": 2}}, "n": {"time": 1}}
    stock = {"f": {"replenish": {"kind": "saturated"}}}
    books = run_shop(factory({"f": {"route": ["m", "n"]}}, lines, stock), buyer(f=[(9, 1)]), horizon=5.5)
    assert came(books, "f", "plant") == [(2, 1), (3, 1), (4, 1), (5, 1)]


def test_kanban_has_a_container_made_for_each_that_is_empty():
    kanban = {"opening": {"on_hand": 10}, "replenish": {"kind": "kanban", "cards": 2, "container": 5}}
    books = run_shop(
        factory({"f": {"line": "m"}}, {"m": {"time": 1}}, {"f": kanban}), buyer(f=[(0, 4), (2, 1), (4, 9)])
    )
    assert came(books, "f", "plant") == [(3, 5), (5, 5)]


@pytest.mark.parametrize(("terms", "made"), [({}, 3), ({"minimum_order": 5}, 5), ({"multiple": 4}, 4)])
def test_production_orders_come_in_lots(terms, made):
    plant = factory({"f": {"lead_time": 1, **terms}}, stock={"f": base_stock(10, 10)})
    assert came(run_shop(plant, buyer(f=[(0, 3)])), "f", "plant") == [(1, made)]
