"""Limited storage: what arrives waits before a full one, and comes in as far as there is room."""

from __future__ import annotations

import pytest

from sim.ledger.tables import Event, Reason
from tests.engine.test_receiving import events, received
from tests.engine.worlds import customer, lane, planned, play, supplier, warehouse

ARRIVALS = {"arriving": [{"quantity": 6, "at": 1}, {"quantity": 4, "at": 2}]}


def shelf(capacity, orders, on_hand=10, opening=None, **other):
    site = warehouse(on_hand, planned(0), opening=opening or ARRIVALS, capacity=capacity)
    return play({"s": supplier(), "w": {**site, **other}, "c": customer("w", *orders)}, [lane("s", "w", 1)], 10)


def test_a_full_stock_lets_in_what_it_has_room_for():
    """12 fit and 10 are there: 2 of the 6 come in at 1. When 5 are sold at 3, the other 4 follow, and 1 behind them.

    The rest, 3, comes in when 3 more are sold at 5.
    """
    books = shelf(12, [(3, 5), (5, 3)])
    assert received(books) == [(1.0, 2), (3.0, 4), (3.0, 1), (5.0, 3)]
    assert [event[:2] + event[3:] for event in events(books, Event.ARRIVED)] == [
        (1.0, 6, Reason.NO_ROOM),
        (2.0, 4, Reason.NO_ROOM),
    ]


def test_what_fits_does_not_wait():
    books = shelf(20, [(9, 1)])
    assert received(books) == [(1.0, 6), (2.0, 4)]
    assert {reason for *_, reason in events(books, Event.ARRIVED)} == {Reason.NONE}


def test_what_never_finds_room_is_in_transit_at_the_end():
    books = shelf(10, [(9, 1)])
    assert received(books) == [(9.0, 1)]
    assert (int(books.live_in_transit.sum()), int(books.live_at_receiving.sum())) == (9, 9)


def test_room_is_kept_for_what_is_on_its_way_from_the_dock():
    """At 2 the 6 that were taken up at 1 are not in stock yet, but they take their room."""
    books = shelf(12, [(2.5, 8)], on_hand=6, receiving={"dock_to_stock": 2})
    assert received(books) == [(3.0, 6), (4.5, 4)]


def two_products(storage, *orders, apple=None, pear=None, on_hand=(4, 3)):
    stock = {
        "apple": {"opening": {"on_hand": on_hand[0], "arriving": [{"quantity": 4, "at": 1}]}, "replenish": planned(0)},
        "pear": {"opening": {"on_hand": on_hand[1], "arriving": [{"quantity": 2, "at": 2}]}, "replenish": planned(0)},
    }
    stock["apple"] |= apple or {}
    stock["pear"] |= pear or {}
    sites = {
        "s": {"kind": "supplier", "supplies": {"apple": {}, "pear": {}}},
        "w": {"kind": "warehouse", "stock": stock, **({"storage": storage} if storage else {})},
        "c": {
            "kind": "customer",
            "buys": {
                "pear": {"from": "w", "demand": {"kind": "trace", "orders": [list(order) for order in orders]}},
            },
        },
    }
    products = {"apple": {"volume": "0.5 m3", "weight": "1 kg"}, "pear": {"volume": "0.2 m3", "weight": "3 kg"}}
    return play(sites, [lane("s", "w", 1)], 10, products=products)


def by_product(books):
    moves, accounts = books.moves, books.register.accounts
    return [
        (float(moves.time[row]), accounts[int(moves.destination[row])].product, int(moves.amount[row]))
        for row in range(moves.time.size)
        if accounts[int(moves.destination[row])].kind == "warehouse"
    ]


