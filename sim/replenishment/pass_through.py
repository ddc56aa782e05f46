"""Pass through: orders follow demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.replenishment import Replenishment, Review

if TYPE_CHECKING:
    from sim.replenishment import LooksAt, StockView


class PassThrough(Replenishment):
    """Orders what buyers asked for since the last review (lot for lot, demand chasing).

    Keeps the inventory position where it began, as a base stock at the opening position does.

    Source: the one-for-one rule of Clark and Scarf (1960), "Optimal policies for a multi-echelon inventory problem",
    Management Science 6, as played in the beer game of Sterman (1989).

    Example:
        >>> from types import SimpleNamespace
        >>> PassThrough().order_quantity(SimpleNamespace(orders_since_review=8))
        8
    """

    kind: Literal["pass_through"] = "pass_through"
    """Orders what buyers asked for since the last review."""
    review: Review = Review(every=1.0)
    """When the policy looks: a clock such as ``1 week`` or ``{every: 1 day, before: demand}``, or ``continuous``."""

    @property
    def looks_at(self) -> LooksAt:
        """Orders alone; see ``Replenishment.looks_at``."""
        return "position"

    def order_quantity(self, view: StockView) -> float:
        """What was asked for; see ``Replenishment.order_quantity``."""
        return view.orders_since_review
