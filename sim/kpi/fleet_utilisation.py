"""Fleet utilisation: how much of the time vehicles are on trips."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided
from sim.ledger.haulage import closed_until

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class FleetUtilisation(KPI):
    """Fleet utilisation: the share of their time that vehicles are on trips, from loading until they are back.

    Time out of the carrier's working hours counts only where a vehicle is on a trip then. A fleet without limit has
    none.

    Formula: time on trips / (vehicles x length of the period - time out of hours that is not on trips).
    Source: time utilisation of vehicles in McKinnon, Browne, Piecyk & Whiteing (2015), Green Logistics, 3rd ed., on the
    use of vehicles; without hours the utilisation of a queue's servers: Gross & Harris, Fundamentals of Queueing
    Theory, ch. 2.
    """

    kind = "fleet_utilisation"
    unit = "share"
    better = "neither"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all fleets that can be short, and each of them."""
        books, register, haulage = measurement.books, measurement.register, measurement.haulage
        busy, there = np.zeros(len(register.carriers)), np.zeros(len(register.carriers))
        used = {route.carrier for route in register.routes}
        limited = [number for number in sorted(used) if register.carriers[number].vehicles]
        of_route = np.array([route.carrier for route in register.routes], dtype=np.intp)
        for number in limited:
            carrier = register.carriers[number]
            trips = books.trips[of_route[books.trips["route"]] == number]
            began = np.clip(trips["began_at"], books.start, books.end)
            back = np.clip(trips["returned_at"], books.start, books.end)
            edges = closed_until(carrier, np.array([books.start, books.end]))
            on_trips = float((closed_until(carrier, back) - closed_until(carrier, began)).sum())
            busy[number] = float((back - began).sum())
            there[number] = carrier.vehicles * (measurement.span - (edges[1] - edges[0])) + on_trips
        yield from divided(haulage.fleets(np.array(limited, dtype=np.intp)), busy, there)
