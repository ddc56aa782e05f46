"""Carriers: payloads that nothing fits into, rounds that cannot be driven, and what is said and has no effect."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from sim.dispatching.full_load import FullLoad
from sim.dispatching.timetable import Timetable
from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.carrier import Carrier, Round
    from sim.scenario.checks.case import Case
    from sim.scenario.hours import Hours
    from sim.scenario.lane import Lane

_NEARLY: Final = 1e-9
_MANY: Final = 10_000
"""Departures that are looked at; when none of so many falls into the working hours none is taken to do so."""
_OF_SHIPMENTS: Final = ("per_shipment", "per_unit", "per_kg")
"""Costs of a lane that belong to the carrier where there is one."""


def check(case: Case) -> None:
    """Check the carriers, and the lanes that they serve."""
    for name, lane in sorted(case.scenario.lanes.items()):
        _lane(case, name, lane)
    for name, carrier in sorted(case.scenario.carriers.items()):
        path = ("carriers", name)
        if carrier.hours is not None and case.scenario.time.unit == "period":
            message = "working hours need a unit of time with a length, and this scenario counts in periods"
            case.report((*path, "hours"), message)
        elif carrier.hours is not None and isinstance(carrier.departs, Timetable):
            _departures(case, name, carrier.departs, carrier.hours)
        _rule(case, name, carrier)
        _payload(case, name, carrier)
        served: dict[str, str] = {}
        for label, tour in sorted(carrier.rounds.items()):
            _round(case, name, label, tour)
            for stop in tour.stops:
                if served.setdefault(stop.lane, label) != label:
                    message = f"{stop.lane!r} is on the round {served[stop.lane]!r} already"
                    case.report((*path, "rounds", label), message, key=True)


def _lane(case: Case, name: str, lane: Lane) -> None:
    path = ("lanes", name)
    if lane.by is None:
        if lane.way_back is not None:
            message = "a lane without a carrier has no vehicles that could come back"
            case.report((*path, "way_back"), message, "name a carrier with 'by', or leave it out")
        return
    for cost in _OF_SHIPMENTS:
        if getattr(lane.costs, cost):
            message = f"the goods are brought by {lane.by!r}: what its trips cost stands with the carrier"
            case.report((*path, "costs", cost), message, f"see carriers.{lane.by}.costs")
    if not lane.crossing:
        message = f"the goods are brought by {lane.by!r}, and its vehicles may overtake each other"
        case.report((*path, "crossing"), message)
    origin = case.scenario.sites.get(lane.origin)
    if isinstance(origin, StockingSite) and origin.shipping is not None:
        message = (
            f"{lane.origin!r} has a shipping dock, and the vehicles of {lane.by!r} are loaded by the carrier: "
            "the two cannot follow each other"
        )
        case.report((*path, "by"), message, f"say carriers.{lane.by}.loading instead of the dock")


def _departures(case: Case, name: str, timetable: Timetable, hours: Hours) -> None:
    """Refuse a timetable of which no departure falls into the working hours: nothing would ever leave."""
    horizon = case.scenario.time.horizon
    until = horizon if isinstance(horizon, float) else float("inf")
    if timetable.first < until and not any(
        hours.include(departure, case.scenario.time.clock)
        for departure in itertools.islice(timetable.departures(until), _MANY)
    ):
        message = "no departure of the timetable falls into the working hours: nothing would ever leave"
        case.report(("carriers", name, "departs"), message, f"see carriers.{name}.hours")


def _rule(case: Case, name: str, carrier: Carrier) -> None:
    rule, payload = carrier.departs, carrier.payload
    endless = payload.weight is None and payload.volume is None and payload.units is None
    if not isinstance(rule, FullLoad) or not endless:
        return
    path = ("carriers", name, "departs")
    if rule.longest_wait is None:
        message = "a vehicle without a payload is never full, and without a longest_wait it would never leave"
        case.report(path, message, f"give carriers.{name}.payload")
    elif "share" in rule.model_fields_set:
        case.report((*path, "share"), "a vehicle without a payload is never full", f"give carriers.{name}.payload")


def _payload(case: Case, name: str, carrier: Carrier) -> None:
    """Refuse what cannot be measured in a payload, or is larger than it."""
    payload = carrier.payload
    for product in sorted(_carried(case, name)):
        goods = case.scenario.products[product]
        for measure, most, each in (
            ("weight", payload.weight, goods.weight),
            ("volume", payload.volume, goods.volume),
            ("units", payload.units, 1.0),
        ):
            path = ("carriers", name, "payload", measure)
            if most is None:
                continue
            if not each:
                message = f"{product!r} has no {measure}, and is carried"
                case.report(path, message, f"give products.{product}.{measure}, or leave the {measure} out here")
            elif each / goods.steps_per_unit > most * (1 + _NEARLY):
                message = f"not even the smallest amount of {product!r} fits into a vehicle"
                case.report(path, message)


def _carried(case: Case, carrier: str) -> set[str]:
    """The products that a carrier's lanes can bring, as far as that can be told."""
    found: set[str] = set()
    for lane in case.scenario.lanes.values():
        if lane.by == carrier and lane.origin in case.products and lane.destination in case.products:
            able = case.products[lane.origin] & case.products[lane.destination]
            found |= able if lane.products is None else able.intersection(lane.products)
    return found & case.scenario.products.keys()


