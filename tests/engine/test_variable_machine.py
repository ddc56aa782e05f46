from __future__ import annotations

import numpy as np
import pytest

from sim.ledger.reconcile import reconcile
from sim.ledger.tables import Event, Reason, State
from tests.engine.shops import base_stock, buyer, came, factory, run_shop

PRESS = {"press": {"rate": 1}}
"""One machine that makes a unit in an hour."""


def press(effect, *orders, line=None, when=None, recipe=None, stock=None, **more):
    """A plant that makes ``a`` to order on a press; from 10 to 20 a disruption strikes."""
    struck = {"strike": {"where": "plant", "when": when or {"starts": 10, "lasts": 10}, "what": effect} | more}
    plant = factory({"a": {"route": ["press"], **(recipe or {})}}, {"press": {"rate": 1, **(line or {})}}, stock)
    return run_shop(
        plant, buyer(a=orders), horizon=100, other={"disruptions": struck, "active": ["strike"]} if effect else {}
    )


def machine(books):
    names = {number: of.kind for number, of in enumerate(books.register.resources)}
    return [
        (float(row["since"]), State(row["state"]).name) for row in books.states if names[row["resource"]] == "machine"
    ]


def test_at_half_speed_work_takes_twice_as_long():
    # 8 units ordered at 6: 4 are made by 10, 4 more at half speed by 18.
    books = press({"kind": "capacity", "left": 0.5}, (6, 8))
    assert came(books, "a") == [(18, 8)]
    assert machine(books) == [(6, "BUSY"), (18, "IDLE")]


def test_where_nothing_is_left_it_stands_still_and_what_is_on_it_keeps_its_progress():
    # 4 of 8 hours are done by 10; the other 4 are worked from 20 on.
    books = press({"kind": "capacity"}, (6, 8))
    assert came(books, "a") == [(24, 8)]
    assert machine(books) == [(6, "BUSY"), (10, "DISRUPTED"), (20, "BUSY"), (24, "IDLE")]


def test_an_idle_machine_takes_no_job_until_it_is_over():
    books = press({"kind": "capacity"}, (12, 3))
    assert came(books, "a") == [(23, 3)]
    assert machine(books) == [(10, "DISRUPTED"), (20, "BUSY"), (23, "IDLE")]


def test_it_comes_back_by_and_by():
    # 4 of 12 hours are done by 10, nothing until 20, 4 x 0.25 = 1 by 24, 4 x 0.75 = 3 by 28, the last 4 by 32.
    books = press({"kind": "capacity"}, (6, 12), ends={"kind": "linear", "over": 8, "steps": 2})
    assert came(books, "a") == [(32, 12)]


def test_set_ups_slow_down_too():
    # The set-up of 4 hours for b begins at 9: 1 hour by 10, the other 3 at half speed by 16; b itself takes 2 by 18.
    plant = factory({"a": {"route": ["press"]}, "b": {"route": ["press"]}}, {"press": {"rate": 1, "setup": 4}})
    strike = {"where": "plant", "when": {"starts": 10, "lasts": 10}, "what": {"kind": "capacity", "left": 0.5}}
    other = {"disruptions": {"strike": strike}, "active": ["strike"]}
    books = run_shop(plant, buyer(a=[(6, 3)], b=[(9, 1)]), horizon=60, other=other)
    assert came(books, "b") == [(18, 1)]
    assert machine(books) == [(6, "BUSY"), (9, "IDLE"), (9, "SETUP"), (16, "BUSY"), (18, "IDLE")]


def test_hours_go_on_as_they_would():
    # Works from 6 to 22 o'clock only (the run begins at midnight): 2 hours done by 22, stands still until 34
    # (10 o'clock of the next day), then the other 4.
    line = {"hours": {"shifts": [{"from": "6 h", "to": "22 h"}]}}
    books = press({"kind": "capacity"}, (20, 6), line=line, when={"starts": 25, "lasts": 9})
    assert came(books, "a") == [(38, 6)]
    states = [(0, "OFF"), (6, "IDLE"), (20, "BUSY"), (22, "OFF"), (30, "DISRUPTED"), (34, "BUSY"), (38, "IDLE")]
    assert machine(books)[:7] == states


def test_repairs_go_on_while_it_stands_still():
    # Fails after 3 hours of work at 9, is repaired by 14, stands still from 14 to 20, and ends the last 3 hours at 23;
    # it fails again in that instant.
    line = {"breakdowns": {"clock": "busy", "time_to_failure": 3, "time_to_repair": 5}}
    books = press({"kind": "capacity"}, (6, 6), line=line)
    assert came(books, "a") == [(23, 6)]
    assert machine(books)[:5] == [(6, "BUSY"), (9, "DOWN"), (14, "DISRUPTED"), (20, "BUSY"), (23, "DOWN")]


