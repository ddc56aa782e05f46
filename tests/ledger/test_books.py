from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ledger import Reason, reconcile
from tests.ledger.ledgers import backlog_time, busy_week, chain

DEPOT, MILL, PEOPLE, SHOP, ROAD, VAN = range(6)


def steps(levels, account):
    mine = levels.account == account
    return list(zip(levels.time[mine].tolist(), levels.level[mine].tolist(), strict=True))


def test_levels_of_a_ledger_worked_by_hand():
    books = busy_week().books(10.0, 2.0)
    assert steps(books.stock, DEPOT) == [(0, 9), (1, 7), (3.5, 13), (4, 5), (5, 15)]
    assert steps(books.stock, SHOP) == [(0, 0), (1, 0), (2, 0), (5, 3), (7, 0), (10, 3)]
    assert steps(books.stock, MILL) == steps(books.stock, ROAD) == [(0, 0)]
    assert steps(books.transit, ROAD) == [(0, 6), (2, 16), (3.5, 10), (5, 0), (6, 4)]
    assert steps(books.transit, VAN) == [(0, 3), (1, 2), (2, 0), (4, 8), (5, 3), (10, 0)]
    assert steps(books.backlog, SHOP) == [(0, 5), (1, 2), (2, 0), (3.5, 3), (5, 1), (6, 0), (7, 6)]
    assert steps(books.backlog, DEPOT) == [(0, 0)]
    assert books.backlog.opening[DEPOT] == 3
    assert steps(books.on_order, DEPOT) == [(0, 6), (2, 16), (3.5, 10), (5, 0), (6, 4)]
    assert books.on_order.last[SHOP] == 2


def test_backlog_over_time_is_the_sum_of_waits():
    books = busy_week().books(10.0, 2.0)
    expected = 5 + 2 + 3 * 1.5 + 1 + 6 * 3
    assert backlog_time(books, 0.0, 10.0)[SHOP] == expected
    assert books.backlog.integral(0.0, 10.0)[SHOP] == expected
    assert backlog_time(books, 4.0, 8.0)[SHOP] == 3 + 1 + 6


def test_measured_orders_are_placed_in_the_period():
    books = busy_week().books(10.0, 2.0)
    assert np.flatnonzero(books.measured).tolist() == list(range(5, 13))


def test_money_is_posted_then_accrued():
    books = busy_week().books(10.0, 2.0)
    assert books.money.size == books.posted_money.size + books.accrued.size
    assert np.array_equal(books.money[: books.posted_money.size], books.posted_money)


@st.composite
def histories(draw):
    """A right ledger: whatever the draw, the world does what can be done and posts it."""
    world = chain(shop={"opening": draw(st.integers(0, 6))}, depot={"opening": draw(st.integers(0, 9))})
    waiting, travelling = [], []
    for _ in range(draw(st.integers(0, 25))):
        world.now += draw(st.sampled_from([0.0, 0.25, 1.0]))
        deed = draw(st.sampled_from(["buy", "refill", "resupply", "serve", "land", "give up"]))
        quantity = draw(st.integers(1, 5))
        if deed == "buy":
            waiting.append([world.order("people", "shop", quantity, waits=Reason.NO_STOCK), quantity])
        elif deed == "refill":
            waiting.append([world.order("shop", "depot", quantity, "van", waits=Reason.NO_STOCK), quantity])
        elif deed == "resupply":
            waiting.append([world.order("depot", "mill", quantity, "road", waits=Reason.NO_CAPACITY), quantity])
        elif deed == "serve" and waiting:
            _serve(world, draw(st.sampled_from(waiting)), quantity, travelling)
        elif deed == "land" and travelling:
            world.land(*travelling.pop(draw(st.integers(0, len(travelling) - 1))))
        elif deed == "give up" and waiting:
            order = waiting.pop(draw(st.integers(0, len(waiting) - 1)))
            if order[1]:
                world.give_up(*order)
    return world


def _serve(world, waiting, quantity, travelling):
    order, remaining = waiting
    seller = world.orders[order]["seller"]
    available = world.on_hand[seller] if seller != MILL else quantity
    quantity = min(quantity, remaining, available)
    if quantity:
        waiting[1] -= quantity
        world.ship(order, quantity)
        if world.orders[order]["transit"] < len(world.accounts):
            travelling.append((order, quantity))


@given(histories(), st.sampled_from([0.25, 1.0]))
def test_levels_end_where_the_world_is(world, rest):
    books = world.books(world.now + rest)
    assert books.stock.last.tolist() == world.on_hand
    assert books.transit.last.tolist() == world.in_transit
    assert books.backlog.last.tolist() == world.backlog
    assert books.on_order.last.tolist() == world.on_order
    assert (books.stock.lowest >= 0).all()
    assert np.array_equal(backlog_time(books, 0.0, books.end), books.backlog.integral(0.0, books.end))
    balance = reconcile(books)
    assert balance.balances, str(balance)


def test_goods_handed_from_warehouse_to_warehouse():
    world = chain(depot={"opening": 5})
    world.now = 1.0
    order = world.order("shop", "depot", 3)
    world.ship(order, 3)
    world.now = 2.0
    world.ship(world.order("people", "shop", 1), 1)
    books = world.books(3.0)
    assert steps(books.stock, DEPOT) == [(0, 5), (1, 2)]
    assert steps(books.stock, SHOP) == [(0, 0), (1, 3), (2, 2)]
    assert reconcile(books).balances


def test_units():
    assert busy_week().books(10.0).steps_per_unit.tolist() == pytest.approx([2.0] * 6)
