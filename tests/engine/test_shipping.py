"""Shipping docks: what leaves a stock waits its turn before it travels."""

from __future__ import annotations

from sim.ledger.tables import Event, MoneyKind, State
from tests.engine.test_receiving import events
from tests.engine.worlds import customer, lane, play, warehouse


def depot(shipping, *orders, horizon=20, lead_time=1, door=False, **other):
    sites = {"w": {**warehouse(100), "shipping": shipping}, "c": customer("w", *orders, **other)}
    return play(sites, [] if door else [lane("w", "c", lead_time)], horizon)


def delivered(books):
    moves = books.moves
    to = books.register.is_customer[moves.destination]
    return [(float(time), int(amount)) for time, amount in zip(moves.time[to], moves.amount[to], strict=True)]


def test_goods_are_sent_off_one_order_after_the_other():
    """8 take 2 from time 0 on, then come the 4 of time 1, and the 2 of time 6 find it free; each travels 1."""
    books = depot({"units": 4}, (0, 8), (1, 4), (6, 2))
    assert delivered(books) == [(3.0, 8), (4.0, 4), (7.5, 2)]
    assert [time for time, *_ in events(books, Event.LOADING)] == [0.0, 2.0, 6.0]
    left = books.moves.time[books.register.is_warehouse[books.moves.origin]]
    assert left.tolist() == [0.0, 1.0, 6.0]
    assert [State(row["state"]) for row in books.states] == [
        State.BUSY, State.BUSY, State.IDLE, State.BUSY, State.IDLE,
    ]  # fmt: skip


def test_out_of_hours_nothing_is_sent_off():
    """The 8 come when the dock closes; they take half a day, a quarter of it on each of the two days that follow."""
    hours = {"shifts": [{"from": "12 h", "to": "18 h"}]}
    books = depot({"units": 16, "hours": hours}, (0.0, 2), (0.75, 8))
    assert delivered(books) == [(1.625, 2), (3.75, 8)]


def test_lanes_on_which_goods_overtake_or_not():
    law = {"kind": "uniform", "low": 0, "high": 5}
    orders = [(time, 4) for time in range(8)]
    books = depot({"units": 4}, *orders, lead_time=law)
    order = [int(row["order"]) for row in books.goods if books.register.is_customer[row["to_account"]]]
    assert order != sorted(order)
    sites = {"w": {**warehouse(100), "shipping": {"units": 4}}, "c": customer("w", *orders)}
    books = play(sites, [lane("w", "c", law, crossing=False)], 20)
    order = [int(row["order"]) for row in books.goods if books.register.is_customer[row["to_account"]]]
    assert order == sorted(order)


def paid(books):
    rows = books.posted_money[books.posted_money["kind"] == MoneyKind.HANDLING]
    return [(float(row["recognised_at"]), float(row["amount"])) for row in rows]


def test_sending_off_is_paid_when_goods_leave_the_stock():
    assert paid(depot({"units": 4, "costs": {"per_unit": 0.5}}, (0, 8), (1, 4))) == [(0.0, 4.0), (1.0, 2.0)]


def test_handling_needs_no_dock():
    assert paid(depot({"costs": {"per_unit": 0.5}}, (0, 8), price=3)) == [(0.0, 4.0)]
    assert paid(depot({"costs": {"per_unit": 0.5}}, (0, 8), door=True, price=3)) == [(0.0, 4.0)]


def test_handling_is_charged_beside_freight():
    sites = {"w": {**warehouse(100), "shipping": {"costs": {"per_unit": 0.5}}}, "c": customer("w", (0, 8))}
    books = play(sites, [lane("w", "c", 1, costs={"per_shipment": 10})], 20)
    assert books.posted_money["amount"].tolist() == [10.0, 4.0]
