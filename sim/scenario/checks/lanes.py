"""Lanes that lead nowhere or carry what nobody has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.customer import Customer
from sim.scenario.supplier import Supplier

if TYPE_CHECKING:
    from sim.scenario.checks.case import Case
    from sim.scenario.lane import Lane


def check(case: Case) -> set[str]:
    """Check each lane by itself; returns the names of those that are wrong."""
    wrong: set[str] = set()
    for name, lane in sorted(case.scenario.lanes.items()):
        origin, destination = case.scenario.sites.get(lane.origin), case.scenario.sites.get(lane.destination)
        path = ("lanes", name)
        if lane.origin == lane.destination:
            case.report((*path, "to"), f"the lane leads from {lane.origin!r} to itself")
        elif isinstance(origin, Customer):
            case.report((*path, "from"), f"{lane.origin!r} is a customer: goods end there")
        elif isinstance(destination, Supplier):
            case.report((*path, "to"), f"{lane.destination!r} is a supplier: goods begin there")
        elif _carries_what_it_can(case, name, lane):
            continue
        wrong.add(name)
    return wrong


def _carries_what_it_can(case: Case, name: str, lane: Lane) -> bool:
    right = True
    for index, product in enumerate(lane.products or ()):
        # Places of items are found by the order of the file, which the Spec need not keep.
        written = case.root["lanes"][name]["products"]
        path = ("lanes", name, "products", written.index(product) if product in written else index)
        if not case.has(lane.origin, product):
            case.report(path, f"{lane.origin!r} has no {product!r} to send")
        elif not case.has(lane.destination, product):
            case.report(path, f"{lane.destination!r} does not take {product!r}")
        else:
            continue
        right = False
    return right
