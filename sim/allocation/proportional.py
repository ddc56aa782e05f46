"""Proportional: fair shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.allocation import Allocation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.allocation import WaitingOrder


class Proportional(Allocation):
    """Shares what is short in proportion to what is open on each order, in whole steps.

    Rounding is by the largest remainder; of equal remainders the earlier order gets the step. Whole orders cannot take
    a share, so they pool theirs: out of the pool, which is the part of the stock that is theirs in proportion, they are
    served in sequence, each that still fits. What the pool has left goes to the orders that take parts. So whole orders
    never get more than their fair share together, and no stock is kept back from an order that takes parts.

    Source: Lee, Padmanabhan and Whang (1997), "Information distortion in a supply chain: the bullwhip effect",
    Management Science 43 (proportional rationing); Cachon and Lariviere (1999), "Capacity choice and allocation",
    Management Science 45. The pool of the whole orders is this simulator's own.

    Example:
        >>> from types import SimpleNamespace
        >>> waiting = [SimpleNamespace(open=amount, whole=False) for amount in (6, 3, 3)]
        >>> Proportional().share(6, waiting), Proportional().share(5, waiting)
        ([3, 2, 1], [3, 1, 1])
    """

    kind: Literal["proportional"] = "proportional"
    """What is short is shared in proportion to what is open."""

    def share(self, available: int, waiting: Sequence[WaitingOrder]) -> list[int]:
        """How much each order gets now; see ``Allocation.share``."""
        total = sum(order.open for order in waiting)
        if total <= available:
            return [order.open for order in waiting]
        shares = [0] * len(waiting)
        pool = available * sum(order.open for order in waiting if order.whole) // total
        left = available
        for index, order in enumerate(waiting):
            if order.whole and order.open <= pool:
                shares[index] = order.open
                pool -= order.open
                left -= order.open
        in_parts = [index for index, order in enumerate(waiting) if not order.whole]
        parts = _in_proportion(left, [waiting[index].open for index in in_parts])
        for index, amount in zip(in_parts, parts, strict=True):
            shares[index] = amount
        return shares


def _in_proportion(available: int, claims: list[int]) -> list[int]:
    """``available`` divided in proportion to ``claims``, none of which gets more than it claims."""
    total = sum(claims)
    if total <= available:
        return claims
    parts = [available * claim // total for claim in claims]
    # sorted() is stable: of equal remainders the earlier claim comes first.
    largest_first = sorted(range(len(claims)), key=lambda index: -(available * claims[index] % total))
    for index in largest_first[: available - sum(parts)]:
        parts[index] += 1
    return parts
