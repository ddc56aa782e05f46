from __future__ import annotations

import numpy as np
import pytest

from sim.ledger.reconcile import reconcile
from sim.ledger.tables import State
from tests.disruption.what.worlds import digest
from tests.engine.worlds import customer, happened, lane, moved, play, supplier, warehouse

HALF = {"kind": "capacity", "left": 0.5}
NONE = {"kind": "capacity"}


def depot(dock, effect, *orders, when=None, horizon=60, **disruption):
    """A depot with 50 in stock that sends goods off at a dock, over a lane that takes no time; struck from 10 to 20."""
    strike = {"where": "depot", "when": when or {"starts": 10, "lasts": 10}, "what": effect or NONE} | disruption
    return play(
        {"maker": supplier(), "depot": warehouse(50) | {"shipping": dock}, "buyer": customer("depot", *orders)},
        [lane("maker", "depot"), lane("depot", "buyer")],
        horizon=horizon,
        time={"unit": "hour", "start": "2025-01-06"},
        disruptions={"strike": strike},
        active=["strike"] if effect else [],
    )


def came(books):
    return [(time, amount) for time, amount in moved(books, destination="buyer")]


def states(books):
    docks = [of.kind == "shipping" for of in books.register.resources]
    return [(float(row["since"]), State(row["state"]).name) for row in books.states if docks[row["resource"]]]


def test_at_half_speed_it_takes_twice_as_long():
    # 8 at 4 an hour from 9 on: 4 by 10, the others at 2 an hour by 12.
    books = depot({"units": 4}, HALF, (9, 8))
    assert came(books) == [(12, 8)]
    assert states(books) == [(9, "BUSY"), (12, "IDLE")]


def test_where_nothing_is_left_it_rests():
    books = depot({"units": 4}, NONE, (9, 8), (12, 4))
    assert came(books) == [(21, 8), (22, 4)]
    assert states(books) == [(9, "BUSY"), (10, "DISRUPTED"), (20, "BUSY"), (21, "BUSY"), (22, "IDLE")]


def test_an_idle_dock_takes_nothing_up():
    books = depot({"units": 4}, NONE, (12, 4))
    assert came(books) == [(21, 4)]
    assert states(books) == [(10, "DISRUPTED"), (20, "BUSY"), (21, "IDLE")]


def test_its_hours_go_on():
    # Open from 6 to 12 o'clock: 8 from 11 on are half done by 12; it opens at 30 and stands still from 28 until 33.
    dock = {"units": 4, "hours": {"shifts": [{"from": "6 h", "to": "12 h"}]}}
    books = depot(dock, NONE, (11, 8), when={"starts": 28, "lasts": 5})
    assert came(books) == [(34, 8)]
    assert states(books)[:6] == [
        (0, "OFF"), (6, "IDLE"), (11, "BUSY"), (12, "OFF"), (30, "DISRUPTED"), (33, "BUSY"),
    ]  # fmt: skip


def test_it_comes_back_by_and_by():
    # 20 at 4 an hour from 9 on: 4 by 10, none until 20, at 1 an hour 4 by 24, at 3 an hour 12 by 28.
    books = depot({"units": 4}, NONE, (9, 20), ends={"kind": "linear", "over": 8, "steps": 2})
    assert came(books) == [(28, 20)]


@pytest.mark.parametrize("dock", [{"units": 4}, {"units": 4, "hours": {"shifts": [{"from": "6 h", "to": "12 h"}]}}])
def test_what_changes_nothing_changes_no_digest(dock):
    orders = [(time, 1 + time % 4) for time in range(1, 40, 2)]
    calm = depot(dock, None, *orders)
    assert digest(depot(dock, NONE, *orders, when={"starts": 10, "lasts": 0})) == digest(calm)
    assert digest(depot(dock, {"kind": "capacity", "left": 1}, *orders)) == digest(calm)


def test_what_waits_before_a_receiving_dock_says_why():
    strike = {"where": "depot", "when": {"starts": 10, "lasts": 10}, "what": NONE}
    books = play(
        {
            "maker": supplier(),
            "depot": warehouse(9, {"kind": "base_stock", "level": 9}) | {"receiving": {"units": 4}},
            "buyer": customer("depot", (12, 4)),
        },
        [lane("maker", "depot")],
        horizon=60,
        disruptions={"strike": strike},
        active=["strike"],
    )
    assert happened(books, "depot") == [(12, "ARRIVED", 4, "DISRUPTED"), (20, "UNLOADING", 4, "NONE")]


@pytest.mark.parametrize(("state", "change"), [(State.DISRUPTED, 1), (State.BUSY, -1)])
def test_the_books_see_a_dock_that_does_not_stand_still_as_long(state, change):
    books = depot({"units": 4}, NONE, (9, 8))
    rows = books.states.copy()
    row = int(np.flatnonzero((rows["state"] == state) & (rows["since"] >= 10) & (rows["resource"] == 0))[0])
    rows["since"][row] += change
    books.__dict__["states"] = rows
    assert "a dock is at work, in turn, while goods wait" in {detail.check for detail in reconcile(books).details}


def test_the_books_see_a_dock_that_is_too_quick():
    books = depot({"units": 4}, HALF, (9, 8))
    rows = books.states.copy()
    rows["share"][rows["share"] == 0.5] = 0.4
    books.__dict__["states"] = rows
    assert "a dock is at work, in turn, while goods wait" in {detail.check for detail in reconcile(books).details}
