"""Carriers and routes as the register knows them: what their vehicles can carry, where they go, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Carrier:
    """A fleet of vehicles of one sort.

    Attributes:
        name: Its name.
        mode: Mode of transport.
        vehicles: Number of vehicles; 0 where it has as many as are needed.
        first_vehicle: Number of its first vehicle among the resources; the others follow. 0 where it has none.
        weight, volume, units: What one vehicle can carry, in kg, m3 and product units; infinity where nothing limits.
        loading, unloading: Time at the dock, and at each stop, on the time grid.
        collects: Whether goods may wait for others to go with them.
        per_trip, per_km, per_kg, per_unit: Money for each trip, and each km, kg and product unit.
        week: Length of a week in time units.
        closed: Stretches of a week, counted from the start of the run, in which no load is taken up: (from, to).
    """

    name: str
    mode: str
    vehicles: int
    first_vehicle: int
    weight: float
    volume: float
    units: float
    loading: float
    unloading: float
    collects: bool
    per_trip: float
    per_km: float
    per_kg: float
    per_unit: float
    week: float = 7.0
    closed: tuple[tuple[float, float], ...] = ()

    @property
    def limits(self) -> tuple[float, float, float]:
        """What one vehicle can carry: weight, volume, units."""
        return self.weight, self.volume, self.units


@dataclass(frozen=True, slots=True)
class Route:
    """The way of a trip: a lane there and back, or a round.

    Attributes:
        name: Name of the lane, or ``carrier/round``.
        carrier: Number of the carrier.
        origin: The site where its trips begin.
        lanes: Its lanes in the sequence of its stops.
        distances: Length of the way to each stop from the one before, in km.
        times: Time of the way to each stop from the one before, on the time grid; nan where it is drawn.
        way_back: Time from the last stop to the origin; nan where it is drawn, minus 1 where it is as long as the way
            there.
    """

    name: str
    carrier: int
    origin: str
    lanes: tuple[str, ...]
    distances: tuple[float, ...]
    times: tuple[float, ...]
    way_back: float

    @property
    def distance(self) -> float:
        """Length of the way to the last stop in km."""
        total = 0.0
        for leg in self.distances:
            total += leg
        return total
