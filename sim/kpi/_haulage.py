"""Haulage: the trips that were begun in the measuring period, and what they carried."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._grains import Grain
from sim.ledger.haulage import filled, sizes
from sim.ledger.levels import sums
from sim.ledger.tables import NOBODY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.kpi._grains import Grains
    from sim.ledger.books import Books


class Haulage:
    """Trips and loads of the measuring period; a trip counts when its load is taken up.

    Attributes:
        trip: Trips begun in the period, by number, of shape (trips,).
        loads: Rows of what they carried, of shape (loads,).
    """

    def __init__(self, books: Books, grains: Grains) -> None:
        self._books = books
        self._grains = grains
        began = books.trips["began_at"]
        counts = (began >= books.start) & (began < books.end)
        self.trip = np.flatnonzero(counts)
        self.loads = books.loads[np.flatnonzero(counts[books.loads["trip"]])]

    @cached_property
    def account(self) -> NDArray[np.intp]:
        """The lane's account of each load, of shape (loads,)."""
        return self.loads["account"].astype(np.intp)

    @cached_property
    def units(self) -> NDArray[np.float64]:
        """Product units of each load, of shape (loads,)."""
        return np.asarray(self.loads["quantity"] / self._books.steps_per_unit[self.account])

    @cached_property
    def waited(self) -> NDArray[np.float64]:
        """How long each load waited before it was taken up, of shape (loads,)."""
        return np.asarray(self._books.trips["began_at"][self.loads["trip"]] - self.loads["ready_at"])

    @cached_property
    def tonne_km(self) -> NDArray[np.float64]:
        """Weight x way from the origin to its stop of each load, of shape (loads,)."""
        register = self._books.register
        way = {
            (number, lane): sum(route.distances[: stop + 1])
            for number, route in enumerate(register.routes)
            for stop, lane in enumerate(route.lanes)
        }
        distance = np.array([way.get((of.carried_on, of.lane), 0.0) for of in register.accounts])
        weight = sizes(register)[0, self.account] * self.loads["quantity"]
        return np.asarray(weight / 1000.0 * distance[self.account])

    @cached_property
    def carrier(self) -> NDArray[np.intp]:
        """Number of the carrier of each trip, of shape (trips,)."""
        carriers = np.array([route.carrier for route in self._books.register.routes], dtype=np.intp)
        return np.asarray(carriers[self._books.trips["route"][self.trip]])

    @cached_property
    def filled(self) -> NDArray[np.float64]:
        """Share of the payload that each trip used, of shape (trips,)."""
        return filled(self._books)[self.trip]

    # ---- grains

    @cached_property
    def accounts(self) -> tuple[Grain, ...]:
        """Goods on carriers' lanes: all, by product, by carrier, and by lane; nothing without a carrier."""
        register, grains = self._books.register, self._grains
        on = register.column("carried_on").astype(np.int64)
        member = np.flatnonzero(on != NOBODY)
        if not member.size:
            return ()
        carriers = self._names(np.array([register.routes[route].carrier for route in on[member]]))
        return (
            *grains.over_sites(on != NOBODY),
            _grouped(member, carriers, "resource"),
            _grouped(member, grains.lane[member], "lane"),
        )

    @cached_property
    def carriers(self) -> tuple[Grain, ...]:
        """Carriers with lanes: all, and each; nothing without a carrier."""
        member = np.unique([route.carrier for route in self._books.register.routes]).astype(np.intp)
        return self.fleets(member)

    def fleets(self, member: NDArray[np.intp]) -> tuple[Grain, ...]:
        """Some carriers: all of them, and each; nothing if there are none."""
        if not member.size:
            return ()
        everything = Grain(member, np.zeros(member.size, dtype=np.intp), 1)
        return (everything, _grouped(member, self._names(member), "resource"))

    @cached_property
    def lanes(self) -> tuple[Grain, ...]:
        """Carriers' lanes, by number of the lane; nothing without a carrier."""
        on = self._books.register.column("carried_on").astype(np.int64)
        member = np.unique(self._grains.lane[on != NOBODY])
        return (_grouped(member, member, "lane"),) if member.size else ()

    def by_carrier(self, amount: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums by carrier of what each trip has, which has shape (trips,)."""
        return sums(self.carrier, amount, len(self._books.register.carriers))

    def by_lane(self, amount: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums by lane of what each trip has; a trip counts for each lane that it carries goods of."""
        place = np.full(self._books.trips.size, -1, dtype=np.intp)
        place[self.trip] = np.arange(self.trip.size)
        lanes = max(len(self._grains.lane_names), 1)
        both = np.unique(place[self.loads["trip"]] * lanes + self._grains.lane[self.account])
        return sums(both % lanes, amount[both // lanes], lanes)

    def _names(self, carriers: NDArray[np.integer]) -> NDArray[np.intp]:
        names = {name: number for number, name in enumerate(self._grains.resource_names)}
        number = [names[carrier.name] for carrier in self._books.register.carriers]
        return np.asarray(np.array(number, dtype=np.intp)[carriers])


def _grouped(member: NDArray[np.intp], name: NDArray[np.intp], column: str) -> Grain:
    groups, group = np.unique(name, return_inverse=True)
    return Grain(member, group.reshape(-1).astype(np.intp), groups.size, {column: groups.astype(np.intp)})
