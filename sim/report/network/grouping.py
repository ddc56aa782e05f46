"""Grouping: sites of one sort that are too many to be drawn become one place with their number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sim.report.network.map import Map, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Key = tuple[object, ...]
    Sort = Callable[[Place], Key]

MOST: Final = 14
"""The most places of one tier that are drawn one by one."""


def tiers_of(found: Map) -> dict[str, int]:
    """How far each place is from the end of the chain, in arrows along the longest way; 0 for whom nobody buys from.

    Who has no arrow at all stands at the upstream end, unless it is a customer.
    A circle is cut where a search by name, from sellers to buyers, comes back to itself.
    """
    after: dict[str, list[str]] = {place.name: [] for place in found.places}
    for origin, destination in sorted(found.flows):
        after[origin].append(destination)
    tier: dict[str, int] = {}
    for root in sorted(after):
        path: dict[str, None] = {}
        stack = [root]
        while stack:
            name = stack[-1]
            path[name] = None
            following = next((each for each in after[name] if each not in tier and each not in path), None)
            if following is not None:
                stack.append(following)
                continue
            if name not in tier:
                tier[name] = 1 + max((tier[each] for each in after[name] if each in tier), default=-1)
            path.pop(name, None)
            stack.pop()
    first = max(tier.values(), default=0)
    joined = {name for arrow in found.flows for name in arrow}
    return tier | {place.name: first for place in found.places if place.name not in joined and place.kind != "customer"}


def grouped(found: Map, most: int = MOST) -> Map:
    """The map with at most ``most`` places in each tier.

    A tier that holds more is drawn by what its sites have in common: kind, region and sellers if that leaves few
    enough, else kind and region, else kind. Tiers are taken from the upstream end, so that sellers may be groups.
    """
    tier = tiers_of(found)
    sellers: dict[str, set[str]] = {place.name: set() for place in found.places}
    for origin, destination in found.flows:
        sellers[destination].add(origin)
    inside: dict[str, str] = {}
    places: list[Place] = []
    for level in sorted(set(tier.values()), reverse=True):
        members = [place for place in found.places if tier[place.name] == level]
        for place in _gathered(members, level, _sorts(sellers, inside), most):
            inside.update(dict.fromkeys(place.members, place.name))
            places.append(place)
    flows: dict[tuple[str, str], float] = {}
    for (origin, destination), flow in sorted(found.flows.items()):
        arrow = (inside[origin], inside[destination])
        if arrow[0] != arrow[1]:
            flows[arrow] = flows.get(arrow, 0.0) + flow
    return replace(found, places=tuple(sorted(places, key=lambda place: place.name)), flows=flows)


def _sorts(sellers: Mapping[str, set[str]], inside: Mapping[str, str]) -> tuple[Sort, ...]:
    def buys_from(place: Place) -> Key:
        return tuple(sorted({inside.get(seller, seller) for seller in sellers[place.name]}))

    return (
        lambda place: (place.name,),
        lambda place: (place.kind, place.region, *buys_from(place)),
        lambda place: (place.kind, place.region),
        lambda place: (place.kind,),
    )


def _gathered(members: list[Place], level: int, sorts: tuple[Sort, ...], most: int) -> list[Place]:
    groups: dict[Key, list[Place]] = {}
    for sort in sorts:
        groups = {}
        for place in members:
            groups.setdefault(sort(place), []).append(place)
        if len(groups) <= most:
            break
    return [_one(group, level) for group in groups.values()]


def _one(group: list[Place], level: int) -> Place:
    if len(group) == 1:
        return group[0]
    names = tuple(sorted(place.name for place in group))
    regions = {place.region for place in group}
    region = regions.pop() if len(regions) == 1 else None
    return Place(f"{names[0]} … {names[-1]} ({level})", group[0].kind, region, names)