def _round(case: Case, carrier: str, label: str, tour: Round) -> None:
    lanes = case.scenario.lanes
    first = lanes.get(tour.stops[0].lane)
    for index, stop in enumerate(tour.stops):
        path = ("carriers", carrier, "rounds", label, "stops", index)
        lane = lanes.get(stop.lane)
        if lane is None:
            continue  # it is broken, and that is said
        if lane.by != carrier:
            message = f"{stop.lane!r} is not served by {carrier!r}"
            case.report(path, message, f"say lanes.{stop.lane}.by: {carrier}")
        elif first is not None and lane.origin != first.origin:
            message = f"{stop.lane!r} begins at {lane.origin!r}, and the round at {first.origin!r}"
            case.report(path, message)
        elif lane.way_back is not None:
            message = f"it is a stop of the round {label!r}, whose way back is its own"
            case.report(("lanes", stop.lane, "way_back"), message, f"say carriers.{carrier}.rounds.{label}.way_back")
        elif index and lane.distance and stop.distance is None:
            message = (
                f"trips are charged for the way from the stop before, and {lane.distance:g} km are those of the lane"
            )
            case.report(path, message, f"say how far {stop.lane!r} is from the stop before, with a 'distance'")


def suspicions(case: Case) -> None:
    """Warn of carriers that do nothing, of costs that cannot arise, and of fleets that are too small."""
    used = {link.lane for links in case.network.links.values() for link in links}
    for name, carrier in sorted(case.scenario.carriers.items()):
        path = ("carriers", name)
        lanes = {label: lane for label, lane in sorted(case.scenario.lanes.items()) if lane.by == name}
        if not used.intersection(lanes):
            case.report(path, "no lane that is used is served by this carrier", severity="warning", key=True)
            continue
        for where, message in _without_effect(case, name, carrier, lanes):
            case.report(where, f"it has no effect: {message}", severity="warning")
        _load(case, name, carrier, lanes)


def _without_effect(
    case: Case, name: str, carrier: Carrier, lanes: dict[str, Lane]
) -> Iterator[tuple[tuple[str, ...], str]]:
    path = ("carriers", name, "costs")
    if carrier.costs.per_km and not any(lane.distance for lane in lanes.values()):
        yield (*path, "per_km"), "no lane of this carrier has a distance"
    if carrier.costs.per_kg and not any(case.scenario.products[item].weight for item in _carried(case, name)):
        yield (*path, "per_kg"), "nothing that it carries has a weight"
    for tour in carrier.rounds.values():
        for index, stop in enumerate(tour.stops[1:], 2):
            said = lanes[stop.lane].model_fields_set
            is_way_back = index == len(tour.stops) and tour.way_back is None
            if "lead_time" in said and not is_way_back:
                message = "this stop of a round is reached from the stop before, in the time stated there"
                if index == len(tour.stops):
                    message += ", and the round has a way_back of its own"
                yield ("lanes", stop.lane, "lead_time"), message
            if lanes[stop.lane].distance:
                yield ("lanes", stop.lane, "distance"), "the round says how far this stop is from the one before"


def _load(case: Case, name: str, carrier: Carrier, lanes: dict[str, Lane]) -> None:
    """Warn of a fleet that could not keep up even if all vehicles were full."""
    if carrier.vehicles is None:
        return
    on_rounds = {stop.lane: tour for tour in carrier.rounds.values() for stop in tour.stops}
    busy = 0.0
    for node, links in case.network.links.items():
        for link, share in zip(links, case.network.shares(node), strict=True):
            if link.lane not in lanes or link.lane in on_rounds:
                continue  # how much of a round is shared cannot be told
            lane = lanes[link.lane]
            back = lane.lead_time if lane.way_back is None else lane.way_back
            time = carrier.loading + lane.lead_time.mean + carrier.unloading + back.mean
            busy += case.network.mean_demand[node] * share * _fill(case, carrier, link.product) * time
    if busy > carrier.vehicles * (1 + _NEARLY):
        message = f"even if all are full the mean demand takes {busy:g} vehicles, more than there are: goods pile up"
        case.report(("carriers", name, "vehicles"), message, severity="warning")


def _fill(case: Case, carrier: Carrier, product: str) -> float:
    """The share of a payload that one unit takes."""
    goods, payload = case.scenario.products[product], carrier.payload
    measures = ((goods.weight, payload.weight), (goods.volume, payload.volume), (1.0, payload.units))
    return max((each / most for each, most in measures if most is not None), default=0.0)
