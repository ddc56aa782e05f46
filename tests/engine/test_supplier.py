"""Suppliers: their own time, their capacity, and what they have."""

from __future__ import annotations

import pytest

from sim.ledger.digest import site_digests
from sim.ledger.tables import NOBODY
from tests.engine.worlds import (
    account,
    customer,
    happened,
    lane,
    moved,
    on_hand,
    placed,
    planned,
    play,
    states,
    supplier,
    warehouse,
)

UNIFORM = {"kind": "uniform", "low": 0.5, "high": 3.5}


def shop(*quantities, transit=0, horizon=12, **terms):
    """A shop that orders these quantities on day 0, 1, 2 ... from a supplier on these terms."""
    sites = {"s": supplier(**terms), "w": warehouse(0, planned(*quantities))}
    return play(sites, [lane("s", "w", transit)], horizon)


def test_a_supplier_without_limits_ships_at_once():
    assert moved(shop(3, 4), "s") == [(0.0, 3), (1.0, 4)]


def test_a_lead_time_delays_the_shipment():
    books = shop(3, 4, lead_time=2, transit=1)
    assert moved(books, "s") == [(2.0, 3), (3.0, 4)]
    assert moved(books, destination="w") == [(3.0, 3), (4.0, 4)]


def test_what_is_not_shipped_yet_is_the_suppliers_backlog():
    books = shop(3, lead_time=5, horizon=2)
    assert books.live_backlog[account(books, "s")] == 3


@pytest.mark.parametrize("own", [0, 2])
def test_where_the_time_passes_makes_no_difference_to_customers(own):
    """Two days at the supplier and none on the lane are like none at the supplier and two on the lane."""
    sites = {
        "s": supplier(lead_time=own),
        "w": warehouse(0, {"kind": "base_stock", "level": 3, "review": 1}),
        "c": customer("w", (2, 3), (4, 3), when_short="lost"),
    }
    books = play(sites, [lane("s", "w", 2 - own)])
    assert moved(books, "w", "c") == [(2.0, 3), (4.0, 3)]


def test_random_lead_times_are_keyed_by_the_day_of_the_order():
    def times(*quantities):
        books = shop(*quantities, lead_time=UNIFORM)
        orders = books.orders["placed_at"]
        return {float(orders[r["order"]]): float(r["time"] - orders[r["order"]]) for r in books.goods}

    every, some = times(1, 1, 1, 1, 1, 1), times(1, 0, 0, 1, 0, 1)
    assert len(set(every.values())) == 6
    assert some == {time: every[time] for time in (0.0, 3.0, 5.0)}


@pytest.mark.parametrize("terms", [{}, {"capacity": 50}, {"stock": 500}])
def test_the_lead_times_of_a_buyer_are_its_own(terms):
    """What a neighbour orders, and when, re-deals nobody's lead times, and leaves the digest of its site."""

    def world(policy):
        sites = {
            "s": supplier(lead_time=UNIFORM, **terms),
            "a": warehouse(20, policy),
            "b": warehouse(20, {"kind": "base_stock", "level": 20, "review": 2}),
            "c": customer("a", demand={"kind": "poisson", "rate": 3}),
            "d": customer("b", demand={"kind": "poisson", "rate": 3}),
        }
        return play(sites, [lane("s", "a", 1), lane("s", "b", 1)], 40)

    books = [
        world({"kind": "planned", "quantities": quantities, "repeat": True})
        for quantities in ([0], [1], [2, 0, 0], [0, 5])
    ]
    if "capacity" not in terms:  # else who orders more keeps others waiting
        assert len({site_digests(each)["b"] for each in books}) == 1
        assert len({site_digests(each)["a"] for each in books}) == 4
    own, other = _lead_times(books[1], "a"), _lead_times(books[1], "b")
    assert len(own.keys() & other.keys()) > 9
    assert all(own[day] != other[day] for day in own.keys() & other.keys())


def _lead_times(books, buyer):
    placed, number = books.orders["placed_at"], account(books, buyer)
    rows = books.goods[books.orders["buyer"][books.goods["order"]] == number]
    rows = rows[rows["from_account"] == account(books, "s")]
    return {float(placed[r["order"]]): float(r["time"] - placed[r["order"]]) for r in rows}


