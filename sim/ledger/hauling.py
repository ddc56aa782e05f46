"""The proof of trips: whatever a carrier brings was taken up once, by a vehicle that could carry it and was there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.clock import GRID, snap
from sim.ledger.adjusting import adjusted
from sim.ledger.balance import Discrepancy
from sim.ledger.haulage import are_sound, cargo, limits
from sim.ledger.levels import totals
from sim.ledger.struck_fleets import barred, fleet_capacity, in_service, lost_with, stopped, vehicles_allowed
from sim.ledger.tables import NOBODY, Event, Reason, State
from sim.ledger.visits import let_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.ledger.fleets import Carrier

_ROWS: Final = "goods"
_NEARLY: Final = 1.0 + 1e-6
_HELD_FOR: Final = (
    Reason.NO_VEHICLE, Reason.LOAD_NOT_FULL, Reason.NOT_DUE, Reason.OUT_OF_HOURS, Reason.DISRUPTED,
)  # fmt: skip


def hauling(books: Books) -> Iterator[Discrepancy]:
    """What is wrong with trips and loads, and with why goods waited for a vehicle."""
    if not (books.register.routes or books.trips.size or books.loads.size):
        return
    if not are_sound(books):
        yield Discrepancy(_ROWS, "a load is a part of an order on a lane of its trip", "table loads", 1.0)
        return
    for rule, table, wrong in (
        ("a trip takes the time of its route", "table trips", _mistimed(books)),
        ("a load is taken up in working hours", "table trips", _out_of_hours(books)),
        ("nothing is taken up that a disruption stops", "table loads", barred(books)),
        ("no more vehicles are away than a disruption leaves", "table trips", fleet_capacity(books)),
        ("a vehicle carries something, and no more than it can", "table trips", _overloaded(books)),
        ("goods are held for a reason", "table events", _held_for_no_reason(books)),
    ):
        if wrong:
            yield Discrepancy(_ROWS, rule, table, float(wrong))
    yield from _parts(books)
    yield from _vehicles(books)


def _carriers(books: Books) -> list[Carrier]:
    """The carrier of each route."""
    return [books.register.carriers[route.carrier] for route in books.register.routes]


def _mistimed(books: Books) -> int:
    """Trips that do not take the time of their route, as far as it is known."""
    trips, wrong = books.trips, 0
    route, loads = trips["route"], books.loads
    loading = np.array([carrier.loading for carrier in _carriers(books)])
    wrong += int(np.count_nonzero(trips["departed_at"] != trips["began_at"] + loading[route]))
    for number in np.unique(route):
        way, carrier = books.register.routes[number], _carriers(books)[number]
        place = {lane: index for index, lane in enumerate(way.lanes)}
        stop_of = np.array([place.get(account.lane, -1) for account in books.register.accounts])
        first = np.flatnonzero(route == number)
        index = np.full(trips.size, -1)
        index[first] = np.arange(first.size)
        mine = loads[index[loads["trip"]] >= 0]
        arrived = np.full((first.size, len(way.lanes)), np.nan)
        trip, stop = index[mine["trip"]], stop_of[mine["account"]]
        arrived[trip, stop] = mine["arrived_at"]
        wrong += int(np.count_nonzero(arrived[trip, stop] != mine["arrived_at"]))
        # Where a time is drawn nobody can tell it, but it is not less than nothing.
        time, exact = trips["departed_at"][first], np.ones(first.size, dtype=np.bool_)
        there = np.zeros(first.size)
        for leg, fixed in enumerate(way.times):
            came = arrived[:, leg]
            served = ~np.isnan(came)
            if np.isnan(fixed):
                exact = exact & False
                there = np.where(served, came - carrier.unloading - time, np.nan)
            else:
                there = _slowed(books, carrier, trips["began_at"][first], fixed)
            reached = time + (0.0 if np.isnan(fixed) else there) + np.where(served, carrier.unloading, 0.0)
            off = np.where(exact, came != reached, came < reached) & served
            wrong += int(np.count_nonzero(off))
            time, exact = np.where(served, came, reached), exact | served
        back = there if way.way_back < 0 else _slowed(books, carrier, trips["began_at"][first], way.way_back)
        known = exact & ~np.isnan(back)
        ready = np.maximum(time + np.where(np.isnan(back), 0.0, back), trips["began_at"][first] + 1.0 / GRID)
        returned = trips["returned_at"][first]
        wrong += int(np.count_nonzero(np.where(known, returned != ready, returned < ready)))
    return wrong


def _slowed(books: Books, carrier: Carrier, times: NDArray[np.float64], fixed: float) -> NDArray[np.float64]:
    """What a fixed time on the way becomes for trips that begin at ``times``."""
    names, only = [f"fleet/{carrier.name}"], np.zeros(times.size, dtype=np.intp)
    slow = adjusted(books, "lead_time", names, only, times, np.full(times.size, fixed))
    return np.rint(slow * GRID) / GRID


def _out_of_hours(books: Books) -> int:
    """Trips that began while their carrier was closed."""
    carriers, wrong = _carriers(books), 0
    for number, carrier in enumerate(carriers):
        if carrier.closed:
            began = books.trips["began_at"][books.trips["route"] == number]
            wrong += int(np.count_nonzero(is_closed(carrier, began)))
    return wrong


def is_closed(carrier: Carrier, times: NDArray[np.float64]) -> NDArray[np.bool_]:
    """At which of ``times`` a carrier takes nothing up."""
    closed = np.zeros(times.size, dtype=np.bool_)
    for week in np.unique((times // carrier.week).astype(np.int64)):
        for number in (int(week) - 1, int(week)):
            for begins, ends in carrier.closed:
                begin, end = snap(number * carrier.week + begins), snap(number * carrier.week + ends)
                closed |= (times >= begin) & (times < end)
    return closed


def _overloaded(books: Books) -> int:
    carried, most = cargo(books), limits(books.register)[:, books.trips["route"]]
    empty = totals(books.loads["trip"], books.loads["quantity"], books.trips.size) <= 0
    return int(np.count_nonzero((carried > most * _NEARLY).any(axis=0) | empty))


def _held(books: Books) -> NDArray[np.void]:
    events: NDArray[np.void] = books.events
    rows = np.flatnonzero((events["event"] == Event.HELD) & (events["order"] < books.orders.size))
    return events[rows]


def _held_for_no_reason(books: Books) -> int:
    """Events that say of goods that they wait for something that they cannot have waited for."""
    held, register = _held(books), books.register
    on = register.column("carried_on").astype(np.int64)
    account = books.orders["transit"][held["order"]]
    carried = np.zeros(held.size, dtype=np.bool_)
    carried[account != NOBODY] = on[account[account != NOBODY]] != NOBODY
    # What waits at the origin of a lane without vehicles is proved in sim.ledger.obstructing.
    wrong = np.where(carried, ~np.isin(held["reason"], _HELD_FOR), held["reason"] != Reason.DISRUPTED)
    for number, carrier in enumerate(register.carriers):
        routes = [index for index, route in enumerate(register.routes) if route.carrier == number]
        rows = np.flatnonzero(carried)
        rows = rows[np.isin(on[account[rows]], routes)]
        reason, time = held["reason"][rows], held["time"][rows]
        trips = books.trips[np.isin(books.trips["route"], routes)]
        began = np.searchsorted(np.sort(trips["began_at"]), time, side="right")
        away = began - np.searchsorted(np.sort(trips["returned_at"]), time, side="right")
        is_short = (away >= vehicles_allowed(books, carrier, time)) & (carrier.vehicles > 0)
        wrong[rows] |= (reason == Reason.NO_VEHICLE) & ~is_short
        wrong[rows] |= (reason == Reason.DISRUPTED) & ~stopped(books, carrier, account[rows], time)
        wrong[rows] |= np.isin(reason, (Reason.LOAD_NOT_FULL, Reason.NOT_DUE)) & (not carrier.collects)
        wrong[rows] |= (reason == Reason.OUT_OF_HOURS) & ~is_closed(carrier, time)
    return int(np.count_nonzero(wrong))


@dataclass(frozen=True, slots=True)
class _Amounts:
    """Steps by order and time, as rows that can be added up."""

    order: NDArray[np.integer]
    time: NDArray[np.float64]
    steps: NDArray[np.int64]


def _differ(books: Books, rule: str, *amounts: _Amounts) -> Iterator[Discrepancy]:
    """Tells where amounts by order and time do not add up to 0."""
    order = np.concatenate([part.order.astype(np.int64) for part in amounts])
    time = np.concatenate([part.time for part in amounts])
    steps = np.concatenate([part.steps for part in amounts])
    if not order.size:
        return
    in_turn = np.lexsort((time, order))
    order, time, steps = order[in_turn], time[in_turn], steps[in_turn]
    begins = np.flatnonzero(np.concatenate([[True], (order[1:] != order[:-1]) | (time[1:] != time[:-1])]))
    size = np.abs(np.add.reduceat(steps, begins))
    if size.any():
        account = books.register.accounts[int(books.orders["transit"][order[begins[int(size.argmax())]]])]
        yield Discrepancy(_ROWS, rule, account.key.replace("\x1f", "/"), float(size.max()))


def _parts(books: Books) -> Iterator[Discrepancy]:
    """Goods of each order: those that came to the bay, those taken up, those that wait, and those that are there."""
    register, moves, loads, events = books.register, books.moves, books.loads, books.events
    carried = register.column("carried_on").astype(np.int64) != NOBODY
    transit = np.where(books.orders["transit"] == NOBODY, 0, books.orders["transit"])
    mine = carried[transit] & (books.orders["transit"] != NOBODY)
    came = np.flatnonzero(carried[moves.destination] & (moves.order < books.orders.size))
    size = len(register.accounts)
    waits = totals(moves.destination[came], moves.amount[came], size)
    waits -= totals(loads["account"], loads["quantity"], size)
    live = np.zeros(size, dtype=np.int64) if books.live_at_bay is None else books.live_at_bay
    off = np.abs(waits - live)
    if off.any():
        subject = register.accounts[int(off.argmax())].key.replace("\x1f", "/")
        rule = "live goods at the bay = goods that left the stock - goods taken up"
        yield Discrepancy(_ROWS, rule, subject, float(off.max()))
    # What did not leave in the instant in which it came is held; what was held and is not gone is still there.
    spot = loads["ready_at"] == books.trips["began_at"][loads["trip"]]
    held = _held(books)
    held = held[mine[held["order"]]]
    yield from _differ(
        books, "what is not taken up at once is held",
        _Amounts(moves.order[came], moves.time[came], moves.amount[came]),
        _Amounts(loads["order"][spot], loads["ready_at"][spot], -loads["quantity"][spot]),
        _Amounts(held["order"], held["time"], -held["quantity"]),
    )  # fmt: skip
    left = ~spot
    rest = _Amounts(loads["order"][left], loads["ready_at"][left], -loads["quantity"][left])
    yield from _overdrawn(_Amounts(held["order"], held["time"], held["quantity"]), rest)

    lost, left_at = lost_with(books)
    there = loads[~lost & (left_at <= books.end)]
    gone = loads[lost & (left_at <= books.end)]
    before = books.facts.in_transit_before
    received = register.column("is_received").astype(np.bool_)[register.column("destination").astype(np.intp)]
    out = np.flatnonzero(carried[moves.origin] & (moves.order < books.orders.size))
    out = out[~received[moves.origin[out]] & ~before[moves.order[out]]]
    is_lost = register.is_loss[moves.destination[out]]
    yield from _differ(
        books, "what is under way on a closed lane is lost where the closure says so",
        _Amounts(gone["order"], left_at[lost & (left_at <= books.end)], gone["quantity"]),
        _Amounts(moves.order[out[is_lost]], moves.time[out[is_lost]], -moves.amount[out[is_lost]]),
    )  # fmt: skip
    out = out[~is_lost]
    told = events[(events["event"] == Event.ARRIVED) & (events["order"] < books.orders.size)]
    told = told[mine[told["order"]] & ~before[told["order"]]]
    late = let_in(books).of(mine & ~before)
    yield from _differ(
        books, "goods arrive when their vehicle does",
        _Amounts(there["order"], there["arrived_at"], there["quantity"]),
        _Amounts(moves.order[out], moves.time[out], -moves.amount[out]),
        _Amounts(told["order"], told["time"], -told["quantity"]),
        _Amounts(late.order, late.time, late.quantity),
    )  # fmt: skip


def _overdrawn(held: _Amounts, taken: _Amounts) -> Iterator[Discrepancy]:
    """Tells where more is taken up of what an order held at a time than was held."""
    keys = np.concatenate([held.order.astype(np.int64), taken.order.astype(np.int64)])
    time, steps = np.concatenate([held.time, taken.time]), np.concatenate([held.steps, taken.steps])
    if not keys.size:
        return
    in_turn = np.lexsort((time, keys))
    keys, time, steps = keys[in_turn], time[in_turn], steps[in_turn]
    begins = np.flatnonzero(np.concatenate([[True], (keys[1:] != keys[:-1]) | (time[1:] != time[:-1])]))
    short = np.minimum(np.add.reduceat(steps, begins), 0)
    if short.any():
        yield Discrepancy(_ROWS, "what is taken up later was held", "table loads", float(-short.min()))


def _vehicles(books: Books) -> Iterator[Discrepancy]:
    """Vehicles of fleets that can be short: each on one trip at a time, in the states that follow from it."""
    trips = books.trips
    for number, carrier in enumerate(books.register.carriers):
        routes = [index for index, route in enumerate(books.register.routes) if route.carrier == number]
        mine = np.flatnonzero(np.isin(trips["route"], routes))
        fleet = range(carrier.first_vehicle, carrier.first_vehicle + carrier.vehicles) if routes else range(0)
        astray = ~np.isin(trips["vehicle"][mine], list(fleet) or [NOBODY])
        if astray.any():
            yield Discrepancy(_ROWS, "a trip is made by a vehicle of the carrier", carrier.name, float(astray.sum()))
        loaded = _stages(books, mine) if carrier.vehicles else {}
        for vehicle in fleet:
            own = mine[trips["vehicle"][mine] == vehicle]
            early = int(np.count_nonzero(trips["began_at"][own][1:] < trips["returned_at"][own][:-1]))
            rows = books.states[books.states["resource"] == vehicle]
            expected = [row for trip in own for row in loaded[int(trip)] if row[0] < books.end]
            rows = in_service(rows)
            posted = list(zip(rows["since"].tolist(), rows["state"].tolist(), strict=True))
            if early or expected != posted or np.any(rows["order"] != NOBODY):
                differ = sum(due != told for due, told in zip(expected, posted, strict=False))
                wrong = early + abs(len(expected) - len(posted)) + differ
                name = books.register.resources[vehicle].name
                yield Discrepancy(_ROWS, "a vehicle is on one trip after another", name, float(wrong or 1))


def _stages(books: Books, chosen: NDArray[np.intp]) -> dict[int, list[tuple[float, int]]]:
    """The states that follow from each of some trips, with their beginnings; what takes no time is left out."""
    trips, carriers = books.trips, _carriers(books)
    arrivals: dict[int, set[float]] = {}
    for trip, arrived_at in zip(books.loads["trip"].tolist(), books.loads["arrived_at"].tolist(), strict=True):
        arrivals.setdefault(trip, set()).add(arrived_at)
    found: dict[int, list[tuple[float, int]]] = {}
    for trip in chosen.tolist():
        row = trips[trip]
        unloading = carriers[row["route"]].unloading
        stages = [(State.LOADING, float(row["departed_at"]))]
        for arrived_at in sorted(arrivals.get(trip, ())):
            stages += [(State.TRAVELLING, arrived_at - unloading), (State.UNLOADING, arrived_at)]
        stages.append((State.RETURNING, float(row["returned_at"])))
        time = float(row["began_at"])
        rows: list[tuple[float, int]] = []
        for state, until in stages:
            if until > time:
                if not rows or rows[-1][1] != state:
                    rows.append((time, int(state)))
                time = until
        found[trip] = [*rows, (time, int(State.IDLE))]
    return found
