"""Trips of vehicles, and the vehicles of a fleet that can be short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.clock import GRID, snap
from sim.engine.agenda import Wake
from sim.engine.clock import day_of
from sim.ledger.tables import NOBODY, State

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    import simpy

    from sim.engine.agenda import Agenda
    from sim.engine.bay import CarriedLane, Part
    from sim.engine.fleet import Fleet
    from sim.ledger.journal import Journal

    TravelTime = Callable[[int], float]

_ONE_STEP = 1.0 / GRID


class Way:
    """The way of a trip, stop by stop and back; how long it takes is known when a load is taken up.

    Attributes:
        number: Number of the route in the ledger.
        loading, unloading: Time before it leaves, and at each stop that it has goods for.
    """

    __slots__ = ("_back", "_days", "_legs", "_stop_of", "loading", "number", "unloading")

    def __init__(self, number: int, loading: float, unloading: float, days: float) -> None:
        self.number = number
        self.loading, self.unloading = loading, unloading
        self._days = days
        self._legs: Sequence[TravelTime] = ()
        self._back: TravelTime | None = None
        self._stop_of: dict[CarriedLane, int] = {}

    def lead(self, legs: Sequence[TravelTime], back: TravelTime | None) -> None:
        """Goes by ``legs``, each of which gives the time for a day of departure; back None: as long as there."""
        self._legs, self._back = tuple(legs), back

    def serve(self, lane: CarriedLane, stop: int) -> None:
        """Unloads the goods of ``lane`` at a stop, counted from 0."""
        self._stop_of[lane] = stop

    def trip(self, parts: Sequence[Part], began_at: float) -> Trip:
        """The trip of a load that is taken up now."""
        trip = Trip(began_at, began_at + self.loading)
        day = day_of(trip.departed_at, self._days)
        served = {self._stop_of[part.lane] for part in parts}
        arrivals: dict[int, float] = {}
        time, there = trip.departed_at, 0.0
        trip.stage(State.LOADING, time)
        for stop, leg in enumerate(self._legs):
            there = snap(leg(day))
            time += there
            if stop in served:
                trip.stage(State.TRAVELLING, time)
                time += self.unloading
                trip.stage(State.UNLOADING, time)
                arrivals[stop] = time
        time += there if self._back is None else snap(self._back(day))
        # A vehicle is away for a step of the time grid at least, or it could make trips without end in one instant.
        trip.returned_at = max(time, began_at + _ONE_STEP)
        trip.stage(State.RETURNING, trip.returned_at)
        trip.arrivals = [arrivals[self._stop_of[part.lane]] for part in parts]
        return trip


class Trip:
    """A vehicle's way from the loading bay until it is free again.

    Attributes:
        began_at, departed_at, returned_at: When loading begins, when it leaves and when it is free again.
        arrivals: When each part of the load is there.
        stages: What it does until when, in turn; stages that take no time are left out.
    """

    __slots__ = ("arrivals", "began_at", "departed_at", "returned_at", "stages")

    def __init__(self, began_at: float, departed_at: float) -> None:
        self.began_at = began_at
        self.departed_at = departed_at
        self.returned_at = departed_at
        self.arrivals: list[float] = []
        self.stages: list[tuple[State, float]] = []

    def stage(self, state: State, until: float) -> None:
        """Adds what it does next."""
        if until > (self.stages[-1][1] if self.stages else self.began_at):
            self.stages.append((state, until))


class Vehicle:
    """A vehicle of a fleet that can be short: idle, or on a trip.

    Attributes:
        resource: Its number in the states table.
    """

    __slots__ = ("_agenda", "_fleet", "_pack", "_state", "_trip", "_wake", "_write", "resource")

    def __init__(self, agenda: Agenda, journal: Journal, fleet: Fleet, resource: int, key: int) -> None:
        self._agenda = agenda
        self._fleet = fleet
        self._pack, self._write = journal.states.pack, journal.states.write
        self.resource = resource
        self._state = State.IDLE
        self._trip: Trip | None = None
        self._wake = Wake(agenda, key)
        self._wake.start(self._live())

    def go(self, trip: Trip) -> None:
        """Sets out; it must be idle."""
        self._trip = trip
        self._wake.fire()

    def stand(self, *, still: bool) -> None:
        """Is taken out of service, or put into it again; it must be idle."""
        self._set(State.DOWN if still else State.IDLE)

    def _set(self, state: State) -> None:
        if state is not self._state:
            self._state = state
            self._write(self._pack(self._agenda.now, 1.0, self.resource, state, NOBODY))

    def _live(self) -> Generator[simpy.Event, Any, None]:
        while True:
            yield self._wake
            trip = self._trip
            for state, until in () if trip is None else trip.stages:
                self._set(state)
                yield self._wake.at(until)
            self._trip = None
            self._set(State.IDLE)
            self._fleet.take_back(self)
