"""Saturated: there is always another order for the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.quantities import Amount
from sim.replenishment import Replenishment

if TYPE_CHECKING:
    from sim.replenishment import LooksAt, StockView


class Saturated(Replenishment):
    """Keeps an order waiting at the entrance of the line, whatever is in stock: the line never starves.

    For studies of a line by itself: its throughput is then its capacity under the release rule. Only for a product that
    is made where it is stocked.

    Source: the saturated lines of Buzacott and Shanthikumar (1993), *Stochastic Models of Manufacturing Systems*,
    ch. 5-6; the closed lines of Hopp and Spearman (2011), *Factory Physics*, ch. 7.

    Example:
        >>> from types import SimpleNamespace
        >>> policy = Saturated(quantity=10)
        >>> policy.order_quantity(SimpleNamespace(unreleased=0)), policy.order_quantity(SimpleNamespace(unreleased=10))
        (10.0, 0.0)
    """

    kind: Literal["saturated"] = "saturated"
    """There is always an order that waits for the line."""
    quantity: Annotated[Amount, Field(gt=0)] = 1.0
    """Size of each production order."""

    @property
    def looks_at(self) -> LooksAt:
        """What waits for its release; see ``Replenishment.looks_at``."""
        return "releases"

    def order_quantity(self, view: StockView) -> float:
        """One more order if none waits; see ``Replenishment.order_quantity``."""
        return max(0.0, self.quantity - view.unreleased)
