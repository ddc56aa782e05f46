"""The proof of trips: on a tour that is worked by hand no row can be missing, doubled or changed unseen."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
import pytest

from sim.ledger.digest import digest
from sim.ledger.frames import tables
from sim.ledger.haulage import closed_until
from sim.ledger.reconcile import reconcile
from sim.ledger.tables import NOBODY, Event, MoneyKind, Reason, State
from tests.carriers import document, tour
from tests.networks import run

TABLES = ("goods", "orders", "events", "posted_money", "states", "trips", "loads")


def _with(**changes):
    return reconcile(dataclasses.replace(tour(), **changes))


def test_the_tour_balances():
    assert str(reconcile(tour())) == "the books balance"
    assert all(getattr(tour(), table).size for table in TABLES)


def test_trips_are_as_worked_by_hand():
    trips = tour().trips
    assert trips["began_at"].tolist() == [13, 13, 30, 30, 54]
    assert trips["departed_at"].tolist() == [13.5, 13.5, 30.5, 30.5, 54.5]
    assert trips["returned_at"].tolist() == [21.75, 21.75, 38.75, 39, 62.75]
    assert trips["vehicle"].tolist() == [0, 1, 0, 1, 0]


def test_loads_are_as_worked_by_hand():
    loads = tour().loads
    assert loads["trip"].tolist() == [0, 1, 2, 3, 3, 3, 3, 4]
    assert loads["quantity"].tolist() == [400, 400, 400, 100, 7, 40, 10, 5]
    assert loads["ready_at"].tolist() == [13, 13, 13, 13, 13.5, 15, 15, 40]
    assert loads["arrived_at"].tolist() == [17.75, 17.75, 34.75, 34.75, 36, 34.75, 34.75, 59.75]


def test_vehicles_are_in_the_states_of_their_trips():
    states = tour().states
    second = states[states["resource"] == 1]
    assert [State(state).name for state in second["state"][5:]] == [
        "LOADING", "TRAVELLING", "UNLOADING", "TRAVELLING", "UNLOADING", "RETURNING", "IDLE",
    ]  # fmt: skip
    assert second["since"][5:].tolist() == [30, 30.5, 34.5, 34.75, 35.75, 36, 39]


def test_events_say_why_goods_were_held():
    held = tour().events[tour().events["event"] == Event.HELD]
    reasons = [(row["time"], row["quantity"], Reason(row["reason"])) for row in held]
    assert reasons == [
        (13, 500, Reason.NO_VEHICLE), (13.5, 7, Reason.NO_VEHICLE), (15, 40, Reason.NO_VEHICLE),
        (15, 10, Reason.NO_VEHICLE), (40, 5, Reason.LOAD_NOT_FULL),
    ]  # fmt: skip


def test_freight_is_as_worked_by_hand():
    money = tour().posted_money
    paid = money[money["kind"] == MoneyKind.TRANSPORT]
    assert paid["amount"].sum() == pytest.approx(5 * 520 + 0.01 * 2754 + 0.05 * 1362)
    assert paid["amount"][0] == pytest.approx(520 + 0.01 * 800 + 0.05 * 400)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_is_gone_is_seen(table):
    assert not _with(**{table: getattr(tour(), table)[:0]}).balances


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_go_missing_unseen(table):
    rows = getattr(tour(), table)
    assert [row for row in range(rows.size) if _with(**{table: np.delete(rows, row)}).balances] == []


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_be_posted_twice(table):
    rows = getattr(tour(), table)
    assert [row for row in range(rows.size) if _with(**{table: np.insert(rows, row, rows[row])}).balances] == []


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("trips", "began_at", 12.75),
        ("trips", "departed_at", 31.0),
        ("trips", "returned_at", 39.5),
        ("trips", "returned_at", np.nan),
        ("trips", "route", 7),
        ("trips", "vehicle", NOBODY),
        ("trips", "vehicle", 5),
        ("loads", "ready_at", 12.0),
        ("loads", "arrived_at", 33.0),
        ("loads", "arrived_at", np.nan),
        ("loads", "quantity", 1),
        ("loads", "quantity", 600),
        ("loads", "trip", 1),
        ("loads", "trip", 99),
        ("loads", "account", 3),
        ("loads", "order", 0),
        ("loads", "order", NOBODY),
        ("states", "state", State.DOWN),
        ("states", "since", 31.25),
        ("states", "resource", 1),
        ("states", "order", 0),
        ("events", "reason", Reason.NO_ROOM),
        ("events", "reason", Reason.OUT_OF_HOURS),
        ("events", "quantity", 3),
        ("posted_money", "amount", 519.0),
        ("posted_money", "order", 0),
        ("posted_money", "account", 9),
    ],
)
def test_a_single_value_that_is_wrong_is_seen(table, column, value):
    rows = getattr(tour(), table)
    unseen = []
    for row in range(rows.size):
        if table == "events" and rows["event"][row] != Event.HELD:
            continue  # what waits at its seller is proved elsewhere
        changed = rows.copy()
        changed[column][row] = value
        if not np.array_equal(changed[column][row], rows[column][row]) and _with(**{table: changed}).balances:
            unseen.append(row)
    assert unseen == []


def test_no_vehicle_is_no_reason_while_one_is_there():
    events = tour().events.copy()
    events["reason"][events["time"] == 40] = Reason.NO_VEHICLE
    assert not _with(events=events).balances


def test_vehicles_cannot_be_changed_for_each_other():
    trips = tour().trips.copy()
    trips["vehicle"] = 1 - trips["vehicle"]
    assert not _with(trips=trips).balances


def test_live_goods_at_the_bay_are_counted():
    live = tour().live_at_bay.copy()
    live[-1] += 1
    assert not _with(live_at_bay=live).balances


@cache
def _half_way():
    said = document(departs="full_load")
    return run(said)


def test_what_still_waits_at_the_end_is_part_of_the_books():
    books = _half_way()
    assert books.live_at_bay.sum() == 1362 - books.loads["quantity"].sum() > 0
    assert reconcile(books).balances
    assert not reconcile(dataclasses.replace(books, loads=books.loads[:-1])).balances


def test_digest_sees_trips():
    trips = tour().trips.copy()
    trips["vehicle"] = 1 - trips["vehicle"]
    assert digest(tour()) != digest(dataclasses.replace(tour(), trips=trips))


def test_frames_have_names_and_sums():
    found = tables(tour())
    assert found["trips"]["vehicle"].tolist() == ["truck/1", "truck/2", "truck/1", "truck/2", "truck/1"]
    assert set(found["trips"]["route"]) == {"truck/tour"}
    assert found["trips"]["weight"].tolist() == [800, 800, 800, 344, 10]
    assert found["trips"]["distance"].tolist() == [400] * 5
    assert found["loads"]["lane"].tolist()[3:5] == ["to_north", "to_south"]
    assert found["loads"]["quantity"].sum() == 1362


def test_time_out_of_hours_is_that_of_the_nights():
    carrier = tour().register.carriers[0]
    times = np.array([0.0, 3, 6, 18, 20, 30, 168, 170, 336])
    assert closed_until(carrier, times).tolist() == [0, 3, 6, 6, 8, 18, 84, 86, 168]
