"""The proof of docks and storage: whatever is taken out of their story, or changed in it, is seen."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
import pytest

from sim.ledger.reconcile import reconcile
from sim.ledger.tables import Event, MoneyKind, State
from tests.engine.worlds import customer, document, lane, planned, supplier, warehouse
from tests.networks import run

HOURS = {"shifts": [{"from": "6 h", "to": "15 h"}]}
ORDERS = planned(5, 0, 8, 4, 0, 3, 0, 9, 2, 0, 0)
SALES = [(time + 0.3, 3) for time in range(11)]


def _site(on_hand=10, capacity=None, **docks):
    terms = {} if capacity is None else {"capacity": capacity}
    return {**warehouse(on_hand, ORDERS, **terms), **docks}


@cache
def world(name):
    site = {
        "busy": _site(
            receiving={"units": 10, "hours": HOURS, "costs": {"per_unit": 0.3}},
            shipping={"units": 12, "hours": HOURS, "costs": {"per_unit": 0.7}},
        ),
        "open": _site(receiving={"units": 10, "dock_to_stock": 0.5}, shipping={"units": 12}),
        "full": _site(capacity=11),
        "both": _site(storage={"units": 12}, receiving={"units": 15, "costs": {"per_unit": 0.3}}),
        "late": _site(receiving={"dock_to_stock": 0.75}),
    }[name]
    sites = {"s": supplier(price=2), "w": site, "c": customer("w", *SALES, price=3)}
    return run(document(sites, [lane("s", "w", 0.4), lane("w", "c", 0.2)], 14))


WORLDS = ("busy", "open", "full", "both", "late")


def _balances(name, **tables):
    return reconcile(dataclasses.replace(world(name), **tables)).balances


@pytest.mark.parametrize("name", WORLDS)
def test_worlds_balance(name):
    balance = reconcile(world(name))
    assert balance.balances, str(balance)


def test_everything_is_there():
    assert {Event.ARRIVED, Event.UNLOADING, Event.LOADING} <= set(world("busy").events["event"])
    assert set(world("busy").states["state"]) == {State.IDLE, State.BUSY, State.OFF}
    assert MoneyKind.HANDLING in world("busy").posted_money["kind"]


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("table", ["goods", "events", "states", "posted_money"])
def test_no_row_can_go_missing_or_come_twice_unseen(name, table):
    rows = getattr(world(name), table)
    if table == "events":
        told = np.flatnonzero(np.isin(rows["event"], (Event.ARRIVED, Event.UNLOADING, Event.LOADING)))
    else:
        told = np.arange(rows.size)
    missing = [int(row) for row in told if _balances(name, **{table: np.delete(rows, row)})]
    twice = [int(row) for row in told if _balances(name, **{table: np.insert(rows, row, rows[row])})]
    assert (missing, twice) == ([], [])


@pytest.mark.parametrize("name", ["busy", "open", "both"])
@pytest.mark.parametrize("column", ["since", "resource", "state", "order"])
def test_no_state_can_change_unseen(name, column):
    rows = world(name).states
    unseen = []
    for row in range(rows.size):
        changed = rows.copy()
        if column == "since":
            changed[column][row] += 0.03125
        else:
            changed[column][row] ^= 1
        if _balances(name, states=changed):
            unseen.append(row)
    assert unseen == []


@pytest.mark.parametrize("name", WORLDS)
@pytest.mark.parametrize("event", [Event.ARRIVED, Event.UNLOADING, Event.LOADING])
@pytest.mark.parametrize("column", ["quantity", "time", "order"])
def test_no_event_can_change_unseen(name, event, column):
    rows = world(name).events
    unseen = []
    for row in np.flatnonzero(rows["event"] == event):
        changed = rows.copy()
        changed[column][row] = changed[column][row] + (0.03125 if column == "time" else 1)
        if _balances(name, events=changed):
            unseen.append(int(row))
    if (event, column) == (Event.ARRIVED, "time"):
        # When goods arrived that waited follows from nothing else: they may have stood there somewhat shorter.
        assert len(unseen) < np.count_nonzero(rows["event"] == event)
        return
    assert unseen == []


def test_goods_that_come_in_beyond_the_limit_are_seen():
    register = world("full").register
    narrower = tuple(dataclasses.replace(of, room=of.room - 1) for of in register.accounts)
    assert not _balances("full", register=dataclasses.replace(register, accounts=narrower))


def test_goods_that_wait_beside_free_room_are_seen():
    register = world("full").register
    wider = tuple(dataclasses.replace(of, room=of.room + 1) for of in register.accounts)
    assert not _balances("full", register=dataclasses.replace(register, accounts=wider))


def test_docks_that_work_faster_are_seen():
    register = world("open").register
    for column in ("receiving_time", "shipping_time", "dock_to_stock"):
        quicker = tuple(dataclasses.replace(of, **{column: getattr(of, column) * 0.5}) for of in register.accounts)
        seen = not _balances("open", register=dataclasses.replace(register, accounts=quicker))
        assert seen, column


def test_what_the_engine_has_before_the_dock_is_compared():
    stands = world("full").live_at_receiving.copy()
    stands[:] += 1
    assert not _balances("full", live_at_receiving=stands)
