"""The state in which a run begins."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.names import SourceName
from sim.quantities import Amount, Instant
from sim.spec import Spec


class Arrival(Spec):
    """Goods that are on their way when the run begins."""

    quantity: Annotated[Amount, Field(gt=0)]
    """How much arrives."""
    at: Instant
    """When it arrives."""
    source: SourceName | None = Field(default=None, alias="from")
    """Which source (a site or a lane) sent it; absent: the stock's first source."""


class OrderUnderWay(Spec):
    """A replenishment order that was placed before the run and has not reached its seller yet."""

    quantity: Annotated[Amount, Field(gt=0)]
    """How much was ordered."""
    at: Instant
    """When the seller receives the order."""
    source: SourceName | None = Field(default=None, alias="from")
    """Which source (a site or a lane) it was sent to; absent: the stock's first source."""


class Opening(Spec):
    """The opening state of one stock."""

    on_hand: Amount = 0.0
    """Stock on hand."""
    backlog: Amount = 0.0
    """Owed to the stock's first buyer (by name) when the run begins."""
    arriving: tuple[Arrival, ...] = ()
    """Goods in transit to the stock."""
    orders_under_way: tuple[OrderUnderWay, ...] = ()
    """Orders on their way to the seller."""
    forecast: Amount | None = None
    """What the forecaster expects at the start, per review period; absent: the forecaster's own start."""
