"""Customers: where goods leave the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from sim.demand import AnyDemand
from sim.distributions import DurationDistribution
from sim.names import LuckName, ProductName
from sim.quantities import Duration, Money
from sim.scenario.site import Site
from sim.sourcing import AnySourcing
from sim.spec import Spec


class Backorder(Spec):
    """What is short waits until it is delivered."""

    kind: Literal["backorder"] = "backorder"


class Lost(Spec):
    """What cannot be delivered at once is lost."""

    kind: Literal["lost"] = "lost"


class Wait(Spec):
    """What is short waits for a while, then is cancelled and lost."""

    kind: Literal["wait"] = "wait"
    patience: DurationDistribution
    """How long an order waits before what is left of it is cancelled."""


def _named(value: Any) -> Any:
    return {"kind": value} if isinstance(value, str) else value


if TYPE_CHECKING:
    WhenShort = Backorder | Lost | Wait
else:
    WhenShort = Annotated[Backorder | Lost | Wait, Field(discriminator="kind"), BeforeValidator(_named)]


class Purchase(Spec):
    """How a customer buys one product."""

    source: AnySourcing | None = Field(default=None, alias="from")
    """Whom it buys from (a site or a lane); absent: the only lane that brings the product."""
    demand: AnyDemand
    """When it asks, and for how much."""
    price: Money = 0.0
    """What it pays for one unit, when it is delivered."""
    when_short: WhenShort = Backorder()
    """What happens to what cannot be filled at once: ``backorder``, ``lost`` or ``{kind: wait, patience: 2 days}``."""
    deliveries: Literal["partial", "whole"] = "partial"
    """Whether an order may be delivered in parts."""
    promised: Duration = 0.0
    """Lead time promised to the customer: an order is on time if delivered so long after it was placed, or sooner."""


class Customer(Site):
    """A buyer outside the chain: goods leave here."""

    kind: Literal["customer"]
    buys: dict[ProductName, Purchase] = Field(min_length=1)
    """What it buys, by product."""
    luck: LuckName | None = None
    """Name of its random stream, to keep an old one after a rename; absent: its own name."""
