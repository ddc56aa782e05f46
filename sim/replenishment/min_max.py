"""Min-max: the (s, S) policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import model_validator

from sim.quantities import Level
from sim.replenishment import BasedOn, Replenishment, Trigger, looked_at

if TYPE_CHECKING:
    from sim.replenishment import LooksAt, StockView


class MinMax(Replenishment):
    """The (s, S) policy: once the position has fallen to ``reorder_point``, orders ``up_to - position``.

    Source: Scarf (1960), "The optimality of (s, S) policies in the dynamic inventory problem".

    Example:
        >>> from types import SimpleNamespace
        >>> policy = MinMax(reorder_point=20, up_to=60)
        >>> policy.order_quantity(SimpleNamespace(position=21)), policy.order_quantity(SimpleNamespace(position=19))
        (0.0, 41.0)
    """

    has_trigger: ClassVar[bool] = True

    kind: Literal["min_max"] = "min_max"
    """Fills up to a level once stock has fallen to the reorder point."""
    reorder_point: Level
    """The level that triggers an order (s)."""
    up_to: Level
    """The level to order up to (S), not below the reorder point."""
    based_on: BasedOn = "position"
    """What is compared with both levels."""
    trigger: Trigger = "at_or_below"
    """Whether stock equal to the reorder point triggers (``at_or_below``) or only stock ``below`` it."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.up_to < self.reorder_point:
            raise ValueError(f"'up_to' ({self.up_to:g}) must not be below 'reorder_point' ({self.reorder_point:g})")
        return self

    @property
    def looks_at(self) -> LooksAt:
        """What the level is compared with; see ``Replenishment.looks_at``."""
        return looked_at(self.based_on)

    def order_quantity(self, view: StockView) -> float:
        """What is missing to ``up_to``, if triggered; see ``Replenishment.order_quantity``."""
        measure: int = getattr(view, self.based_on)
        if measure < self.reorder_point or (measure == self.reorder_point and self.trigger == "at_or_below"):
            return self.up_to - measure
        return 0.0