def test_two_disruptions_at_once_leave_the_product_of_both():
    half = {"where": "plant", "when": {"starts": 10, "lasts": 10}, "what": {"kind": "capacity", "left": 0.5}}
    other = {"disruptions": {"one": half, "two": half}, "active": ["one", "two"]}
    books = run_shop(factory({"a": {"route": ["press"]}}, PRESS), buyer(a=[(6, 9)]), horizon=60, other=other)
    assert came(books, "a") == [(22.5, 9)]  # 4 by 10, 2.5 by 20, 2.5 by 22.5


class TestAClosedLine:
    def test_finishes_what_it_has_begun_and_begins_nothing(self):
        books = press({"kind": "closure"}, (6, 8), (7, 2))
        assert came(books, "a") == [(14, 8), (22, 2)]
        assert machine(books) == [(6, "BUSY"), (14, "DISRUPTED"), (20, "BUSY"), (22, "IDLE")]

    def test_or_lets_it_rest(self):
        books = press({"kind": "closure", "in_process": "hold"}, (6, 8), (7, 2))
        assert came(books, "a") == [(24, 8), (26, 2)]

    def test_or_loses_it(self):
        books = press({"kind": "closure", "in_process": "lose"}, (6, 8), (7, 2))
        assert came(books, "a") == [(22, 2)]
        scrapped = books.events[books.events["event"] == Event.SCRAPPED]
        assert [(row["time"], row["quantity"], row["reason"]) for row in scrapped] == [(10, 8, Reason.DISRUPTED)]
        assert books.live_on_order.sum() == books.live_backlog.sum() == 0

    def test_a_stock_orders_anew_what_was_lost_for_it(self):
        plant = factory({"a": {"route": ["press"], "batch": 4}}, PRESS, {"a": base_stock(8)})
        strike = {
            "where": "plant",
            "when": {"starts": 6, "lasts": 4},
            "what": {"kind": "closure", "in_process": "lose"},
        }
        other = {"disruptions": {"strike": strike}, "active": ["strike"]}
        books = run_shop(plant, buyer(a=[(1, 1)]), horizon=60, other=other)
        # Two jobs of 4 from 0 on: one is done at 4, the other lost at 6, and made anew from 10 on, after 1 more.
        assert came(books, "a", "plant") == [(4, 4), (11, 1), (15, 4)]

    def test_by_products_of_a_lost_job_are_called_off(self):
        strike = {
            "where": "plant",
            "when": {"starts": 6, "lasts": 4},
            "what": {"kind": "closure", "in_process": "lose"},
        }
        other = {"disruptions": {"strike": strike}, "active": ["strike"]}
        plant = factory({"a": {"route": ["press"], "batch": 5, "also": {"b": 0.5}}}, PRESS, {"b": 0})
        books = run_shop(plant, buyer(a=[(0, 10)]), horizon=60, other=other)
        # 2.5 of b come with the first 5, of which 2 are whole; with the other 5, which are lost, 3 would have come.
        assert came(books, "b", "plant") == [(5, 2)]
        assert came(books, "a") == [(5, 5)]

    def test_of_an_order_that_goes_whole_the_rest_is_delivered(self):
        strike = {
            "where": "plant",
            "when": {"starts": 6, "lasts": 4},
            "what": {"kind": "closure", "in_process": "lose"},
        }
        other = {"disruptions": {"strike": strike}, "active": ["strike"]}
        customer = buyer(a=[(0, 15)])
        customer["buys"]["a"]["deliveries"] = "whole"
        plant = factory({"a": {"route": ["press"], "batch": 5}}, PRESS)
        books = run_shop(plant, customer, horizon=60, other=other)
        assert came(books, "a") == [(15, 10)]


@pytest.mark.parametrize("effect", [{"kind": "capacity"}, {"kind": "closure", "in_process": "lose"}])
@pytest.mark.parametrize("change", [0.5, 3.0])
def test_the_books_see_a_machine_that_does_not_stand_still_as_long(effect, change):
    books = press(effect, (6, 8), (7, 2))
    states = books.states.copy()
    row = int(np.flatnonzero((states["state"] == State.BUSY) & (states["since"] >= 20))[0])
    states["since"][row] -= change
    books.__dict__["states"] = states
    books.__dict__["live_machines"] = None  # the machine's own tally would tell, too
    books.__dict__.pop("spells", None)
    rules = {detail.check for detail in reconcile(books).details}
    assert "a machine stands still while its line does" in rules


def test_the_books_see_work_that_takes_too_little_at_half_speed():
    books = press({"kind": "capacity", "left": 0.5}, (6, 8))
    states = books.states.copy()
    states["share"][states["share"] == 0.5] = 0.6
    books.__dict__["states"] = states
    assert "an order is worked on for as long as its jobs take" in {of.check for of in reconcile(books).details}
