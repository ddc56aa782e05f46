from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from sim.disruption.what.destruction import Destruction
from sim.ledger.reconcile import reconcile
from sim.ledger.tables import Event
from tests.disruption.what.worlds import digest, in_force
from tests.engine.shops import base_stock, buyer, came, factory, run_shop, used
from tests.engine.worlds import customer, lane, on_hand, placed, play, supplier, warehouse
from tests.kpi.docks import value


def shop(effect, *orders, when=None, horizon=40, stock=None, **disruption):
    """A shop with 50 in stock that orders nothing; it is struck at 10."""
    strike = {"where": "shop", "when": when or {"starts": 10, "lasts": 1}, "what": {"kind": "destruction"} | effect}
    return play(
        {"maker": supplier(), "shop": stock or warehouse(50), "buyer": customer("shop", *orders)},
        [lane("maker", "shop")],
        horizon=horizon,
        products={"item": {"value": 3}},
        disruptions={"strike": strike | disruption},
        active=["strike"],
    )


@pytest.mark.parametrize(
    ("effect", "left"),
    [({}, 0), ({"share": 0.4}, 27), ({"share": "10 %"}, 41), ({"units": 12}, 33), ({"units": 400}, 0)],
)
def test_a_share_or_so_many_units_are_gone(effect, left):
    books = shop(effect, (5, 5))  # 45 are on hand at 10; 0.1 x 45 = 4.5 is rounded to the even 4
    assert on_hand(books, "shop", 9) == 45
    assert on_hand(books, "shop", 10) == left


@pytest.mark.parametrize(("effect", "left"), [({"share": 0.4}, 40), ({"units": 12}, 44)])
def test_severity_moderates_it(effect, left):
    assert on_hand(shop(effect, (50, 1), severity=0.5, horizon=60), "shop", 11) == left


def test_a_recovery_destroys_nothing_more():
    books = shop({"share": 0.4}, (60, 1), ends={"kind": "linear", "over": 4, "steps": 2}, horizon=70)
    assert on_hand(books, "shop", 30) == 30
    assert in_force(books) == [(10, 0.4), (11, pytest.approx(0.3)), (13, pytest.approx(0.1)), (15, 1.0)]


def test_each_strike_destroys():
    books = shop({"share": 0.5}, (60, 1), when={"kind": "recurring", "gap": 29, "lasts": 1}, horizon=70)
    # It strikes at 29 and at 59: 50, 25, and 12 or 13.
    assert [on_hand(books, "shop", time) for time in (28, 29, 59)] == [50, 25, 13]


def test_who_orders_continuously_orders_anew():
    books = shop({"units": 12}, (50, 1), stock=warehouse(50, {"kind": "base_stock", "level": 50}), horizon=60)
    assert placed(books, "shop") == [(10, "maker", 12), (50, "maker", 1)]


def test_what_is_written_off_is_told_in_units_and_value():
    books = shop({"units": 12}, (5, 5))
    assert value(books, "written_off", site="shop") == 12
    assert value(books, "written_off_value", site="shop") == 36
    assert value(books, "stock_value_change", site="shop") == -3 * 17


class TestComponents:
    """Frames of 2 r each, made one by one in 10 hours; the store of r is struck."""

    def play(self, effect, *orders, at=5, on_hand=20):
        plant = factory(
            {"f": {"from": {"r": 2}, "route": ["weld"], "batch": 1}},
            {"weld": {"rate": 0.1, "queue": 0}},
            {"r": base_stock(20, on_hand, source="s")},
        )
        strike = {
            "where": {"site": "plant", "product": "r"},
            "when": {"starts": at, "lasts": 1},
            "what": {"kind": "destruction"} | effect,
        }
        other = {"disruptions": {"strike": strike}, "active": ["strike"]}
        return run_shop(plant, buyer(f=orders), horizon=80, other=other, r={"lead_time": 30})

    def test_what_nobody_set_aside_goes_first(self):
        # 3 frames have 6 r, of which 2 are issued at 0: 18 are on hand, 14 of them free, and 14 are destroyed.
        books = self.play({"units": 14}, (0, 3))
        assert came(books, "f") == [(10, 1), (20, 1), (30, 1)]

    def test_then_what_is_set_aside_and_the_job_waits_for_it(self):
        # 16 are destroyed: of the 4 that are set aside 2 are left, for the second frame; the third waits for the 6 r
        # that were ordered at 0 and come at 30.
        books = self.play({"units": 16}, (0, 3))
        assert came(books, "f") == [(10, 1), (20, 1), (40, 1)]
        assert used(books, "r") == [(0, 2), (10, 2), (30, 2)]

    def test_the_latest_order_loses_first(self):
        # Two orders of 2 frames: 8 r, 2 of them issued; of 6 set aside 4 are destroyed: the later order loses all.
        books = self.play({"units": 16}, (0, 2), (1, 2), on_hand=20)
        assert came(books, "f") == [(10, 1), (20, 1), (40, 1), (50, 1)]


def test_it_is_a_share_or_units():
    with pytest.raises(ValidationError, match="not both"):
        Destruction(share=0.5, units=3)


def test_what_changes_nothing_changes_no_digest():
    calm = shop({}, (5, 5), when={"starts": 10, "lasts": 0})
    assert digest(shop({"share": 0}, (5, 5))) == digest(calm)
    assert digest(shop({}, (5, 5), hits=0)) == digest(calm)


@pytest.mark.parametrize("change", [-1, 1])
def test_the_books_see_if_more_or_less_is_written_off(change):
    books = shop({"units": 12}, (5, 5))
    states = books.states.copy()
    states["share"][states["share"] == 12] += change
    books.__dict__["states"] = states
    assert "what is written off = what strikes destroy" in {detail.check for detail in reconcile(books).details}


def test_the_books_see_a_strike_that_destroyed_nothing():
    books = shop({"units": 12}, (5, 5))
    gone = int(np.flatnonzero(books.register.is_written_off)[0])
    books.__dict__["goods"] = books.goods[books.goods["to_account"] != gone]
    books.__dict__.pop("moves", None)
    books.__dict__.pop("facts", None)
    books.__dict__.pop("stock", None)
    assert "what is written off = what strikes destroy" in {detail.check for detail in reconcile(books).details}


def test_nothing_else_befalls_what_is_written_off():
    books = shop({"units": 12}, (5, 5))
    assert not np.isin(books.events["event"], (Event.LOST, Event.WAITING)).any()
