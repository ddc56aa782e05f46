"""Instants that would never end: stocks that order from each other without any time passing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.checks.case import Case
    from sim.scenario.network import Link, Node


def check(case: Case, links: Mapping[Node, tuple[Link, ...]]) -> None:
    """Refuse circles in which each order is passed on in full at once.

    Where a stock orders one for one as soon as something is ordered from it, what it orders comes back to it along
    such a circle, and is ordered again, for ever within one instant. Policies with a trigger and rules that divide an
    order may come to rest, and a run that does not is ended by the engine.

    Args:
        case: The scenario.
        links: Whom each stock and each purchase gets its goods from, where that could be told.
    """
    buyers: dict[Node, list[Node]] = {}
    for node, found in links.items():
        if _passes_on_at_once(case, node):
            for link in found:
                if link.recipe is None and _takes_no_time(case, link):
                    buyers.setdefault((link.seller, link.product), []).append(node)
    told: set[Node] = set()
    for node in sorted(buyers):
        circle = _circle(node, buyers)
        if circle and told.isdisjoint(circle):
            told.update(circle)
            names = " <- ".join(site for site, _ in (*circle, circle[0]))
            message = (
                f"without any lead time, orders would go round in a circle for ever within one instant: {names}; "
                "each is reviewed continuously and orders again whatever is ordered from it"
            )
            case.report(
                ("sites", node[0], "stock", node[1], "replenish"),
                message,
                "give a lane a lead time, or review on a clock",
            )


def _passes_on_at_once(case: Case, node: Node) -> bool:
    site = case.scenario.sites[node[0]]
    if not isinstance(site, StockingSite):
        return False
    stock = site.stock[node[1]]
    policy, source = stock.replenish, stock.source
    if policy is None or policy.review.every is not None or policy.has_trigger:
        return False
    return source is None or 1.0 in source.mean_shares


def _takes_no_time(case: Case, link: Link) -> bool:
    if link.lane is None:
        return True
    lane = case.scenario.lanes[link.lane]
    return lane.by is None and lane.lead_time.support == (0.0, 0.0) and not lane.information_delay


def _circle(start: Node, buyers: Mapping[Node, list[Node]]) -> list[Node]:
    """The nodes of a way from ``start``, from sellers to buyers, that leads back to it; empty if there is none."""
    before: dict[Node, Node] = {}
    waiting = [start]
    while waiting:
        node = waiting.pop()
        for buyer in buyers.get(node, ()):
            if buyer == start:
                way = [node]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if buyer not in before:
                before[buyer] = node
                waiting.append(buyer)
    return []
