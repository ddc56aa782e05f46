"""Order up to: the (T, S) policy, with a fixed level or one that follows a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.forecasting import AnyForecaster
from sim.quantities import Amount, Level
from sim.replenishment import BasedOn, PeriodicReplenishment, looked_at

if TYPE_CHECKING:
    from sim.forecasting import Forecaster
    from sim.replenishment import LooksAt, StockView


class OrderUpTo(PeriodicReplenishment):
    """The (T, S) policy: at each review orders ``target - position``.

    The target is ``level``, or follows the forecast of one review period:
    ``target = cover * forecast + safety_stock``, where the cover is by default the risk period, review interval and
    lead time together, counted in review periods. A target that falls faster than stock is sold asks for less than
    nothing; the engine then orders nothing.

    Source: Hadley and Whitin (1963), *Analysis of Inventory Systems*, ch. 5; with a forecast: Chen, Drezner, Ryan and
    Simchi-Levi (2000), "Quantifying the bullwhip effect in a simple supply chain", Management Science 46.

    Example:
        >>> from types import SimpleNamespace
        >>> OrderUpTo(level=50).order_quantity(SimpleNamespace(position=38))
        12.0
        >>> policy = OrderUpTo(forecast={"kind": "perfect_mean"}, safety_stock=5)
        >>> view = SimpleNamespace(position=38, forecast=12.0, review_interval=7.0, lead_time=21.0)
        >>> policy.order_quantity(view)  # covers (7 + 21) / 7 = 4 periods
        15.0
    """

    kind: Literal["order_up_to"] = "order_up_to"
    """At each review fills up to a level, fixed or forecast."""
    level: Level | None = None
    """The fixed level (S); absent: the level follows ``forecast``."""
    forecast: AnyForecaster | None = None
    """How the demand of a review period is forecast; absent: ``level`` is fixed."""
    cover: Annotated[float, Field(gt=0)] | None = None
    """Review periods of forecast demand to cover; absent: (review interval + lead time) / review interval."""
    safety_stock: Amount = 0.0
    """Added to the covered forecast."""
    based_on: BasedOn = "position"
    """What is compared with the level."""

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if (self.level is None) == (self.forecast is None):
            raise ValueError("give either 'level' or 'forecast'")
        if self.level is not None and (self.cover is not None or self.safety_stock):
            raise ValueError("'cover' and 'safety_stock' belong to 'forecast'; a 'level' holds them already")
        return self

    @property
    def forecaster(self) -> Forecaster | None:
        """Whose forecast the target follows, if it does."""
        return self.forecast

    @property
    def looks_at(self) -> LooksAt:
        """What the level is compared with; see ``Replenishment.looks_at``."""
        return looked_at(self.based_on)

    def order_quantity(self, view: StockView) -> float:
        """What is missing to the target; see ``Replenishment.order_quantity``."""
        measure: int = getattr(view, self.based_on)
        if self.level is not None:
            return self.level - measure
        cover = self.cover
        if cover is None:
            cover = (view.review_interval + view.lead_time) / view.review_interval
        return cover * view.forecast + self.safety_stock - measure
