"""Practices: how a stock orders, by a sourcing rule and a policy, its usual ones or others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.contingency import Practice
from sim.engine.interruptible_stock import InterruptibleOrdering
from sim.engine.purchasing import Ordering
from sim.scenario.exposure import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.engine.purchasing import Source
    from sim.engine.wiring import Wiring
    from sim.replenishment import Replenishment, StockView
    from sim.scenario.network import Node
    from sim.sourcing import Sourcing


def practice(wiring: Wiring, node: Node, source: Sourcing | None, policy: Replenishment | None) -> Practice:
    """How a stock orders by a rule and a policy; where one is None, by its usual one."""
    terms = wiring.stock(node)
    policy = policy or (None if terms is None else terms.replenish)
    if policy is None:
        raise LookupError(f"{node[1]!r} at {node[0]!r} has no policy")
    policy = policy.in_steps(wiring.steps(node))
    ordering = ordering_of(wiring, node, source)
    at_review: Callable[[StockView], float] = policy.order_quantity
    between = at_review
    if node in wiring.sights:
        sight = wiring.sights[node]
        at_review, between = sight.at_review(at_review), sight.between_reviews(between)
    return Practice(
        at_review,
        ordering.quickest,
        ordering.sources[0].lead_time,
        between if policy.has_trigger else None,
        policy.looks_at == "stock",
    )


def ordering_of(wiring: Wiring, node: Node, source: Sourcing | None) -> Ordering:
    """How a stock orders by a sourcing rule, or by its usual one."""
    usual = wiring.orderings[node]
    if source is None:
        return usual
    network, links = wiring.network, wiring.network.links[node]
    return ordering_by(
        wiring,
        node,
        source,
        [
            wiring.sources[node][links.index(link)].as_called(name)
            for name, link in zip(source.sites, network.resolve(node, source), strict=True)
        ],
    )


def ordering_by(wiring: Wiring, node: Node, rule: Sourcing, sources: Sequence[Source]) -> Ordering:
    """How a buyer orders by a rule; a stock that may be closed may have to order nothing for a while."""
    shutter = wiring.shutters.get(Target("stock", *node))
    return Ordering(rule, sources) if shutter is None else InterruptibleOrdering(rule, sources, shutter)
