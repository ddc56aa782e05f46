"""Allocation: who gets what when there is not enough for all. A small pure decision over the waiting orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sim.spec import Family, Spec

if TYPE_CHECKING:
    from collections.abc import Sequence


class WaitingOrder(Protocol):
    """What the allocation may know of an order that waits. Amounts are whole steps of the product."""

    @property
    def buyer(self) -> str:
        """Name of the site that ordered."""

    @property
    def open(self) -> int:
        """What is still owed on the order."""

    @property
    def whole(self) -> bool:
        """Whether the order ships in full or not at all."""


class Allocation(Spec):
    """A rule that shares what is on hand among waiting orders."""

    def share(self, available: int, waiting: Sequence[WaitingOrder]) -> list[int]:
        """How much each order gets now.

        Args:
            available: Stock on hand, in steps.
            waiting: The orders in the sequence in which they were received.

        Returns:
            For each order, in the same sequence, between 0 and its open quantity (for a whole order: 0 or all of it);
            the sum is at most ``available``.
        """
        raise NotImplementedError(f"{type(self).__name__} must define share()")


def _named(value: object) -> object:
    return {"kind": value} if isinstance(value, str) else value


if TYPE_CHECKING:
    AnyAllocation = Allocation
else:
    AnyAllocation = Family(Allocation, __name__, __path__, shorthand=_named).union