@pytest.mark.parametrize(
    ("storage", "expected"),
    [
        # 7 units are there: 2 apples come in, the other 2 wait, and the pears behind them.
        ({"units": 9}, [(1.0, "apple", 2), (3.0, "apple", 2), (4.0, "pear", 1)]),
        # 2.6 m3 are there: one apple of 0.5 fits into 3.2 m3, and one more when two pears of 0.2 are sold. At 4 there
        # are 3.0 m3, which is room for a pear, but not for the apples that came first.
        ({"volume": "3.2 m3"}, [(1.0, "apple", 1), (3.0, "apple", 1)]),
        # 13 kg are there. 2 apples fit into 15 kg, the others when two pears, 6 kg, are gone; then a pear of 3 kg.
        ({"weight": "15 kg"}, [(1.0, "apple", 2), (3.0, "apple", 2), (3.0, "pear", 1), (4.0, "pear", 1)]),
    ],
)
def test_storage_over_all_products_is_first_come_first_served(storage, expected):
    books = two_products(storage, (3, 2), (4, 1))
    assert by_product(books) == expected


def test_the_narrowest_limit_rules():
    books = two_products({"units": 100, "weight": "15 kg"}, (3, 2), (4, 1))
    assert by_product(books)[0] == (1.0, "apple", 2)


def test_a_product_that_finds_its_own_stock_full_lets_others_pass():
    books = two_products(None, (9, 1), apple={"capacity": 4})
    assert by_product(books) == [(2.0, "pear", 2)]


def test_what_is_made_at_the_site_comes_in_and_takes_room():
    """4 juices are made although 7 of 10 places are taken; the sugar that arrives waits until 5 of them are sold."""
    sites = {
        "s": {"kind": "supplier", "supplies": {"sugar": {}}},
        "w": {
            "kind": "factory",
            "storage": {"units": 10},
            "makes": {"juice": {"from": {"sugar": 0.25}, "batch": 4, "lead_time": 1}},
            "stock": {
                "juice": {"opening": {"on_hand": 4}, "replenish": planned(4)},
                "sugar": {"opening": {"on_hand": 4, "arriving": [{"quantity": 3, "at": 2}]}, "replenish": planned(0)},
            },
        },
        "c": {
            "kind": "customer",
            "buys": {"juice": {"from": "w", "demand": {"kind": "trace", "orders": [[3, 5]]}}},
        },
    }
    books = play(sites, [lane("s", "w", 1)], 10, products={"juice": {}, "sugar": {}})
    assert by_product(books) == [(1.0, "juice", 4), (3.0, "sugar", 3)]


def test_what_takes_nothing_of_a_measure_is_not_kept_out_by_it():
    """8 juices of 10 kg in room for 45 kg: syrup waits, and labels, which weigh nothing, come in behind it."""
    sites = {
        "s": {"kind": "supplier", "supplies": {"label": {}, "syrup": {}}},
        "w": {
            "kind": "factory",
            "storage": {"weight": "45 kg"},
            "makes": {"juice": {"from": {"label": 1}, "lead_time": 0.5}},
            "stock": {
                "juice": {"opening": {"on_hand": 4}, "replenish": planned(4)},
                "syrup": {"opening": {"arriving": [{"quantity": 2, "at": 1}]}, "replenish": planned(0)},
                "label": {"opening": {"on_hand": 4, "arriving": [{"quantity": 3, "at": 2}]}, "replenish": planned(0)},
            },
        },
        "c": {
            "kind": "customer",
            "buys": {"juice": {"from": "w", "demand": {"kind": "trace", "orders": [[9, 1]]}}},
        },
    }
    products = {"juice": {"weight": "10 kg"}, "syrup": {"weight": "1 kg"}, "label": {}}
    books = play(sites, [lane("s", "w", 1)], 10, products=products)
    assert by_product(books) == [(0.5, "juice", 4), (2.0, "label", 3)]


def test_orders_of_several_buyers_are_served_as_without_limits():
    orders = [(1, 7), (2, 6), (2, 5), (4, 1)]
    free, limited = (
        play(
            {"s": supplier(), "w": warehouse(10, planned(0, 0, 4, 9), **terms), "c": customer("w", *orders)},
            [lane("s", "w", 1)],
        )
        for terms in ({}, {"capacity": 1000})
    )
    assert free.goods.tobytes() == limited.goods.tobytes()
