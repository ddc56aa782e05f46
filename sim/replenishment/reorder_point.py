"""Reorder point: the (R, nQ) policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field

from sim.errors import InputError
from sim.quantities import Amount, Level
from sim.replenishment import BasedOn, Replenishment, Trigger, looked_at

if TYPE_CHECKING:
    from sim.replenishment import LooksAt, StockView


class ReorderPoint(Replenishment):
    """The (R, nQ) policy: once the position has fallen to ``point``, orders the fewest lots that lift it above.

    ``n = floor((R - position) / Q) + 1``; where only stock below the point triggers, the fewest lots that lift it to
    the point at least, ``n = ceil((R - position) / Q)``. With unit demands n is 1: the (R, Q) policy.

    Source: Hadley and Whitin (1963), *Analysis of Inventory Systems*, ch. 4; Axsäter (2015), *Inventory Control*.

    Example:
        >>> from types import SimpleNamespace
        >>> policy = ReorderPoint(point=20, quantity=15)
        >>> [policy.order_quantity(SimpleNamespace(position=position)) for position in (21, 20, 5)]
        [0.0, 15.0, 30.0]
    """

    has_trigger: ClassVar[bool] = True

    kind: Literal["reorder_point"] = "reorder_point"
    """Orders whole lots once stock has fallen to the reorder point."""
    point: Level
    """The level that triggers an order (R)."""
    quantity: Annotated[Amount, Field(gt=0)]
    """The lot (Q); multiples of it are ordered where one is too little."""
    based_on: BasedOn = "position"
    """What is compared with the point."""
    trigger: Trigger = "at_or_below"
    """Whether stock equal to the point triggers (``at_or_below``) or only stock ``below`` it."""

    def in_steps(self, steps_per_unit: float) -> Self:
        """See ``Spec.in_steps``.

        Raises:
            InputError: if the lot is smaller than half a step of the product.
        """
        scaled = super().in_steps(steps_per_unit)
        if scaled.quantity < 1:
            raise InputError(f"reorder_point: a 'quantity' of {self.quantity:g} is less than one step of the product")
        return scaled

    @property
    def looks_at(self) -> LooksAt:
        """What the level is compared with; see ``Replenishment.looks_at``."""
        return looked_at(self.based_on)

    def order_quantity(self, view: StockView) -> float:
        """Whole lots, if triggered; see ``Replenishment.order_quantity``."""
        measure: int = getattr(view, self.based_on)
        if measure < self.point or (measure == self.point and self.trigger == "at_or_below"):
            short = self.point - measure
            lots = short // self.quantity + 1 if self.trigger == "at_or_below" else -(-short // self.quantity)
            return lots * self.quantity
        return 0.0
