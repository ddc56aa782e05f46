from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sim.ledger import Reason, reconcile
from tests.ledger.ledgers import RESOURCES, busy_week, chain, without


def test_a_right_ledger_balances_to_the_last_bit():
    balance = reconcile(busy_week().books(10.0, 2.0, RESOURCES))
    assert balance.balances, str(balance)
    assert (balance.goods, balance.money) == (0, 0.0)
    assert str(balance) == "the books balance"


def test_an_empty_ledger_balances():
    assert reconcile(chain().books(5.0)).balances


def _rows():
    closing = busy_week().close(10.0)
    return [
        (table, row) for table in ("goods", "orders", "events", "money", "states", "forecasts")
        for row in range(getattr(closing.journal, table).rows().size)
    ]  # fmt: skip


@pytest.mark.parametrize(("table", "row"), _rows())
def test_no_posting_can_go_missing_unseen(table, row):
    balance = reconcile(without(busy_week(), table, row))
    assert not balance.balances
    assert balance.goods > 0 or balance.money > 0
    assert balance.details[0].amount == max(detail.amount for detail in balance.details)


@pytest.mark.parametrize("live", ["live_on_hand", "live_in_transit", "live_backlog", "live_on_order"])
def test_live_state_that_differs_is_seen_where_it_is(live):
    world = busy_week()
    books = world.books(10.0, 0.0, RESOURCES)
    account = world.number["van" if live == "live_in_transit" else "shop", "grain"]
    wrong = getattr(books, live).copy()
    wrong[account] += 3
    balance = reconcile(dataclasses.replace(books, **{live: wrong}))
    assert balance.goods == 3
    assert len(balance.details) == 1
    assert balance.details[0].subject == ("van/grain" if live == "live_in_transit" else "shop/grain")


def _changed(table, row, column, value):
    books = busy_week().books(10.0, 0.0, RESOURCES)
    rows = getattr(books, table).copy()
    rows[column][row] = value
    return reconcile(dataclasses.replace(books, **{table: rows}))


def _checks(balance):
    return {detail.check for detail in balance.details}


def test_money_off_by_one_bit_is_seen():
    books = busy_week().books(10.0)
    sale = books.posted_money["amount"][0]
    balance = _changed("posted_money", 0, "amount", np.nextafter(sale, 100.0))
    assert 0 < balance.money < 1e-12
    assert balance.goods == 0


def test_money_must_be_paid_by_somebody_to_somebody_else():
    assert "payer and payee are known and differ" in _checks(_changed("posted_money", 0, "payer", 9))
    balance = _changed("posted_money", 0, "amount", float("nan"))
    assert "payer and payee are known and differ" in _checks(balance)
    assert balance.money >= 1


def test_money_to_the_wrong_party_is_seen():
    books = busy_week().books(10.0)
    other = (int(books.posted_money["payee"][0]) + 1) % 4
    assert "sales = goods delivered x price" in _checks(_changed("posted_money", 0, "payee", other))


def test_time_going_back_is_seen():
    assert "time never goes back, nor beyond the end" in _checks(_changed("goods", 6, "time", 0.5))
    assert "time never goes back, nor beyond the end" in _checks(_changed("goods", -1, "time", 10.5))


@pytest.mark.parametrize(
    ("column", "value", "check"),
    [
        ("amount", -3, "an amount moved is positive"),
        ("to_account", 1, "no goods go to a supplier"),
        ("from_account", 2, "no goods come from a customer"),
        ("to_account", 4, "goods go on a lane at its origin and leave it at its destination"),
        ("order", 999, "goods move for an order that was placed"),
    ],
)
def test_impossible_moves_are_seen(column, value, check):
    assert check in _checks(_changed("goods", 0, column, value))


def test_stock_below_zero_is_seen_though_it_recovers():
    world = chain(shop={"opening": 2})
    order = world.order("people", "shop", 3)
    world.ship(order, 3)
    world.now = 1.0
    refill = world.order("shop", "depot", 1, "van")
    world.accounts[0] = dataclasses.replace(world.accounts[0], opening=1)
    world.on_hand[0] += 1
    world.ship(refill, 1)
    world.now = 2.0
    world.land(refill, 1)
    balance = reconcile(world.books(3.0))
    assert _checks(balance) == {"stock is never below 0"}
    assert balance.goods == 1


def test_shipping_beyond_the_order_is_seen():
    world = chain(shop={"opening": 9})
    world.ship(world.order("people", "shop", 3), 5)
    assert "no order is shipped beyond its quantity" in _checks(reconcile(world.books(3.0)))


def test_waiting_without_a_reason_is_seen():
    world = chain(shop={"opening": 1})
    world.order("people", "shop", 3)
    assert _checks(reconcile(world.books(3.0))) == {"an order that is not met at once says why"}
    world = chain(shop={"opening": 1})
    world.order("people", "shop", 3, waits=Reason.NOT_WHOLE)
    assert reconcile(world.books(3.0)).balances


def test_an_owner_does_not_pay_itself():
    world = chain(mill={"owner": "company"}, road={"opening": 0})
    order = world.order("depot", "mill", 3, "road")
    world.ship(order, 3)
    world.now = 1.0
    world.land(order, 3)
    books = world.books(3.0)
    assert books.posted_money.size == 0
    assert reconcile(books).balances


def test_goods_that_leave_a_lane_elsewhere_are_seen():
    goods = busy_week().books(10.0).goods
    lands = int(np.flatnonzero(goods["from_account"] == 5)[0])
    check = "goods go on a lane at its origin and leave it at its destination"
    assert check in _checks(_changed("goods", lands, "to_account", 0))


def test_goods_handed_to_somebody_else_are_seen():
    goods = busy_week().books(10.0).goods
    handed = int(np.flatnonzero(goods["to_account"] == 2)[0])
    check = "delivered = ordered - open - given up - in transit"
    assert check in _checks(_changed("goods", handed, "to_account", 0))


def test_delivering_more_than_was_shipped_is_seen():
    world = chain(depot={"opening": 9})
    order = world.order("shop", "depot", 3, "van")
    world.ship(order, 3)
    world.now = 1.0
    world.land(order, 4)
    balance = reconcile(world.books(3.0))
    assert "no order is delivered before it is shipped" in _checks(balance)
    assert balance.goods == 1


def test_each_order_of_an_instant_costs_something():
    world = chain(depot={"per_order": 1.0})
    for _ in range(2):
        world.ship(world.order("depot", "mill", 3, "road"), 3)
    books = world.books(2.0)
    assert reconcile(books).balances
    balance = reconcile(dataclasses.replace(books, posted_money=books.posted_money[:1]))
    assert _checks(balance) == {"ordering costs = orders and units ordered x their rates"}
    assert balance.money == 1.0


def test_a_message_that_arrives_at_the_end_has_not_arrived():
    world = chain(depot={"opening": 9})
    world.order("shop", "depot", 3, "van", message=2.0)
    books = world.books(2.0)
    assert reconcile(books).balances
    assert books.backlog.last.tolist() == books.live_backlog.tolist() == [0] * 6
    assert books.on_order.last[world.number["shop", "grain"]] == 3
