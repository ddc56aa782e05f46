"""Carriers: fleets of vehicles that move goods on lanes."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from sim.dispatching import AnyDispatching
from sim.dispatching.immediately import Immediately
from sim.distributions import Distribution, DurationDistribution
from sim.names import LaneName, Name
from sim.quantities import LARGEST, Distance, Duration, Mass, Money, Unit, Volume
from sim.scenario.hours import Hours
from sim.spec import Spec

Mode = Literal["road", "rail", "sea", "inland_waterway", "air"]


class Payload(Spec):
    """What one vehicle can carry; what is not stated does not limit it."""

    weight: Annotated[Mass, Field(gt=0)] | None = None
    """Weight of a full load."""
    volume: Annotated[Volume, Field(gt=0)] | None = None
    """Volume of a full load."""
    units: Annotated[float, Field(gt=0, le=LARGEST), Unit("product units")] | None = None
    """Product units of a full load, whatever the product."""


class CarrierCosts(Spec):
    """What a trip costs; it is due when the load is taken up."""

    per_trip: Money = 0.0
    """Each trip."""
    per_km: Money = 0.0
    """Each kilometre of the way to the last stop; the way back is not charged."""
    per_kg: Money = 0.0
    """Each kilogram carried."""
    per_unit: Money = 0.0
    """Each product unit carried."""


class Stop(Spec):
    """One stop of a round."""

    lane: LaneName
    """The lane whose goods are unloaded here."""
    lead_time: DurationDistribution | None = None
    """Time from the stop before; to the first stop it is that of its lane."""
    distance: Distance | None = None
    """Distance from the stop before; to the first stop it is that of its lane. Absent: none."""


def _stop(value: Any) -> Any:
    return {"lane": value} if isinstance(value, str) else value


class Round(Spec):
    """A tour on which one vehicle serves several lanes of one origin; it goes to all its stops in their sequence."""

    stops: tuple[Annotated[Stop, BeforeValidator(_stop)], ...]
    """The stops in their sequence: a lane; of all but the first ``{lane: ..., lead_time: 20 min, distance: 9 km}``."""
    way_back: DurationDistribution | None = None
    """Time from the last stop back to the origin; absent: the mean lead time of its lane."""

    @model_validator(mode="after")
    def _legs(self) -> Self:
        if len(self.stops) < 2:
            raise ValueError("a round has two stops at least; a lane on no round is served by itself")
        if self.stops[0].lead_time is not None or self.stops[0].distance is not None:
            raise ValueError("the way to the first stop is that of its lane: leave out its lead_time and distance")
        for stop in self.stops[1:]:
            if stop.lead_time is None:
                raise ValueError(f"say how long it takes to {stop.lane!r} from the stop before, with a 'lead_time'")
        lanes = [stop.lane for stop in self.stops]
        if len(set(lanes)) < len(lanes):
            raise ValueError("a round serves each of its lanes once")
        return self


class Carrier(Spec):
    """A fleet of vehicles of one sort; the lanes that name it with ``by`` share it."""

    mode: Mode = "road"
    """Mode of transport: freight is told apart by it."""
    vehicles: Annotated[int, Field(ge=1, le=10_000)] | None = None
    """Number of vehicles, each away until it is back; absent: as many as are needed."""
    payload: Payload = Payload()
    """What one vehicle can carry; absent: anything."""
    departs: AnyDispatching = Immediately()
    """When a load is taken up."""
    rounds: dict[Name, Round] = Field(default_factory=dict)
    """Tours that serve several lanes, by name; a lane on none is served by itself."""
    loading: Duration = 0.0
    """Time to load a vehicle before it leaves."""
    unloading: Duration = 0.0
    """Time to unload it at each stop that it has goods for; then they are there."""
    hours: Hours | None = None
    """When loads are taken up; what is under way goes on. Absent: always."""
    costs: CarrierCosts = CarrierCosts()
    """What trips cost."""

    @property
    def laws(self) -> list[Distribution]:
        """The times that are stated here and may be drawn."""
        stops = (stop.lead_time for tour in self.rounds.values() for stop in tour.stops)
        backs = (tour.way_back for tour in self.rounds.values())
        return [law for law in (*stops, *backs) if law is not None]
