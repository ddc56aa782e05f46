"""Haulage: what trips carried and cost, derived from the tables of trips and loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.adjusting import adjustment
from sim.ledger.levels import sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.ledger.fleets import Carrier
    from sim.ledger.register import Register


def are_sound(books: Books) -> bool:
    """Whether every row of trips and loads names things that there are, in order of time."""
    register, trips, loads, orders = books.register, books.trips, books.loads, books.orders
    if np.any(trips["route"] >= len(register.routes)) or np.any(trips["began_at"][1:] < trips["began_at"][:-1]):
        return False
    if np.any(loads["trip"] >= trips.size) or np.any(loads["trip"][1:] < loads["trip"][:-1]):
        return False
    if np.any(loads["account"] >= len(register.accounts)) or np.any(loads["order"] >= orders.size):
        return False
    on = register.column("carried_on").astype(np.int64)
    right = on[loads["account"]] == trips["route"][loads["trip"]]
    right &= orders["transit"][loads["order"]] == loads["account"]
    right &= (loads["quantity"] > 0) & (loads["ready_at"] <= trips["began_at"][loads["trip"]])
    return bool(right.all()) and not np.any(trips["began_at"] >= books.end)


def sizes(register: Register) -> NDArray[np.float64]:
    """What one step in each account weighs, takes up and counts: kg, m3 and product units; shape (3, accounts)."""
    steps = register.column("steps_per_unit").astype(np.float64)
    weight, volume = (register.column(name).astype(np.float64) for name in ("weight", "volume"))
    return np.array([weight / steps, volume / steps, 1.0 / steps])


def limits(register: Register) -> NDArray[np.float64]:
    """What one vehicle on each route can carry: kg, m3 and product units; shape (3, routes)."""
    found = [register.carriers[route.carrier].limits for route in register.routes]
    return np.array(found, dtype=np.float64).reshape(-1, 3).T


def cargo(books: Books) -> NDArray[np.float64]:
    """What each trip carried: kg, m3 and product units; shape (3, trips)."""
    loads, size = books.loads, books.trips.size
    known = loads[loads["trip"] < size]
    carried = sizes(books.register)[:, known["account"]] * known["quantity"]
    return np.array([sums(known["trip"], measure, size) for measure in carried]).reshape(3, size)


def filled(books: Books) -> NDArray[np.float64]:
    """Share of each trip's payload that was used, in the measure that binds; 0 where nothing limits it; (trips,)."""
    used = cargo(books) / limits(books.register)[:, books.trips["route"]]
    return np.asarray(used.max(axis=0, initial=0.0))


def shares(books: Books) -> NDArray[np.float64]:
    """Which part of the cost of its trip each load bears, of shape (loads,).

    It is its share of the payload, in the measure in which it takes up most, among those of the trip; where nothing
    limits the payload, its share of the product units.
    """
    loads, register = books.loads, books.register
    route = books.trips["route"][loads["trip"]]
    steps = sizes(register)[:, loads["account"]] * loads["quantity"]
    part = (steps / limits(register)[:, route]).max(axis=0, initial=0.0)
    part = np.where(np.isfinite(limits(register)[:, route]).any(axis=0), part, steps[2])
    whole = sums(loads["trip"], part, books.trips.size)
    return np.asarray(part / whole[loads["trip"]])


def freight(books: Books) -> NDArray[np.float64]:
    """What was paid for each load, of shape (loads,), by the same operations as in the engine."""
    loads, register = books.loads, books.register
    routes = [(of.distance, register.carriers[of.carrier]) for of in register.routes]
    per_trip = np.array([of.per_trip for _, of in routes])
    kilometres = np.array([of.per_km * distance for distance, of in routes])
    per_kg, per_unit = np.array([of.per_kg for _, of in routes]), np.array([of.per_unit for _, of in routes])
    route = books.trips["route"][loads["trip"]]
    weight, _, units = sizes(register)[:, loads["account"]] * loads["quantity"]
    own = per_kg[route] * weight + per_unit[route] * units
    began_at, names = books.trips["began_at"][loads["trip"]], [f"fleet/{of.name}" for _, of in routes]
    rates = adjustment(books, "freight", names, route, began_at)
    whole = per_trip[route] + kilometres[route] * rates.fuel
    return np.asarray((whole * shares(books) + own) * rates.factor)


def closed_until(carrier: Carrier, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """How long a carrier was out of its working hours from the start of the run until each of ``times``."""
    weeks = np.floor(times / carrier.week)
    total = np.zeros(times.size)
    for begins, ends in carrier.closed:
        # A stretch may reach into the next week: what is past of this week's, and what was of the ones before.
        for shift in (0.0, carrier.week):
            begin, end = max(begins - shift, 0.0), min(ends - shift, carrier.week)
            if end > begin:
                total += weeks * (end - begin) + np.clip(times - weeks * carrier.week - begin, 0.0, end - begin)
    return total
