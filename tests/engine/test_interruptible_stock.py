from __future__ import annotations

from typing import ClassVar

import pytest

from sim.ledger.reconcile import reconcile
from sim.ledger.tables import Event, Reason
from tests.disruption.what.worlds import arrivals, digest
from tests.engine.worlds import customer, happened, lane, moved, on_hand, placed, play, supplier, warehouse

ALWAYS = {"kind": "base_stock", "level": 20}


def chain(effect, *orders, when=None, shop=None, buyer=None, transit=0, road=None, **other):
    """A maker, a depot with 20 in stock, a shop with 5 and a buyer; the depot is struck from 10 to 20."""
    strike = {"where": "depot", "when": when or {"starts": 10, "lasts": 10}, "what": effect}
    return play(
        {
            "maker": supplier(),
            "depot": warehouse(20, ALWAYS, **(other.pop("depot", {}))),
            "shop": warehouse(5, {"kind": "base_stock", "level": 5}, **(shop or {})),
            "buyer": customer("shop", *orders, **(buyer or {})),
        },
        {"in": lane("maker", "depot", transit), "road": lane("depot", "shop", 1, **(road or {}))},
        horizon=60,
        disruptions={"strike": strike} if effect else {},
        active=["strike"] if effect else [],
        **other,
    )


def test_a_closed_depot_holds_orders_until_it_is_open():
    books = chain({"kind": "closure"}, (5, 1), (12, 2), (15, 1), (25, 1))
    assert arrivals(books) == [(6, 1), (21, 2), (21, 1), (26, 1)]
    assert happened(books, "shop") == [(12, "WAITING", 2, "DISRUPTED"), (15, "WAITING", 1, "DISRUPTED")]


def test_it_goes_on_ordering_and_what_arrives_stands_before_it():
    # It ordered 1 at 9, 3 days away: it comes at 12 and is let in at 20; 2 that are asked for at 12 it orders then.
    books = chain({"kind": "closure"}, (9, 1), (12, 2), transit=3)
    assert placed(books, "depot") == [(9, "maker", 1), (12, "maker", 2)]
    assert arrivals(books, "depot") == [(20, 1), (20, 2)]
    assert happened(books, "depot") == [
        (12, "ARRIVED", 1, "DISRUPTED"), (15, "ARRIVED", 2, "DISRUPTED"),
        (20, "UNLOADING", 1, "NONE"), (20, "UNLOADING", 2, "NONE"),
    ]  # fmt: skip


def test_what_stands_before_it_at_the_end_is_in_transit():
    books = chain({"kind": "closure"}, (9, 1), when={"starts": 10}, transit=3)
    assert arrivals(books, "depot") == []
    assert books.live_at_receiving is not None
    assert books.live_at_receiving.sum() == 1


def test_it_may_order_nothing_meanwhile():
    # Asked for 2 at 12, which wait: at 20 it ships 2 and orders the 2 that it lacks.
    books = chain({"kind": "closure", "orders_out": False}, (12, 2))
    assert placed(books, "depot") == [(20, "maker", 2)]


def test_who_is_refused_asks_again_when_it_is_open():
    # The shop is asked for 2 and 1: it asks for 2, then for all 3 that it lacks, and again at 20.
    books = chain({"kind": "closure", "orders": "refuse"}, (12, 2), (15, 1))
    assert placed(books, "shop") == [(12, "depot", 2), (15, "depot", 3), (20, "depot", 3)]
    assert happened(books, "shop") == [(12, "LOST", 2, "DISRUPTED"), (15, "LOST", 3, "DISRUPTED")]
    assert arrivals(books) == [(21, 3)]


@pytest.mark.parametrize("orders", ["hold", "refuse"])
@pytest.mark.parametrize(
    ("when_short", "expected"),
    [
        ("backorder", [(12, "WAITING", 2, "DISRUPTED")]),
        ("lost", [(12, "LOST", 2, "DISRUPTED")]),
        ({"kind": "wait", "patience": 3}, [(12, "WAITING", 2, "DISRUPTED"), (15, "LOST", 2, "DISRUPTED")]),
    ],
)
def test_customers_at_the_door_do_as_when_it_is_short(orders, when_short, expected):
    books = play(
        {
            "maker": supplier(),
            "shop": warehouse(5, {"kind": "base_stock", "level": 5}),
            "buyer": customer("shop", (12, 2), when_short=when_short),
        },
        [lane("maker", "shop")],
        horizon=60,
        disruptions={
            "strike": {
                "where": "shop",
                "when": {"starts": 10, "lasts": 10},
                "what": {"kind": "closure", "orders": orders},
            }
        },
        active=["strike"],
    )
    assert happened(books, "buyer") == expected
    assert moved(books, "shop", "buyer") == ([(20, 2)] if when_short == "backorder" else [])


def test_customers_over_a_lane_are_refused_and_their_sales_lost():
    books = play(
        {
            "maker": supplier(),
            "shop": warehouse(5, {"kind": "base_stock", "level": 5}, costs={"lost_sale": 7}),
            "buyer": customer("shop", (12, 2)),
        },
        [lane("maker", "shop"), lane("shop", "buyer", 1)],
        horizon=60,
        disruptions={
            "strike": {
                "where": "shop",
                "when": {"starts": 10, "lasts": 10},
                "what": {"kind": "closure", "orders": "refuse"},
            }
        },
        active=["strike"],
    )
    assert happened(books, "buyer") == [(12, "LOST", 2, "DISRUPTED")]
    assert books.posted_money["amount"].tolist() == [14.0]


