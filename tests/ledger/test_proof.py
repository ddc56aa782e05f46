"""The trial balance on a ledger of the real engine: whatever is taken out of it, or changed in it, is seen."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
import pytest

from sim.ledger.reconcile import reconcile
from sim.ledger.tables import NOBODY, Event, MoneyKind
from tests.networks import run

TABLES = ("goods", "orders", "events", "posted_money", "states", "forecasts")
KINDS = (MoneyKind.SALE, MoneyKind.PURCHASE, MoneyKind.ORDERING, MoneyKind.TRANSPORT, MoneyKind.LOST_SALE)


def _forecasting(cover, review, **opening):
    forecast = {"kind": "moving_average", "periods": 3}
    policy = {"kind": "order_up_to", "forecast": forecast, "cover": cover, "review": review}
    return {"opening": opening, "replenish": policy}


def _customer(source, rate, short, price):
    demand = {"kind": "periodic", "quantity": {"kind": "poisson", "mean": rate}}
    return {
        "kind": "customer",
        "buys": {"item": {"from": source, "demand": demand, "when_short": short, "price": price}},
    }


@cache
def everything():
    """Every kind of row, on a small network: money of all kinds, states, forecasts, messages, losses, waiting."""
    central = _forecasting(4, 2, on_hand=20, backlog=2, arriving=[{"quantity": 5, "at": 1}])
    central["costs"] = {"per_order": 5, "per_unit_ordered": 0.3, "backlog": 1, "holding": 0.1}
    early = _forecasting(3, {"every": 1, "before": "demand"}, on_hand=9, orders_under_way=[{"quantity": 3, "at": 1}])
    early["costs"] = {"lost_sale": 3.3, "per_unit_ordered": 0.1}
    late = {"opening": {"on_hand": 12}, "replenish": {"kind": "base_stock", "level": 20}, "costs": {"lost_sale": 2.7}}
    last = {"opening": {"on_hand": 6}, "replenish": {"kind": "base_stock", "level": 9}, "source": "spring"}
    return run(
        {
            "name": "everything",
            "time": {"horizon": 20},
            "products": {"item": {"unit": "kg", "step": 0.001, "value": 2, "weight": 0.7}},
            "sites": {
                "mill": {"kind": "supplier", "supplies": {"item": {"price": 1.1, "capacity": 9, "lead_time": 0.4}}},
                "spring": {"kind": "supplier", "supplies": {"item": {"price": 0.9, "capacity": 30, "stock": 90}}},
                "central": {"kind": "warehouse", "stock": {"item": central}},
                "early": {"kind": "warehouse", "owner": "franchise", "stock": {"item": early}},
                "late": {"kind": "warehouse", "stock": {"item": late}},
                "last": {"kind": "warehouse", "stock": {"item": last}},
                "a": _customer("early", 4, "lost", 3.7),
                "b": _customer("late", 3, {"kind": "wait", "patience": 0.5}, 4.1),
                "c": _customer("last", 2, "backorder", 0),
            },
            "lanes": {
                "in": {"from": "mill", "to": "central", "lead_time": 1.3, "costs": {"per_shipment": 7, "per_kg": 0.3}},
                "well": {"from": "spring", "to": "last", "lead_time": {"kind": "uniform", "low": 0.5, "high": 2}},
                "north": {"from": "central", "to": "early", "lead_time": 1, "information_delay": 0.5},
                "south": {"from": "central", "to": "late", "lead_time": 0.7, "costs": {"per_unit": 0.1}},
                "home": {"from": "late", "to": "b", "lead_time": 0.2, "costs": {"per_shipment": 0.6}},
            },
        }
    )


def _with(**tables):
    return reconcile(dataclasses.replace(everything(), **tables))


def test_everything_is_there_and_balances():
    books = everything()
    assert set(books.posted_money["kind"]) == set(KINDS)
    # Of jobs, docks and vehicles other proofs tell.
    assert set(books.events["event"]) == {Event.RECEIVED, Event.WAITING, Event.LOST}
    assert all(getattr(books, table).size for table in TABLES)
    balance = reconcile(books)
    assert balance.balances, str(balance)
    assert (balance.goods, balance.money) == (0, 0.0)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_is_gone_is_seen(table):
    assert not _with(**{table: getattr(everything(), table)[:0]}).balances


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_go_missing_unseen(table):
    rows = getattr(everything(), table)
    unseen = [row for row in range(rows.size) if _with(**{table: np.delete(rows, row)}).balances]
    assert unseen == []


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_be_posted_twice(table):
    rows = getattr(everything(), table)
    unseen = [row for row in range(rows.size) if _with(**{table: np.insert(rows, row, rows[row])}).balances]
    assert unseen == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_money_that_is_gone_is_seen(kind):
    money = everything().posted_money
    assert _with(posted_money=money[money["kind"] != kind]).money > 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("amount", lambda column: column * 10),
        ("amount", lambda column: np.nextafter(column, np.inf)),
        ("amount", lambda column: column * np.nan),
        ("settled_at", lambda column: column + 1e9),
        ("settled_at", lambda column: column * np.nan),
        ("recognised_at", lambda column: np.nextafter(column, -np.inf)),
        ("payer", lambda column: column + 1),
        ("payee", lambda column: column * 0 + NOBODY),
        ("account", lambda column: column + 1),
        ("order", lambda column: column * 0 + NOBODY),
        ("order", lambda column: np.roll(column, 1)),
        ("kind", lambda column: column * 0 + 77),
        ("kind", lambda column: column * 0 + MoneyKind.HOLDING),
    ],
)
def test_changed_money_is_seen(kind, column, change):
    money = everything().posted_money.copy()
    rows = money["kind"] == kind
    money[column][rows] = change(money[column][rows])
    balance = _with(posted_money=money)
    assert 0 < balance.money < np.inf


@pytest.mark.parametrize("kind", KINDS)
def test_payer_and_payee_in_each_others_place_are_seen(kind):
    money = everything().posted_money.copy()
    rows = money["kind"] == kind
    money["payer"][rows], money["payee"][rows] = money["payee"][rows].copy(), money["payer"][rows].copy()
    assert _with(posted_money=money).money > 0


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("orders", "promised_at", np.nan),
        ("orders", "promised_at", np.inf),
        ("orders", "promised_at", -1e9),
        ("orders", "parent", 999_999),
        ("orders", "quantity", 1),
        ("orders", "placed_at", np.nan),
        ("states", "resource", 99),
        ("states", "state", 7),
        ("states", "share", np.nan),
        ("states", "since", np.nan),
        ("forecasts", "account", NOBODY),
        ("forecasts", "period", 999),
        ("forecasts", "time", 0.125),
        ("forecasts", "observed", 10**6),
        ("forecasts", "forecast", np.nan),
        ("events", "time", np.nan),
        ("events", "quantity", 10**6),
    ],
)
def test_a_single_value_that_makes_no_sense_is_seen(table, column, value):
    rows = getattr(everything(), table)
    unseen = []
    for row in range(rows.size):
        changed = rows.copy()
        changed[column][row] = value
        if table == "events" and column == "quantity" and changed["event"][row] != Event.LOST:
            continue  # how much waits or is received follows from the order
        same = np.array_equal(changed[column][row], rows[column][row])
        if not same and _with(**{table: changed}).balances:
            unseen.append(row)
    assert unseen == []
