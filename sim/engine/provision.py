"""From the plans of stocks for disruptions to the contingencies of a world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock import snap
from sim.engine.contingency import Contingency, Switch
from sim.engine.disruption_register import plan_name
from sim.engine.practices import practice
from sim.scenario.exposure import active
from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.engine.wiring import Wiring
    from sim.scenario.contingency import Contingency as Plan
    from sim.scenario.network import Link, Node


def make_contingencies(wiring: Wiring) -> None:
    """Prepares every stock that has plans for what is active; its purchasing and all disruptions must be there."""
    if not active(wiring.scenario):
        return
    for name, site in sorted(wiring.scenario.sites.items()):
        for product, stock in sorted(site.stock.items()) if isinstance(site, StockingSite) else ():
            for number, plan in enumerate(stock.on_disruption):
                _prepare(wiring, (name, product), number, plan)


def switch_of(wiring: Wiring, node: Node) -> Switch:
    """What decides which practice a stock follows."""
    if node not in wiring.switches:
        stock = wiring.stocks[node]
        if stock.purchasing is None:
            raise LookupError(f"{node[1]!r} at {node[0]!r} orders nothing")
        wiring.switches[node] = Switch(stock, stock.purchasing, practice(wiring, node, None, None))
    return wiring.switches[node]


def _prepare(wiring: Wiring, node: Node, number: int, plan: Plan) -> None:
    minded = dict(_minded(wiring, node, plan))
    if not minded:
        return
    switch = switch_of(wiring, node)
    resource = wiring.numbers.resource[plan_name(node, number)]
    contingency = Contingency(wiring.agenda, wiring.journal, wiring.stocks[node], switch, resource)
    followed = practice(wiring, node, plan.source, plan.replenish)
    contingency.number = switch.add(followed)
    if plan.order_now:
        contingency.order_at_once(round(plan.order_now * wiring.steps(node)), followed.order)
    if plan.cancel_open:
        contingency.call_off([source.channel for source in wiring.orderings[node].sources])
    for name, owners in minded.items():
        disruption = wiring.scenario.disruptions[name]
        noticed = disruption.noticed_after if plan.noticed_after is None else plan.noticed_after
        back = noticed if plan.back_after is None else plan.back_after
        contingency.mind(wiring.hazards[name], owners, snap(noticed), snap(back))


def _minded(wiring: Wiring, node: Node, plan: Plan) -> Iterator[tuple[str, frozenset[str]]]:
    """The active disruptions that a plan is for, each with the places where it concerns the stock."""
    usual = wiring.network.links[node][: len(wiring.orderings[node].sources)]
    own = frozenset({node[0]}.union(*(_owners(wiring, link) for link in usual)))
    for name in active(wiring.scenario):
        if plan.of is not None and name not in plan.of:
            continue
        places = frozenset(wiring.hazards[name].places)
        if places & own:
            yield name, places & own
        elif plan.of is not None:
            yield name, places


def _owners(wiring: Wiring, link: Link) -> set[str]:
    lane = wiring.scenario.lanes[link.lane] if link.lane is not None else None
    return {link.seller, *filter(None, (link.lane, None if lane is None else lane.by))}
