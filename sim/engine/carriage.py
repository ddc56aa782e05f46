"""From the carriers of a scenario to the fleets, vehicles, loading bays and carried lanes of a world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.agenda import Phase, key
from sim.engine.bay import CarriedLane, LoadingBay
from sim.engine.fleet import EndlessFleet, LimitedFleet
from sim.engine.hours import OffHours
from sim.engine.money import Cargo, TripCost
from sim.engine.obstructing import obstruction_of
from sim.engine.struck_carrier import InterruptibleFleet, LosingCarriedLane, StruckBay, StruckWay, VariableFleet
from sim.engine.variable_money import VariableTripCost
from sim.engine.vehicle import Vehicle, Way
from sim.engine.wiring import is_fixed
from sim.ledger.tables import MoneyKind
from sim.scenario.exposure import Target
from sim.scenario.site import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.distributions import Distribution
    from sim.engine.fleet import Fleet
    from sim.engine.wiring import Wiring
    from sim.ledger.fleets import Route
    from sim.scenario.carrier import Carrier, Round

_NEVER = float("inf")


def make_carriers(wiring: Wiring) -> None:
    """Makes the fleets and loading bays of every carrier."""
    register = wiring.numbers.register
    fleets = [_fleet(wiring, number) for number in range(len(register.carriers))]
    for number, route in enumerate(register.routes):
        bay = _bay(wiring, number, route, fleets[route.carrier])
        wiring.bays.update(dict.fromkeys(route.lanes, bay))


def _fleet(wiring: Wiring, number: int) -> Fleet:
    register = wiring.numbers.register
    carrier, first_actor = register.carriers[number], len(register.accounts)
    is_struck = ("capacity", Target("fleet", carrier.name, "")) in wiring.hits
    if not carrier.vehicles:
        return wiring.fleets.setdefault(carrier.name, InterruptibleFleet()) if is_struck else EndlessFleet()
    actor = first_actor + len(register.resources) + len(register.routes) + number
    fleet = LimitedFleet(wiring.agenda, actor)
    if is_struck:
        fleet = wiring.fleets[carrier.name] = VariableFleet(wiring.agenda, actor)
    own = range(carrier.first_vehicle, carrier.first_vehicle + carrier.vehicles)
    for resource in own if any(route.carrier == number for route in register.routes) else ():
        place = key(Phase.COMPLETIONS, 0, first_actor + resource)
        fleet.own(Vehicle(wiring.agenda, wiring.journal, fleet, resource, place))
    return fleet


def _bay(wiring: Wiring, number: int, route: Route, fleet: Fleet) -> LoadingBay:
    register = wiring.numbers.register
    carrier = register.carriers[route.carrier]
    said = wiring.scenario.carriers[carrier.name]
    target = Target("fleet", carrier.name, "")
    way = Way(number, carrier.loading, carrier.unloading, wiring.days)
    if ("lead_time", target) in wiring.hits:
        way = slow = StruckWay(number, carrier.loading, carrier.unloading, wiring.days)
        slow.adjust(wiring.adjustment("lead_time", target))
    _lead(wiring, way, route, said)
    actor = len(register.accounts) + len(register.resources) + number
    bay = LoadingBay(wiring.agenda, wiring.journal, way, said.departs, fleet, actor)
    closes = any(("closure", Target("lane", lane, "")) in wiring.hits for lane in route.lanes)
    if closes or ("capacity", target) in wiring.hits:
        bay = struck = StruckBay(wiring.agenda, wiring.journal, way, said.departs, fleet, actor)
        struck.begin()
    bay.limit([limit for limit in carrier.limits if limit < _NEVER])
    if said.hours is not None:
        bay.keep(OffHours(said.hours, wiring.scenario.time.clock))
    if carrier.per_trip or carrier.per_km or carrier.per_kg or carrier.per_unit:
        cargo = {
            account: _cargo(wiring, account, route)
            for (lane, _), account in wiring.numbers.lane.items()
            if lane in route.lanes
        }
        kilometres = carrier.per_km * route.distance
        bay.cost = TripCost(carrier.per_trip + kilometres, cargo)
        if ("freight", target) in wiring.hits:
            rates = wiring.adjustment("freight", target)
            bay.cost = VariableTripCost(carrier.per_trip, kilometres, cargo, rates)
    return bay


def _lead(wiring: Wiring, way: Way, route: Route, carrier: Carrier) -> None:
    lanes = wiring.scenario.lanes
    first = lanes[route.lanes[0]]
    name = first.luck or f"{first.origin}->{first.destination}"
    by = wiring.numbers.register.carriers[route.carrier].name
    legs = [_time(wiring, first.lead_time, "trip", by, name)]
    tour = _tour(carrier, route)
    if tour is None:
        way.lead(legs, None if first.way_back is None else _time(wiring, first.way_back, "way back", by, name))
        return
    for before, stop in zip(tour.stops, tour.stops[1:], strict=False):
        if stop.lead_time is not None:
            ends = lanes[before.lane].destination, lanes[stop.lane].destination
            legs.append(_time(wiring, stop.lead_time, "trip", by, f"{ends[0]}->{ends[1]}"))
    last = lanes[route.lanes[-1]]
    law = last.lead_time if tour.way_back is None else tour.way_back
    name = f"{last.destination}->{last.origin}"
    way.lead(legs, _mean(law) if tour.way_back is None else _time(wiring, law, "way back", by, name))


def _tour(carrier: Carrier, route: Route) -> Round | None:
    for tour in carrier.rounds.values():
        if tuple(stop.lane for stop in tour.stops) == route.lanes:
            return tour
    return None


def _mean(law: Distribution) -> Callable[[int], float]:
    time = law.mean
    return lambda _: time


def _time(wiring: Wiring, law: Distribution, *names: str) -> Callable[[int], float]:
    """Times by the day of departure and the ordinal of that day."""
    return _mean(law) if is_fixed(law) else wiring.luck.calendar(*names, quantile=law.quantile).draw


def _cargo(wiring: Wiring, number: int, route: Route) -> Cargo:
    register = wiring.numbers.register
    account, carrier = register.accounts[number], register.carriers[route.carrier]
    steps = account.steps_per_unit
    outside = wiring.numbers.party[OUTSIDE]
    posting = wiring.posting(account.freight_payer, outside, MoneyKind.TRANSPORT, number)
    sizes = (account.weight / steps, account.volume / steps, 1.0 / steps)
    return Cargo(posting, sizes, carrier.limits, carrier.per_kg, carrier.per_unit)


def carry(wiring: Wiring, lane: CarriedLane, name: str) -> None:
    """Has the goods of a lane wait for its carrier's vehicles."""
    register = wiring.numbers.register
    account = register.accounts[lane.transit]
    route, bay = register.routes[account.carried_on], wiring.bays[name]
    steps = account.steps_per_unit
    sizes = (account.weight / steps, account.volume / steps, 1.0 / steps)
    limits = register.carriers[route.carrier].limits
    lane.wait_at(bay, [size for size, limit in zip(sizes, limits, strict=True) if limit < _NEVER])
    bay.serve(lane)
    bay.way.serve(lane, route.lanes.index(name))
    if isinstance(bay, StruckBay) and ("closure", Target("lane", name, "")) in wiring.hits:
        obstruction = obstruction_of(wiring, name)
        bay.close_with(lane, obstruction)
        if isinstance(lane, LosingCarriedLane):
            obstruction.strike(lane)


def time_on_the_way(wiring: Wiring, name: str) -> float:
    """Mean time from a loading bay to the destination of a lane, however long goods wait for a vehicle."""
    scenario = wiring.scenario
    lane = scenario.lanes[name]
    if lane.by is None:
        return lane.lead_time.mean
    carrier = scenario.carriers[lane.by]
    time = carrier.loading + carrier.unloading
    for tour in carrier.rounds.values():
        lanes = [stop.lane for stop in tour.stops]
        if name in lanes:
            time += scenario.lanes[lanes[0]].lead_time.mean
            for stop in tour.stops[1 : lanes.index(name) + 1]:
                time += carrier.unloading + (0.0 if stop.lead_time is None else stop.lead_time.mean)
            return time
    return time + lane.lead_time.mean


def steps_at_bays(wiring: Wiring) -> dict[int, int]:
    """What waits for vehicles now, by account of the lane."""
    channels = (channel for found in wiring.channels.values() for channel in found)
    return {lane.transit: lane.at_bay for lane in channels if isinstance(lane, CarriedLane)}
