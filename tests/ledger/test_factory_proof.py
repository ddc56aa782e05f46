"""The trial balance on a ledger of a factory: whatever is taken out of it, or changed in it, is seen."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
import pytest

from sim.clock import snap
from sim.engine.machine import Machine, StoppingMachine
from sim.ledger.reconcile import reconcile
from sim.ledger.tables import NOBODY, Event, MoneyKind, Reason, State
from tests.networks import run

TABLES = ("goods", "orders", "events", "posted_money", "states")
KINDS = (MoneyKind.PRODUCTION, MoneyKind.SETUP)


def _stock(level, on_hand, **more):
    return {"opening": {"on_hand": on_hand}, "replenish": {"kind": "base_stock", "level": level}, **more}


def _customer(product, quantities, short):
    orders = [[time, quantity] for time, quantity in enumerate(quantities)]
    return {
        "kind": "customer",
        "buys": {
            product: {"from": "plant", "demand": {"kind": "trace", "orders": orders}, "when_short": short, "price": 9}
        },
    }


@cache
def plant():
    """Every kind of row of a factory: parts, by-products, scrap, set-ups, failures, losses, jobs in process."""
    return run(
        {
            "name": "plant",
            "time": {"horizon": 12},
            "products": {name: {"value": 1} for name in ("cheese", "curd", "milk", "special", "whey")},
            "sites": {
                "farm": {"kind": "supplier", "supplies": {"milk": {"price": 0.4}}},
                "plant": {
                    "kind": "factory",
                    "lines": {
                        "vat": {
                            "time": 0.1, "setup": 0.25, "queue": 1, "costs": {"per_setup": 6, "running": 2},
                            "breakdowns": {"time_to_failure": 1.3, "time_to_repair": 0.2},
                        },
                        "press": {"time": {"kind": "uniform", "low": 0.1, "high": 0.5}, "queue": 0, "machines": 2,
                                  "hours": {"shifts": [{"from": "4 h", "to": "22 h"}]}},
                    },
                    "makes": {
                        "curd": {"from": {"milk": 4}, "also": {"whey": 3}, "line": "vat", "batch": 2,
                                 "costs": {"per_job": 1.5, "per_unit": 0.2}},
                        "cheese": {"from": {"curd": 1}, "route": ["vat", "press"], "yield": "75 %", "batch": 2},
                        "special": {"from": {"curd": 2, "milk": 1}, "route": ["press"], "lead_time": 0.3,
                                    "costs": {"per_job": 0.7}},
                    },
                    "stock": {
                        "milk": _stock(60, 40),
                        "whey": {"opening": {"on_hand": 1}},
                        "curd": {**_stock(14, 2), "opening": {"on_hand": 2, "arriving": [{"quantity": 3, "at": 0.5}]}},
                        "cheese": _stock(9, 4, costs={"lost_sale": 2}),
                    },
                },
                "a": _customer("cheese", [3, 2, 5, 1, 4, 2, 3, 1, 6, 2, 1, 3], {"kind": "wait", "patience": 0.6}),
                "b": _customer("special", [1, 2, 1, 3, 2, 1, 2, 4, 1, 2, 1, 1], {"kind": "wait", "patience": 0.4}),
            },
            "lanes": {"road": {"from": "farm", "to": "plant", "lead_time": 0.8}},
        }
    )  # fmt: skip


def _with(**tables):
    return reconcile(dataclasses.replace(plant(), **tables))


def test_everything_is_there_and_balances():
    books = plant()
    expected = {Event.WAITING, Event.LOST, Event.RELEASED, Event.SCRAPPED}
    assert set(books.events["event"].tolist()) == expected
    assert {Reason.NO_STOCK, Reason.INCOMPLETE, Reason.NO_CAPACITY} <= set(books.events["reason"].tolist())
    assert set(books.states["state"].tolist()) == set(State) & {
        State.IDLE, State.BUSY, State.SETUP, State.BLOCKED, State.DOWN, State.OFF,
    }  # fmt: skip
    assert set(KINDS) < set(books.posted_money["kind"].tolist())
    assert all(getattr(books, table).size for table in TABLES)
    balance = reconcile(books)
    assert balance.balances, str(balance)
    assert (balance.goods, balance.money) == (0, 0.0)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_is_gone_is_seen(table):
    assert not _with(**{table: getattr(plant(), table)[:0]}).balances


def _story(rows, row):
    return tuple(rows[row].tolist())


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_go_missing_unseen(table):
    rows = getattr(plant(), table)
    unseen = [_story(rows, row) for row in range(rows.size) if _with(**{table: np.delete(rows, row)}).balances]
    assert unseen == []


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_be_posted_twice(table):
    rows = getattr(plant(), table)
    twice = [row for row in range(rows.size) if _with(**{table: np.insert(rows, row, rows[row])}).balances]
    assert twice == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("amount", lambda column: column * 10),
        ("amount", lambda column: np.nextafter(column, np.inf)),
        ("settled_at", lambda column: column + 1e9),
        ("recognised_at", lambda column: np.nextafter(column, -np.inf)),
        ("payer", lambda column: column + 1),
        ("payee", lambda column: column * 0 + NOBODY),
        ("account", lambda column: column + 1),
        ("order", lambda column: column * 0 + NOBODY),
        ("kind", lambda column: column * 0 + MoneyKind.RUNNING),
    ],
)
def test_changed_money_is_seen(kind, column, change):
    money = plant().posted_money.copy()
    rows = money["kind"] == kind
    money[column][rows] = change(money[column][rows])
    assert 0 < _with(posted_money=money).money < np.inf


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("orders", "quantity", 77),
        ("orders", "parent", 999_999),
        ("goods", "amount", 55),
        ("goods", "order", 0),
        ("goods", "to_account", 0),
        ("events", "quantity", 10**6),
        ("events", "order", 0),
        ("events", "event", Event.LOST),
        ("events", "event", Event.RELEASED),
        ("states", "resource", 99),
        ("states", "share", np.nan),
        ("states", "since", np.nan),
        ("states", "since", -1.0),
        ("states", "order", 999_999),
        ("states", "state", 77),
        ("states", "state", State.IDLE),
        ("states", "state", State.BLOCKED),
    ],
)
def test_a_single_value_that_makes_no_sense_is_seen(table, column, value):
    rows = getattr(plant(), table)
    unseen = []
    for row in range(rows.size):
        changed = rows.copy()
        changed[column][row] = value
        if table == "events" and column == "quantity" and changed["event"][row] == Event.WAITING:
            continue  # how much waits follows from the order
        if changed[row] != rows[row] and _with(**{table: changed}).balances:
            unseen.append(_story(rows, row))
    assert unseen == []


def _machined():
    """A line of fixed times with hours, of which some jobs are under way when the run ends."""
    hours = {"shifts": [{"from": "8 h", "to": "16 h"}]}
    return run(
        {
            "name": "shop",
            "time": {"horizon": 150, "unit": "hour"},
            "products": {"cheese": {}, "special": {}},
            "sites": {
                "plant": {
                    "kind": "factory",
                    "lines": {
                        "vat": {"rate": 0.7, "setup": 0.5, "hours": hours, "machines": 2},
                        "press": {"time": 0.3, "per": "unit"},
                    },
                    "makes": {
                        "cheese": {"route": ["vat", "press", "vat"], "batch": 2},
                        "special": {"route": [{"line": "vat", "time": 3}], "yield": "75 %"},
                    },
                },
                "a": _customer("cheese", range(1, 9), "backorder"),
                "b": _customer("special", range(1, 9), "backorder"),
            },
        }
    )


def _wrong(books):
    return {detail.check for detail in reconcile(books).details}


def test_machines_that_do_what_they_should_are_not_accused():
    assert _wrong(_machined()) == set()


@pytest.mark.parametrize("factor", [0.5, 1.001])
@pytest.mark.parametrize("kind", [Machine, StoppingMachine])
def test_machines_that_do_not_work_as_long_as_they_should_are_seen(monkeypatch, kind, factor):
    spend = kind._spend
    monkeypatch.setattr(kind, "_spend", lambda machine, time, *rest: spend(machine, snap(factor * time), *rest))
    assert _wrong(_machined()) == {"an order is worked on for as long as its jobs take"}


def test_machines_that_work_out_of_hours_are_seen(monkeypatch):
    monkeypatch.setattr(StoppingMachine, "_stop", lambda machine: None)
    monkeypatch.setattr(StoppingMachine, "_next_stop", lambda machine: float("inf"))
    assert _wrong(_machined()) == {"a machine works in its hours only"}
