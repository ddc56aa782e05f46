"""Opening play: fixed orders at first, then any policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.quantities import Amount
from sim.replenishment import Replenishment
from sim.spec import Ordered, Spec

if TYPE_CHECKING:
    from sim.forecasting import Forecaster
    from sim.replenishment import AnyReplenishment, LooksAt, StockView  # at run time the Family completes `then`


class FirstOrders(Spec):
    """The fixed orders of the first review periods."""

    periods: Annotated[int, Field(ge=1)] | None = None
    """Number of reviews that follow the play; absent: as many as there are quantities in the list."""
    quantity: Amount | Annotated[tuple[Amount, ...], Field(min_length=1), Ordered()]
    """What each of these reviews orders: one amount for all, or a list with one for each."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if isinstance(self.quantity, tuple):
            if self.periods is not None and self.periods != len(self.quantity):
                raise ValueError(f"'periods' is {self.periods}, but 'quantity' lists {len(self.quantity)} amounts")
        elif self.periods is None:
            raise ValueError("'periods' is missing: say for how many reviews the quantity is ordered")
        return self

    @property
    def count(self) -> int:
        """Number of reviews that follow the play."""
        if self.periods is not None:
            return self.periods
        return len(self.quantity) if isinstance(self.quantity, tuple) else 0

    def at(self, period: int) -> float:
        """What the review number ``period`` (from 0) orders, in steps."""
        return self.quantity[period] if isinstance(self.quantity, tuple) else self.quantity


class OpeningPlay(Replenishment):
    """Orders fixed quantities at the first reviews, then as another policy says.

    Lets a game begin with practice rounds, or a plan be frozen for a while. ``kind`` may be left out. The reviews and
    the forecaster are those of the policy that follows; the forecaster learns from the first review on, and the policy
    sees the number of the review counted from the beginning.

    Source: the practice weeks of the beer game, Sterman (1989), "Modeling managerial behavior", Management Science 35.

    Example:
        >>> from types import SimpleNamespace
        >>> policy = OpeningPlay(first={"periods": 4, "quantity": 4}, then={"kind": "base_stock", "level": 20})
        >>> [policy.order_quantity(SimpleNamespace(period=period, position=11)) for period in (3, 4)]
        [4.0, 9.0]
    """

    kind: Literal["opening_play"] = "opening_play"
    """Fixed orders at the first reviews, then any policy."""
    first: FirstOrders
    """The fixed orders: ``{periods: 4, quantity: 4}`` or ``{quantity: [4, 6, 8]}``."""
    then: AnyReplenishment
    """The policy that follows; its ``review`` holds from the beginning."""

    @model_validator(mode="after")
    def _reviews_as_then(self) -> Self:
        if "review" in self.model_fields_set and self.review != self.then.review:
            raise ValueError("'review' belongs to the policy under 'then'")
        self.__dict__["review"] = self.then.review  # once, while it is built: a Spec is frozen afterwards
        return self

    @property
    def forecaster(self) -> Forecaster | None:
        """The forecaster of the policy that follows."""
        return self.then.forecaster

    def standing_quantity(self, horizon: float) -> float | None:
        """That of the policy that follows."""
        return self.then.standing_quantity(horizon)

    @property
    def looks_at(self) -> LooksAt:
        """What the policy that follows looks at; see ``Replenishment.looks_at``."""
        return self.then.looks_at

    def order_quantity(self, view: StockView) -> float:
        """The play, then the policy; see ``Replenishment.order_quantity``."""
        if view.period < self.first.count:
            return self.first.at(view.period)
        return self.then.order_quantity(view)
