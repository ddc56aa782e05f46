"""Disruptions of lanes, carriers and prices: what is said of a closure and does nothing there, and what cannot work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.disruption.what.capacity import Capacity
from sim.disruption.what.closure import Closure
from sim.disruption.what.freight import Freight
from sim.disruption.what.lead_time import LeadTime
from sim.disruption.what.price import Price
from sim.scenario.customer import Customer
from sim.scenario.exposure import targets
from sim.scenario.supplier import Supplier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.checks.case import Case
    from sim.scenario.disruption import Disruption
    from sim.scenario.exposure import Target
    from sim.scenario.tree import Step

    Path = tuple[Step, ...]

_OF_LANES: Final = {"in_transit": "arrive", "divert_to": None, "releases": None}
"""What a closure says of lanes only, and what it is where nothing is said."""


def check(case: Case) -> None:
    """Check every effect that can strike lanes, carriers and prices at each place that it strikes."""
    if case.broken:
        return  # what it would strike may be among what could not be read
    for name, disruption in sorted(case.scenario.disruptions.items()):
        _products(case, name, disruption)
        for number, effect in enumerate(disruption.what):
            path = ("disruptions", name, "what", number)
            struck = sorted({of for where in disruption.where for of in targets(case.scenario, where, effect)})
            lanes = [of for of in struck if of.sort == "lane"]
            if isinstance(effect, Closure):
                _closure(case, path, effect, lanes)
            for target in struck:
                if isinstance(effect, LeadTime):
                    _lead_time(case, path, effect, target)
                elif isinstance(effect, Freight):
                    _freight(case, path, effect, target)
                elif isinstance(effect, Price):
                    _price(case, path, target)
                elif isinstance(effect, Capacity) and target.sort == "fleet":
                    _fleet(case, path, effect, target)


def _products(case: Case, name: str, disruption: Disruption) -> None:
    for place, where in enumerate(disruption.where):
        if where.product is not None and (where.lane or where.name) in case.scenario.lanes:
            path = ("disruptions", name, "where", place, "product")
            case.report(path, "a lane is struck as a whole, with all that it carries", "leave out the product")


def _closure(case: Case, path: Path, effect: Closure, lanes: list[Target]) -> None:
    said = [key for key, silent in _OF_LANES.items() if getattr(effect, key) != silent]
    if not lanes:
        for key in said:
            case.report((*path, key), f"{key!r} is for lanes, and no lane is closed here", "leave it out")
        return
    for target in lanes:
        carrier = case.scenario.lanes[target.owner].by
        for key in said if carrier is not None else ():
            if key == "in_transit" and effect.in_transit == "lose":
                continue
            message = f"{target.owner!r} is served by vehicles of {carrier!r}, which go on where they are under way"
            hint = "their goods can 'arrive', or be lost ('lose')" if key == "in_transit" else "leave it out"
            case.report((*path, key), message, hint)
        if carrier is None and effect.divert_to is not None:
            _detour(case, (*path, "divert_to"), target.owner, effect.divert_to)


def _detour(case: Case, path: Path, name: str, other: str) -> None:
    lanes = case.scenario.lanes
    closed, detour = lanes[name], lanes.get(other)
    if detour is None:
        return
    if other == name:
        case.report(path, f"{name!r} cannot be diverted to itself", _others(case, name))
    elif (closed.origin, closed.destination) != (detour.origin, detour.destination):
        message = f"{other!r} does not lead from {closed.origin!r} to {closed.destination!r} as {name!r} does"
        case.report(path, message, _others(case, name))
    elif detour.by is not None:
        message = f"{other!r} is served by vehicles of {detour.by!r}, which take up no goods that are under way"
        case.report(path, message, _others(case, name))
    elif other in dict(_diverted(case)):
        message = f"goods of {other!r} are diverted themselves, to {dict(_diverted(case))[other]!r}"
        case.report(path, message, "divert to a lane from which nothing is diverted")
    elif detour.products is not None and not set(closed.products or detour.products) <= set(detour.products):
        case.report(path, f"{other!r} does not carry all that {name!r} does", "let it carry every product of the lane")
    elif closed.products is None and detour.products is not None:
        case.report(path, f"{other!r} carries only some products, and {name!r} all", "leave out its 'products'")


def _diverted(case: Case) -> Iterator[tuple[str, str]]:
    """Which lanes are diverted to which by any disruption."""
    for disruption in case.scenario.disruptions.values():
        for effect in disruption.what:
            if isinstance(effect, Closure) and effect.divert_to is not None:
                for where in disruption.where:
                    yield from ((of.owner, effect.divert_to) for of in targets(case.scenario, where, effect))


def _others(case: Case, name: str) -> str:
    lane = case.scenario.lanes[name]
    ends = (lane.origin, lane.destination)
    others = [
        label
        for label, of in sorted(case.scenario.lanes.items())
        if (of.origin, of.destination) == ends and label != name and of.by is None
    ]
    return f"it can be diverted to {', '.join(others)}" if others else "no other lane leads there from the same site"


def _lead_time(case: Case, path: Path, effect: LeadTime, target: Target) -> None:
    if target.sort == "lane" and (carrier := case.scenario.lanes[target.owner].by) is not None:
        message = f"{target.owner!r} is served by vehicles of {carrier!r}, which serve other lanes, too"
        case.report(path, message, f"strike the carrier: {{where: {carrier}}}")
    if target.sort == "fleet" and effect.also_under_way:
        message = f"the time of a trip is known when it begins; those of {target.owner!r} that are under way go on"
        case.report((*path, "also_under_way"), message, "leave it out")


def _freight(case: Case, path: Path, effect: Freight, target: Target) -> None:
    if target.sort == "fleet":
        if effect.fuel is not None and not case.scenario.carriers[target.owner].costs.per_km:
            case.report((*path, "fuel"), f"{target.owner!r} charges nothing for a kilometre", "state its 'per_km'")
        return
    carrier = case.scenario.lanes[target.owner].by
    if carrier is not None:
        message = f"what transport on {target.owner!r} costs is charged by {carrier!r}"
        case.report(path, message, f"strike the carrier: {{where: {carrier}}}")
    elif effect.fuel is not None:
        message = f"{target.owner!r} has no rate for a kilometre, since shipments leave by themselves"
        case.report((*path, "fuel"), message, "say a 'factor' on all its rates")


def _price(case: Case, path: Path, target: Target) -> None:
    site = case.scenario.sites[target.owner]
    price = 1.0
    if isinstance(site, Supplier):
        price = site.supplies[target.part].price
    elif isinstance(site, Customer):
        price = site.buys[target.part].price
    if not price:
        case.report(path, f"{target.part!r} at {target.owner!r} has no price that could change", "state its 'price'")


def _fleet(case: Case, path: Path, effect: Capacity, target: Target) -> None:
    if case.scenario.carriers[target.owner].vehicles is None and effect.left not in (0.0, 1.0):
        message = f"{target.owner!r} has as many vehicles as are needed; no share of them can be left"
        case.report((*path, "left"), message, "state its 'vehicles', or let nothing be left")