# ----------------------------------------------------------------------------------------------------------- capacity


def test_a_capacity_makes_one_order_after_the_other():
    books = shop(6, 2, 0, 0, 0, 0, 4, capacity=2)
    assert moved(books, "s") == [(3.0, 6), (4.0, 2), (8.0, 4)]
    assert states(books) == [(0.0, "BUSY"), (4.0, "IDLE"), (6.0, "BUSY"), (8.0, "IDLE")]
    assert happened(books, "w") == [(1.0, "WAITING", 2, "NO_CAPACITY")]


def test_a_capacity_is_stated_in_units():
    sites = {"s": supplier(capacity=2), "w": warehouse(0, planned(6))}
    products = {"item": {"unit": "kg", "step": 0.25}}
    assert moved(play(sites, [lane("s", "w")], products=products), "s") == [(3.0, 24)]


def test_the_lead_time_begins_when_the_order_is_made():
    assert moved(shop(6, 2, capacity=2, lead_time=5), "s") == [(8.0, 6), (9.0, 2)]


def test_an_order_that_comes_as_the_last_one_is_done_finds_the_supplier_idle():
    books = shop(2, 2, capacity=2)
    assert moved(books, "s") == [(1.0, 2), (2.0, 2)]
    assert happened(books, "w") == []
    assert states(books) == [(0.0, "BUSY"), (1.0, "IDLE"), (1.0, "BUSY"), (2.0, "IDLE")]


def test_nothing_is_completed_at_the_end():
    assert moved(shop(6, capacity=2, horizon=3), "s") == []


def test_each_product_has_a_capacity_of_its_own():
    site = {"kind": "supplier", "supplies": {"item": {"capacity": 1}, "other": {"capacity": 2}}}
    shelf = {"replenish": planned(4)}
    sites = {"s": site, "w": {"kind": "warehouse", "stock": {"item": shelf, "other": shelf}}}
    books = play(sites, [lane("s", "w")], products={"item": {}, "other": {}})
    assert [(of.name, of.kind, of.site) for of in books.register.resources] == [
        ("s/item", "supplier", "s"),
        ("s/other", "supplier", "s"),
    ]
    assert sorted(books.goods["time"].tolist()) == [2.0, 2.0, 4.0, 4.0]


# ------------------------------------------------------------------------------------------------------- finite stock


def test_a_finite_stock_is_all_that_there_ever_is():
    books = shop(6, 6, 6, stock=10)
    assert moved(books, "s") == [(0.0, 6), (1.0, 4)]
    assert happened(books, "w") == [(1.0, "WAITING", 2, "NO_STOCK"), (2.0, "WAITING", 6, "NO_STOCK")]
    assert books.live_backlog[account(books, "s")] == 8


def test_a_finite_stock_is_allocated_by_its_rule():
    shops = {name: warehouse(0, planned(8)) for name in "ab"}
    for rule, parts in (
        ("first_come", [8, 2]),
        ("proportional", [5, 5]),
        ({"kind": "priority", "order": ["b"]}, [2, 8]),
    ):
        sites = {"s": supplier(stock=10, allocation=rule), **shops}
        books = play(sites, [lane("s", "a", 1), lane("s", "b", 1)])
        assert [moved(books, "s", f"lane_{i}")[0][1] for i in (0, 1)] == parts


def test_what_is_allocated_is_made_and_takes_its_time():
    books = shop(6, 6, stock=10, capacity=2, lead_time=1)
    assert moved(books, "s") == [(4.0, 6), (6.0, 4)]
    on_the_way = shop(6, 6, stock=10, capacity=2, lead_time=1, horizon=5)
    assert on_the_way.live_backlog[account(on_the_way, "s")] == 6
    assert books.live_backlog[account(books, "s")] == 2


# ------------------------------------------------------------------------------------------------ straight to customers


def test_a_supplier_may_sell_to_customers():
    sites = {"s": supplier(lead_time=2), "c": customer("s", (1, 3))}
    books = play(sites)
    assert placed(books, "c") == [(1.0, "s", 3)]
    assert moved(books, "s", "c") == [(3.0, 3)]
    assert books.orders["transit"].tolist() == [NOBODY]
    assert on_hand(books, "c", 5) == 3
