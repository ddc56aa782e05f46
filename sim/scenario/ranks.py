"""Ranks: how far each product at each site is from a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sim.scenario.network import Node


def ranks(nodes: Iterable[Node], followers: Mapping[Node, tuple[Node, ...]], ends: frozenset[Node]) -> dict[Node, int]:
    """The longest path from each node to an end, in links; a cycle is cut where the search comes back.

    The search takes nodes in their order, and goes from each to its followers in theirs.

    Args:
        nodes: All nodes.
        followers: Who draws on each node.
        ends: Nodes at rank 0.
    """
    rank: dict[Node, int] = {}
    for root in nodes:
        # Depth first without recursion, since a chain may be longer than Python's stack.
        path: dict[Node, None] = {}
        stack: list[tuple[Node, int]] = [(root, 0)]
        while stack:
            node, visited = stack.pop()
            if node in rank:
                continue
            path[node] = None
            buyers = followers[node]
            following = range(visited, len(buyers))
            index = next((i for i in following if buyers[i] not in rank and buyers[i] not in path), None)
            if index is not None:
                stack.append((node, index))
                stack.append((buyers[index], 0))
                continue
            del path[node]
            known = [rank[buyer] for buyer in buyers if buyer in rank]
            rank[node] = 0 if node in ends else 1 + max(known, default=0)
    return rank
