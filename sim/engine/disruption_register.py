"""From the active disruptions of a scenario to the resources of the ledger: one for each effect on each thing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.disruption.what.closure import Closure
from sim.ledger.register import MasterRow, Resource
from sim.scenario.exposure import active, strikes
from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.ledger.register import Account
    from sim.scenario.document import Scenario
    from sim.scenario.exposure import Target
    from sim.scenario.network import Node


def resources(scenario: Scenario) -> Iterator[Resource]:
    """What each active disruption does to each thing that it may strike, by name."""
    for name in active(scenario):
        for strike in strikes(scenario, name):
            target, effect = strike.target, strike.effect
            yield Resource(
                strike.name,
                "disruption",
                _site(scenario, target),
                effect=effect.name,
                target=f"{target.sort}/{target}",
                neutral=effect.neutral,
                mode=effect.mode,
                aspect=effect.aspect,
                detour=(effect.divert_to or "") if isinstance(effect, Closure) else "",
                refuses=isinstance(effect, Closure) and effect.orders == "refuse",
                releases=(effect.releases or 0.0) if isinstance(effect, Closure) else 0.0,
            )


def master(scenario: Scenario) -> Iterator[MasterRow]:
    """Which of the values that disruptions put in force are added to something; all others multiply or replace it."""
    for name in active(scenario):
        for strike in strikes(scenario, name):
            if strike.effect.neutral == 0.0:
                yield MasterRow(0.0, strike.name, "addition", 1.0)


def destroyed(scenario: Scenario) -> list[Node]:
    """The stocks that an active disruption may destroy, sorted."""
    found = (strike for name in active(scenario) for strike in strikes(scenario, name))
    return sorted(
        {(strike.target.owner, strike.target.part) for strike in found if strike.effect.name == "destruction"}
    )


def plans(scenario: Scenario) -> Iterator[Resource]:
    """The plans of stocks for disruptions, if any disruption is active."""
    for name, site in sorted(scenario.sites.items()) if active(scenario) else ():
        for product, stock in sorted(site.stock.items()) if isinstance(site, StockingSite) else ():
            for number in range(len(stock.on_disruption)):
                yield Resource(plan_name((name, product), number), "contingency", name)


def plan_name(node: Node, number: int) -> str:
    """The name by which the ledger tells a plan of a stock, counted from 0."""
    return f"contingency/{node[0]}/{node[1]}/{number + 1}"


def loss(lane: Account, number: int, own: int) -> Account:
    """The account of what is lost on a lane, whose account has a number; its own number is ``own``."""
    return replace(
        lane, kind="loss", origin=number, destination=own, opening=0, holding=0.0, per_shipment=0.0,
        per_unit_shipped=0.0,
    )  # fmt: skip


def _site(scenario: Scenario, target: Target) -> str:
    """The site that a strike is told of: where a lane leads, and where the first lane of a carrier by name does."""
    if target.sort == "lane":
        return scenario.lanes[target.owner].destination
    if target.sort == "fleet":
        served = sorted(name for name, lane in scenario.lanes.items() if lane.by == target.owner)
        return scenario.lanes[served[0]].destination if served else min(scenario.sites)
    return target.owner
