"""Customers: when they ask, and when a run ends with their orders."""

from __future__ import annotations

import pytest

from sim.errors import RunError
from tests.engine.worlds import customer, document, moved, placed, play, warehouse
from tests.networks import run

EACH_DAY = {"kind": "constant", "quantity": 1}


def asked(horizon=6, **demand):
    books = play({"w": warehouse(99), "c": customer("w", demand=demand)}, horizon=horizon)
    return [(time, quantity) for time, _, quantity in placed(books, "c")]


def test_a_run_covers_demand_up_to_its_end_and_not_at_it():
    assert asked(3, kind="constant", quantity=2) == [(0.0, 2), (1.0, 2), (2.0, 2)]


def test_demand_on_a_clock_may_begin_late():
    assert asked(6, kind="constant", quantity=2, first=2.5, every=1.5) == [(2.5, 2), (4.0, 2), (5.5, 2)]


def test_demand_on_a_clock_may_leave_out_periods():
    season = {"period": 3, "factors": [0, 1, 0]}
    assert asked(8, kind="constant", quantity=2, season=season) == [(1.0, 2), (4.0, 2), (7.0, 2)]


def test_neighbours_on_one_clock_keep_their_own_pauses():
    off, on = ({"period": 2, "factors": factors} for factors in ([0, 1], [1, 0]))
    people = {
        "a": customer("w", demand={"kind": "constant", "quantity": 1, "season": off}),
        "b": customer("w", demand={"kind": "constant", "quantity": 2, "season": on}),
        "c": customer("w", demand={"kind": "constant", "quantity": 3}),
    }
    books = play({"w": warehouse(99), **people}, horizon=4)
    assert [time for time, _, _ in placed(books, "a")] == [1.0, 3.0]
    assert [time for time, _, _ in placed(books, "b")] == [0.0, 2.0]
    assert [time for time, _, _ in placed(books, "c")] == [0.0, 1.0, 2.0, 3.0]


def test_what_rounds_to_nothing_is_no_order():
    assert asked(40, kind="constant", quantity=0.4) == []
    assert asked(3, kind="trace", orders=[[1, 0.4]]) == []
    assert asked(2, kind="constant", quantity=0.6) == [(0.0, 1), (1.0, 1)]


def test_times_are_snapped_so_that_what_should_coincide_does():
    seventh = {"kind": "constant", "quantity": 1, "every": 1 / 7}
    people = {"a": customer("w", demand=seventh), "b": customer("w", demand=EACH_DAY)}
    books = play({"w": warehouse(999), **people}, horizon=30)
    assert [time for time, _, _ in placed(books, "a")][::7] == [time for time, _, _ in placed(books, "b")]


def test_several_orders_of_one_instant_are_several_orders():
    books = play({"w": warehouse(9), "c": customer("w", (1, 2), (1, 3))})
    assert moved(books, "w", "c") == [(1.0, 2), (1.0, 3)]


def mixed(**others):
    """Customers of one shop that ask at time 2, by a record and by two clocks."""
    people = {
        "b": customer("w", demand={"kind": "constant", "quantity": 1, "every": 2}),
        "c": customer("w", (2, 1)),
        "d": customer("w", demand=EACH_DAY),
        "e": customer("w", demand={"kind": "constant", "quantity": 1, "every": 2}),
    }
    for name, demand in others.items():
        people |= {name: customer(f"{name}w", demand=demand), f"{name}w": warehouse(9)}
    return run(document({"w": warehouse(99), **people}, horizon=3))


@pytest.mark.parametrize("stranger", [None, EACH_DAY, {**EACH_DAY, "every": 2}, {"kind": "trace", "orders": [[2, 1]]}])
def test_of_one_instant_customers_come_by_name_whatever_their_clocks(stranger):
    books = mixed(**({} if stranger is None else {"a": stranger}))
    buyers = [books.register.accounts[r["buyer"]].site for r in books.orders if r["placed_at"] == 2.0]
    assert [buyer for buyer in buyers if buyer != "a"] == ["b", "c", "d", "e"]


# --------------------------------------------------------------------------------------- runs that end with an order


def counted(orders, buys, **others):
    sites = {"w": {"kind": "warehouse", "stock": {p: {"opening": {"on_hand": 99}} for p in ("x", "y")}}}
    sites["c"] = {"kind": "customer", "buys": {p: {"from": "w", "demand": demand} for p, demand in buys.items()}}
    sites |= others
    products = {"x": {}, "y": {}}
    return play(sites, horizon={"orders": orders, "of": "c"}, products=products)


def test_a_run_may_end_with_a_number_of_orders():
    books = counted(4, {"x": EACH_DAY})
    assert [time for time, _, _ in placed(books, "c", "x")] == [0.0, 1.0, 2.0, 3.0]
    assert books.end == 3.0 + 2.0**-20


def test_orders_of_all_products_count():
    books = counted(5, {"x": EACH_DAY, "y": {**EACH_DAY, "every": 2}})
    assert [time for time, _, _ in placed(books, "c", "x")] == [0.0, 1.0, 2.0]
    assert [time for time, _, _ in placed(books, "c", "y")] == [0.0, 2.0]


def test_no_product_goes_on_when_the_last_order_of_the_instant_was_placed():
    books = counted(3, {"x": EACH_DAY, "y": EACH_DAY})
    assert len(books.orders) == 3
    assert [time for time, _, _ in placed(books, "c", "y")] == [0.0]


def test_what_rounds_to_nothing_does_not_count():
    books = counted(2, {"x": {"kind": "trace", "orders": [[1, 0.4]]}, "y": EACH_DAY})
    assert [time for time, _, _ in placed(books, "c", "y")] == [0.0, 1.0]
    assert placed(books, "c", "x") == []


def test_other_customers_do_not_count_but_finish_the_instant():
    other = {"kind": "customer", "buys": {"x": {"from": "w", "demand": EACH_DAY}}}
    books = counted(2, {"x": EACH_DAY}, z=other)
    assert [time for time, _, _ in placed(books, "z", "x")] == [0.0, 1.0]


def test_a_run_that_could_never_end_says_so():
    record = {"kind": "trace", "orders": [[0, 1], [2, 1]]}
    with pytest.raises(RunError, match="'c' wants nothing more, 3 orders early"):
        counted(5, {"x": record})
    assert len(counted(5, {"x": record, "y": EACH_DAY}).orders) == 5
