"""Proportional order up to: a smoothed (T, S) policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.forecasting import AnyForecaster
from sim.quantities import Amount, Level
from sim.replenishment import BasedOn, PeriodicReplenishment, looked_at

if TYPE_CHECKING:
    from sim.forecasting import Forecaster
    from sim.replenishment import LooksAt, StockView


class ProportionalOrderUpTo(PeriodicReplenishment):
    """Closes only a part of the gap at each review: orders ``base + (level - position) / adjustment_time``.

    An ``adjustment_time`` of 1 gives the order-up-to policy; a longer one smooths orders. With independent demands the
    variance of orders is 1 / (2 Ti - 1) of that of demand.

    Source: Disney and Towill (2003), "On the bullwhip and inventory variance produced by an ordering policy", Omega 31;
    Disney, Farasyn, Lambrecht, Towill and Van de Velde (2006), "Taming the bullwhip effect whilst watching customer
    service in a single supply chain echelon", European Journal of Operational Research 173.

    Example:
        >>> from types import SimpleNamespace
        >>> policy = ProportionalOrderUpTo(level=600, adjustment_time=3, base=100)
        >>> policy.order_quantity(SimpleNamespace(position=570))
        110.0
    """

    kind: Literal["proportional_order_up_to"] = "proportional_order_up_to"
    """At each review orders the usual quantity and a part of what is missing to a level."""
    level: Level
    """The level to return to, before ordering."""
    adjustment_time: Annotated[float, Field(ge=1)]
    """Review periods over which a gap is closed (Ti), at least 1."""
    base: Amount | None = None
    """What is ordered at each review when nothing is missing; absent: what ``forecast`` expects."""
    forecast: AnyForecaster | None = None
    """How the demand of a review period is forecast; absent: ``base`` is fixed."""
    based_on: BasedOn = "position"
    """What is compared with the level."""

    @model_validator(mode="after")
    def _one_base(self) -> Self:
        if (self.base is None) == (self.forecast is None):
            raise ValueError("give either 'base' or 'forecast'")
        return self

    @property
    def forecaster(self) -> Forecaster | None:
        """Whose forecast is the usual quantity, if it is one."""
        return self.forecast

    @property
    def looks_at(self) -> LooksAt:
        """What the level is compared with; see ``Replenishment.looks_at``."""
        return looked_at(self.based_on)

    def order_quantity(self, view: StockView) -> float:
        """The usual quantity and a part of the gap; see ``Replenishment.order_quantity``."""
        measure: int = getattr(view, self.based_on)
        base = self.base
        if base is None:
            base = view.forecast
        return base + (self.level - measure) / self.adjustment_time
