"""Base stock: one for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.quantities import Level
from sim.replenishment import BasedOn, Replenishment, looked_at

if TYPE_CHECKING:
    from sim.replenishment import LooksAt, StockView


class BaseStock(Replenishment):
    """Keeps the inventory position at a level: orders ``level - position`` at each review.

    Under continuous review each demand is ordered again at once, one for one: the (S - 1, S) policy.

    Source: Arrow, Harris and Marschak (1951), "Optimal inventory policy", Econometrica 19; Zipkin (2000),
    *Foundations of Inventory Management*, ch. 6.

    Example:
        >>> from types import SimpleNamespace
        >>> BaseStock(level=20).order_quantity(SimpleNamespace(position=17))
        3.0
    """

    kind: Literal["base_stock"] = "base_stock"
    """Orders what is missing to a level."""
    level: Level
    """The level to keep."""
    based_on: BasedOn = "position"
    """What is compared with the level."""

    @property
    def looks_at(self) -> LooksAt:
        """What the level is compared with; see ``Replenishment.looks_at``."""
        return looked_at(self.based_on)

    def order_quantity(self, view: StockView) -> float:
        """What is missing to the level; see ``Replenishment.order_quantity``."""
        measure: int = getattr(view, self.based_on)
        return self.level - measure
