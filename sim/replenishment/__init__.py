"""Replenishment: when to order, and how much. A policy is a small pure decision over a view of the stock.

No policy knows the engine, the clock or a random number. Amounts in the view and in the answer are whole steps of the
product (see ``Spec.in_steps``), so that triggers are exact.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, Self

from pydantic import model_validator

from sim.clock import GRID
from sim.quantities import Duration, Instant
from sim.spec import Family, Spec

if TYPE_CHECKING:
    from sim.forecasting import Forecaster

BasedOn = Literal["position", "net_stock", "on_hand", "on_hand_and_on_order"]
"""What a level is compared with: position = on hand + on order - backlog; net stock = on hand - backlog."""

LooksAt = Literal["position", "stock", "releases"]
"""What the answer of a policy may hang on: no more than the position and the net stock, or stock on hand as well; or
what waits for its release onto the shop floor, so that each release is a reason to look."""

Trigger = Literal["at_or_below", "below"]
"""Whether a level that is just reached triggers an order already, or only one that is fallen short of."""


def looked_at(based_on: BasedOn) -> LooksAt:
    """What a policy looks at whose level is compared with ``based_on``, and that looks at nothing else."""
    return "position" if based_on in ("position", "net_stock") else "stock"


class StockView(Protocol):
    """What a policy may look at. All amounts are whole steps of the product."""

    @property
    def on_hand(self) -> int:
        """Stock on hand."""

    @property
    def on_order(self) -> int:
        """Ordered and not yet received: on its way to the seller, waiting there, or in transit (the supply line)."""

    @property
    def backlog(self) -> int:
        """Owed to buyers."""

    @property
    def net_stock(self) -> int:
        """On hand less backlog."""

    @property
    def position(self) -> int:
        """On hand and on order, less backlog."""

    @property
    def on_hand_and_on_order(self) -> int:
        """On hand and on order, whatever is owed (the lost-sales position)."""

    @property
    def orders_since_review(self) -> int:
        """Asked for by buyers since the last review."""

    @property
    def last_order(self) -> int:
        """What was ordered at the last review that ordered; 0 before the first."""

    @property
    def period(self) -> int:
        """Number of this review, from 0."""

    @property
    def forecast(self) -> float:
        """Expected demand of the next review period; 0 where the policy has no forecaster."""

    @property
    def review_interval(self) -> float:
        """Time between two reviews; 0 under continuous review."""

    @property
    def lead_time(self) -> float:
        """Expected time from order to receipt from the first source, in time units, when it has stock."""

    @property
    def unreleased(self) -> int:
        """Of what is on order, what waits for its release onto the shop floor of the same site."""


class Review(Spec):
    """When a policy looks at its stock: after each demand (continuous) or on a clock."""

    every: Duration | None = None
    """Time between reviews; absent: continuous, at the end of each instant that changed the position."""
    first: Instant = 0.0
    """Time of the first review on the clock."""
    before: Literal["demand"] | None = None
    """``demand``: review before the demand of the same instant; absent: after it."""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        if value == "continuous":
            return {}
        return value if isinstance(value, dict | Review) else {"every": value}

    @model_validator(mode="after")
    def _consistent(self) -> Review:
        if self.every is None and (self.before is not None or self.first):
            raise ValueError("'first' and 'before' need 'every': a continuous review has no clock")
        if self.every is not None and self.every < 1 / GRID:
            raise ValueError("'every' must be at least one step of the time grid, a millionth of a time unit")
        return self


class Replenishment(Spec):
    """A policy that decides how much to order."""

    review: Review = Review()
    """When the policy looks: ``continuous``, or a clock such as ``1 week`` or ``{every: 1 day, before: demand}``."""

    has_trigger: ClassVar[bool] = False
    """Whether the policy mostly orders nothing, and answers by stock levels alone, not by the count of reviews: the
    engine may then ask right after a buyer's order, and leave out the reviews that would order nothing."""

    @property
    def forecaster(self) -> Forecaster | None:
        """Whose forecast the view offers; None where the policy needs none."""
        return None

    @property
    def looks_at(self) -> LooksAt:
        """What the answer may hang on; ``position`` is a promise that stock and backlog count only as net stock.

        An order that is shipped at once and one that waits for the end of its instant leave the same net stock, but
        not the same stock on hand. Where a policy looks at ``stock``, all orders of an instant wait.
        """
        return "stock"

    def standing_quantity(self, horizon: float) -> float | None:
        """What is ordered in a run of this length whatever happens in it; None where orders answer to the stock."""
        return None

    def order_quantity(self, view: StockView) -> float:
        """How much to order now, in steps; 0 or less orders nothing. Rounded once, by the engine."""
        raise NotImplementedError(f"{type(self).__name__} must define order_quantity()")


class PeriodicReplenishment(Replenishment):
    """A policy that needs a clock: its formula speaks of review periods."""

    review: Review = Review(every=1.0)
    """The clock on which the policy looks, such as ``1 week`` or ``{every: 1 day, before: demand}``."""

    @model_validator(mode="after")
    def _has_clock(self) -> Self:
        if self.review.every is None:
            raise ValueError("'review' must be a clock such as '1 week': the policy counts in review periods")
        return self

    def reviews_within(self, horizon: float) -> int:
        """How many times the policy looks in a run of this length."""
        every = self.review.every
        return 0 if every is None else max(0, math.ceil((horizon - self.review.first) / every))


def _opening_play(value: object) -> object:
    return {"kind": "opening_play", **value} if isinstance(value, dict) and {"first", "then"} <= value.keys() else value


if TYPE_CHECKING:
    AnyReplenishment = Replenishment
else:
    AnyReplenishment = Family(Replenishment, __name__, __path__, shorthand=_opening_play).union