def test_closures_that_overlap_end_with_the_last():
    books = play(
        {
            "maker": supplier(),
            "depot": warehouse(20, ALWAYS),
            "shop": warehouse(5, {"kind": "base_stock", "level": 5}),
            "buyer": customer("shop", (12, 2)),
        },
        [lane("maker", "depot"), lane("depot", "shop", 1)],
        horizon=60,
        disruptions={
            "one": {"where": "depot", "when": {"starts": 10, "lasts": 5}, "what": {"kind": "closure"}},
            "two": {"where": "depot", "when": {"starts": 11, "lasts": 7}, "what": {"kind": "closure"}},
        },
        active=["one", "two"],
    )
    assert arrivals(books) == [(19, 2)]


class TestAReception:
    """A depot that takes goods in at a dock, 4 a day."""

    DOCK: ClassVar = {"receiving": {"units": 4}}

    def play(self, effect, *orders, when=None):
        depot = warehouse(20, ALWAYS) | self.DOCK
        return play(
            {"maker": supplier(), "depot": depot, "buyer": customer("depot", *orders)},
            [lane("maker", "depot"), lane("depot", "buyer", 1)],
            horizon=60,
            disruptions={"strike": {"where": "depot", "when": when or {"starts": 10, "lasts": 10}, "what": effect}},
            active=["strike"],
        )

    def test_at_half_speed_it_takes_twice_as_long(self):
        # 8 units come at 9: 4 are put away by 10, the other 4 at 2 a day by 12.
        books = self.play({"kind": "capacity", "left": 0.5}, (9, 8))
        assert arrivals(books, "depot") == [(12, 8)]

    def test_where_nothing_is_left_it_rests_and_takes_nothing_up(self):
        # 8 of 9: half done by 10, the other half by 21; 4 that come at 12 are taken up then, and done by 22.
        books = self.play({"kind": "capacity"}, (9, 8), (12, 4))
        assert arrivals(books, "depot") == [(21, 8), (22, 4)]
        assert (12, "ARRIVED", 4, "DISRUPTED") in happened(books, "depot")

    def test_of_a_closed_depot_it_puts_away_what_it_has_taken_up(self):
        books = self.play({"kind": "closure"}, (9, 8), when={"starts": 10, "lasts": 5})
        assert arrivals(books, "depot") == [(11, 8)]

    def test_but_takes_up_nothing_more(self):
        # 4 are asked for at 9 and come in by 10; 2 days of closure later 4 more that came at 11 are taken up.
        books = play(
            {
                "maker": supplier(lead_time=2),
                "depot": warehouse(20, ALWAYS) | self.DOCK,
                "buyer": customer("depot", (9, 4)),
            },
            [lane("maker", "depot")],
            horizon=60,
            disruptions={"strike": {"where": "depot", "when": {"starts": 10, "lasts": 3}, "what": {"kind": "closure"}}},
            active=["strike"],
        )
        assert happened(books, "depot") == [(11, "ARRIVED", 4, "DISRUPTED"), (13, "UNLOADING", 4, "NONE")]
        assert arrivals(books, "depot") == [(14, 4)]


class TestBooks:
    """They see what does not keep to a closure."""

    def broken(self, table, at, to, **columns):
        books = chain({"kind": "closure"}, (9, 1), (12, 2), transit=3)
        rows = getattr(books, table).copy()
        chosen = rows["time"] == at
        for name, value in columns.items():
            chosen &= rows[name] == value
        rows["time"][chosen] = to
        books.__dict__[table] = rows
        for cached in ("moves", "facts", "stock", "transit"):
            books.__dict__.pop(cached, None)
        return {detail.check for detail in reconcile(books).details}

    def test_goods_that_leave_a_closed_stock(self):
        assert "a closed stock ships nothing" in self.broken("goods", 20, 19)

    def test_goods_that_come_into_a_closed_stock(self):
        assert "a closed stock takes nothing in" in self.broken("goods", 20, 19)

    def test_goods_that_stand_before_an_open_stock(self):
        rules = self.broken("events", 12, 9, event=Event.ARRIVED)
        assert "goods stand before a stock while it is closed" in rules

    def test_goods_that_are_let_in_too_late(self):
        rules = self.broken("events", 20, 23, event=Event.UNLOADING)
        assert "goods stand before a stock while it is closed" in rules


@pytest.mark.parametrize(
    "effect",
    [{"kind": "closure"}, {"kind": "closure", "orders": "refuse", "orders_out": False}, {"kind": "destruction"}],
)
@pytest.mark.parametrize("policy", [ALWAYS, {"kind": "min_max", "reorder_point": 5, "up_to": 20, "review": 1}])
def test_what_changes_nothing_changes_no_digest(effect, policy):
    orders = [(time, 1 + time % 5) for time in range(1, 50)]

    def play_with(disruption):
        return play(
            {"maker": supplier(), "depot": warehouse(9, policy), "buyer": customer("depot", *orders)},
            [lane("maker", "depot", 2)],
            horizon=60,
            disruptions={"strike": {"where": "depot", "when": {"starts": 10, "lasts": 0}, "what": disruption}},
            active=["strike"],
        )

    calm = play(
        {"maker": supplier(), "depot": warehouse(9, policy), "buyer": customer("depot", *orders)},
        [lane("maker", "depot", 2)],
        horizon=60,
    )
    assert digest(play_with(effect)) == digest(calm)


def test_destroyed_stock_is_ordered_anew():
    books = chain({"kind": "destruction", "share": 0.4}, (5, 1))
    assert placed(books, "depot") == [(5, "maker", 1), (10, "maker", 8)]
    assert on_hand(books, "depot", 10) == 20


def test_the_reason_of_a_loss_by_closure_is_told():
    books = chain({"kind": "closure", "orders": "refuse"}, (12, 2))
    lost = books.events[books.events["event"] == Event.LOST]
    assert set(lost["reason"].tolist()) == {int(Reason.DISRUPTED)}
