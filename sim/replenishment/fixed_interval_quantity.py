"""Fixed interval and quantity: a standing order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.quantities import Amount
from sim.replenishment import PeriodicReplenishment

if TYPE_CHECKING:
    from sim.replenishment import LooksAt, StockView


class FixedIntervalQuantity(PeriodicReplenishment):
    """A standing order: the same ``quantity`` at each review, whatever the stock.

    Source: the standing-order system of Rosenshine and Obee (1976), "Analysis of a standing order inventory system with
    emergency orders", Operations Research 24, without its emergency orders.

    Example:
        >>> from types import SimpleNamespace
        >>> FixedIntervalQuantity(quantity=40).order_quantity(SimpleNamespace())
        40.0
    """

    kind: Literal["fixed_interval_quantity"] = "fixed_interval_quantity"
    """Orders the same quantity at each review."""
    quantity: Amount
    """What is ordered at each review."""

    def standing_quantity(self, horizon: float) -> float:
        """The quantity, as often as there is a review."""
        return self.reviews_within(horizon) * self.quantity

    @property
    def looks_at(self) -> LooksAt:
        """Nothing; see ``Replenishment.looks_at``."""
        return "position"

    def order_quantity(self, view: StockView) -> float:
        """The quantity; see ``Replenishment.order_quantity``."""
        return self.quantity
