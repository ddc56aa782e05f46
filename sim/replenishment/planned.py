"""Planned: orders fixed in advance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.quantities import Amount
from sim.replenishment import PeriodicReplenishment
from sim.spec import Ordered

if TYPE_CHECKING:
    from sim.replenishment import LooksAt, StockView


class Planned(PeriodicReplenishment):
    """Follows a plan: the n-th review orders the n-th quantity, whatever the stock.

    After the end of the plan nothing is ordered, or the plan begins again.

    Source: the dynamic lot sizes of Wagner and Whitin (1958), "Dynamic version of the economic lot size model",
    Management Science 5, and the planned order releases of Orlicky (1975), *Material Requirements Planning*.

    Example:
        >>> from types import SimpleNamespace
        >>> policy = Planned(quantities=[90, 0, 120])
        >>> [policy.order_quantity(SimpleNamespace(period=period)) for period in range(4)]
        [90.0, 0.0, 120.0, 0.0]
    """

    kind: Literal["planned"] = "planned"
    """Orders quantities that were fixed in advance, review by review."""
    quantities: Annotated[tuple[Amount, ...], Field(min_length=1), Ordered()]
    """What each review orders, from the first on."""
    repeat: bool = False
    """Whether the plan begins again at its end; else nothing more is ordered."""

    def standing_quantity(self, horizon: float) -> float:
        """What of the plan falls into the run."""
        rounds, rest = divmod(self.reviews_within(horizon), len(self.quantities))
        if self.repeat or not rounds:
            return rounds * sum(self.quantities) + sum(self.quantities[:rest])
        return sum(self.quantities)

    @property
    def looks_at(self) -> LooksAt:
        """Nothing but the plan; see ``Replenishment.looks_at``."""
        return "position"

    def order_quantity(self, view: StockView) -> float:
        """The quantity of this review; see ``Replenishment.order_quantity``."""
        period, plan = view.period, self.quantities
        if period < len(plan):
            return plan[period]
        return plan[period % len(plan)] if self.repeat else 0.0
