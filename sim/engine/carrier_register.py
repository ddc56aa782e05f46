"""Carriers, routes and vehicles as the ledger knows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.clock import snap
from sim.dispatching.immediately import Immediately
from sim.engine.hours import OffHours
from sim.engine.wiring import is_fixed
from sim.ledger.fleets import Carrier, Route
from sim.ledger.register import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.distributions import Distribution
    from sim.scenario.carrier import Carrier as CarrierSpec
    from sim.scenario.carrier import Round
    from sim.scenario.document import Scenario
    from sim.scenario.network import Network

_NEVER = float("inf")
_NAN = float("nan")
_AS_THERE = -1.0


@dataclass(frozen=True)
class Fleets:
    """The carriers of a scenario, with numbers.

    Attributes:
        carriers: By number, sorted by name.
        routes: By number: of each carrier its rounds, then the lanes on none; each sorted by name.
        vehicles: The vehicles of fleets that can be short.
        route_of: Number of the route of each lane that a carrier serves.
    """

    carriers: tuple[Carrier, ...]
    routes: tuple[Route, ...]
    vehicles: tuple[Resource, ...]
    route_of: dict[str, int]


def fleets(network: Network, resources: int) -> Fleets:
    """Numbers the carriers of a scenario; ``resources`` is the number of its other resources."""
    scenario = network.scenario
    used = {link.lane for links in network.links.values() for link in links if link.lane is not None}
    carriers: list[Carrier] = []
    routes: list[Route] = []
    vehicles: list[Resource] = []
    for number, (name, carrier) in enumerate(sorted(scenario.carriers.items())):
        own = list(_routes(scenario, name, carrier, number, used))
        carriers.append(_carrier(scenario, name, carrier, resources + len(vehicles)))
        if own:
            count = carrier.vehicles or 0
            vehicles += [Resource(f"{name}/{index + 1}", "vehicle", own[0].origin) for index in range(count)]
        routes += own
    route_of = {lane: number for number, route in enumerate(routes) for lane in route.lanes}
    return Fleets(tuple(carriers), tuple(routes), tuple(vehicles), route_of)


def _carrier(scenario: Scenario, name: str, carrier: CarrierSpec, first_vehicle: int) -> Carrier:
    payload, costs = carrier.payload, carrier.costs
    stated = (payload.weight, payload.volume, payload.units)
    weight, volume, units = (_NEVER if most is None else most for most in stated)
    clock = scenario.time.clock
    hours = None if carrier.hours is None else OffHours(carrier.hours, clock)
    week, closed = (7.0 / clock.days, ()) if hours is None else (hours.week, hours.stops)
    return Carrier(
        name, carrier.mode, carrier.vehicles or 0, first_vehicle if carrier.vehicles else 0, weight, volume, units,
        snap(carrier.loading), snap(carrier.unloading), not isinstance(carrier.departs, Immediately),
        costs.per_trip, costs.per_km, costs.per_kg, costs.per_unit, week, closed,
    )  # fmt: skip


def _routes(scenario: Scenario, name: str, carrier: CarrierSpec, number: int, used: set[str]) -> Iterator[Route]:
    on_rounds = set()
    for label, tour in sorted(carrier.rounds.items()):
        lanes = [stop.lane for stop in tour.stops]
        on_rounds.update(lanes)
        if used.intersection(lanes):
            yield _round(scenario, f"{name}/{label}", tour, number)
    for label, lane in sorted(scenario.lanes.items()):
        if lane.by == name and label in used and label not in on_rounds:
            there = _fixed(lane.lead_time)
            back = _AS_THERE if lane.way_back is None else _fixed(lane.way_back)
            yield Route(label, number, lane.origin, (label,), (lane.distance,), (there,), back)


def _round(scenario: Scenario, name: str, tour: Round, number: int) -> Route:
    first, last = scenario.lanes[tour.stops[0].lane], scenario.lanes[tour.stops[-1].lane]
    times = [_fixed(first.lead_time)]
    times += [_fixed(stop.lead_time) for stop in tour.stops[1:] if stop.lead_time is not None]
    back = snap(last.lead_time.mean) if tour.way_back is None else _fixed(tour.way_back)
    distances = (first.distance, *(stop.distance or 0.0 for stop in tour.stops[1:]))
    lanes = tuple(stop.lane for stop in tour.stops)
    return Route(name, number, first.origin, lanes, distances, tuple(times), back)


def _fixed(law: Distribution) -> float:
    return snap(law.mean) if is_fixed(law) else _NAN
