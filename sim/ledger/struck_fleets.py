"""The proof of fleets that disruptions strike: which vehicles stand still, and what is not taken up meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.closures import Closures
from sim.ledger.courses import factor
from sim.ledger.tables import State

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.ledger.fleets import Carrier


def vehicles_allowed(books: Books, carrier: Carrier, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many vehicles of a fleet that can be short may be away at each of some times."""
    if "capacity" not in books.register.adjusted:
        return np.full(times.size, float(carrier.vehicles))
    left = factor(books, ("capacity",), f"fleet/{carrier.name}").at(times)
    return np.asarray(np.floor(carrier.vehicles * left + 0.5))


def stopped(books: Books, carrier: Carrier, lanes: NDArray[np.uint32], times: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether goods on accounts of lanes could not be taken up at some times, since lane or fleet stood still."""
    found = np.zeros(times.size, dtype=np.bool_)
    if not carrier.vehicles:
        found |= factor(books, ("capacity",), f"fleet/{carrier.name}").at(times) <= 0.0
    for number in np.unique(lanes).tolist():
        rows = np.flatnonzero(lanes == number)
        lane = books.register.accounts[number].lane
        found[rows] |= factor(books, ("closure",), f"lane/{lane}").at(times[rows]) <= 0.0
    return found


def barred(books: Books) -> int:
    """Loads that were taken up on a closed lane, or by a fleet that had no vehicles left."""
    if books.register.adjusted.isdisjoint(("closure", "capacity")):
        return 0
    loads, wrong = books.loads, 0
    began_at, route = books.trips["began_at"][loads["trip"]], books.trips["route"][loads["trip"]]
    for number, way in enumerate(books.register.routes):
        rows = np.flatnonzero(route == number)
        carrier = books.register.carriers[way.carrier]
        wrong += int(np.count_nonzero(stopped(books, carrier, loads["account"][rows], began_at[rows])))
    return wrong


def lost_with(books: Books) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which loads are lost on the way since their lane is closed, and when each load leaves its vehicle.

    Returns:
        Whether it is lost, and when it is, or is there; both of shape (loads,).
    """
    loads = books.loads
    began_at, left_at = books.trips["began_at"][loads["trip"]], loads["arrived_at"].astype(np.float64)
    lost = np.zeros(loads.size, dtype=np.bool_)
    loses = {of.target[5:] for of in books.register.resources if of.aspect == "lose" and of.target.startswith("lane/")}
    for lane in sorted(loses):
        accounts = [number for number, of in enumerate(books.register.accounts) if of.lane == lane]
        rows = np.flatnonzero(np.isin(loads["account"], accounts))
        changes = Closures.of(books, lane).changes
        times = np.array([of.time for of in changes if of.begins and of.resource.aspect == "lose"] + [np.inf])
        first = times[np.searchsorted(times, began_at[rows])]  # the first to begin since the load was taken up
        lost[rows] = first <= left_at[rows]
        left_at[rows] = np.minimum(first, left_at[rows])
    return lost, left_at


def in_service(rows: NDArray[np.void]) -> NDArray[np.void]:
    """The states of a vehicle without those in which it stood still, and its return from them."""
    still = rows["state"] == State.DOWN
    after = np.append(False, still[:-1])[: rows.size] & (rows["state"] == State.IDLE)
    return np.asarray(rows[~still & ~after])


def fleet_capacity(books: Books) -> int:
    """Instants after which not as many vehicles stood still as a disruption takes of those that were there."""
    if "capacity" not in books.register.adjusted:
        return 0
    wrong = 0
    for number, carrier in enumerate(books.register.carriers):
        course = factor(books, ("capacity",), f"fleet/{carrier.name}")
        own = np.arange(carrier.first_vehicle, carrier.first_vehicle + carrier.vehicles)
        routes = [index for index, route in enumerate(books.register.routes) if route.carrier == number]
        if course.is_flat or not carrier.vehicles or not routes:
            continue
        rows = books.states[np.isin(books.states["resource"], own)]
        trips = books.trips[np.isin(books.trips["route"], routes)]
        times = np.unique(np.concatenate([rows["since"], course.times, trips["began_at"], trips["returned_at"]]))
        times = times[times < books.end]
        away = np.searchsorted(np.sort(trips["began_at"]), times, side="right")
        away -= np.searchsorted(np.sort(trips["returned_at"]), times, side="right")
        down = np.zeros(times.size, dtype=np.int64)
        for vehicle in own.tolist():
            mine = rows[rows["resource"] == vehicle]
            state = np.append(np.uint32(State.IDLE), mine["state"])
            down += state[np.searchsorted(mine["since"], times, side="right")] == State.DOWN
        here = carrier.vehicles - away
        must = np.minimum(np.maximum(carrier.vehicles - vehicles_allowed(books, carrier, times), 0), here)
        wrong += int(np.count_nonzero(down != must))
    return wrong
