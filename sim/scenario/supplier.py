"""Suppliers: where goods enter the chain."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.allocation import AnyAllocation
from sim.allocation.first_come import FirstCome
from sim.distributions import DurationDistribution
from sim.distributions.constant import Constant
from sim.names import ProductName
from sim.quantities import Amount, Money, Period, Rate, Unit
from sim.scenario.site import Site
from sim.spec import Spec

Capacity = Annotated[Rate, Field(gt=0), Unit("product units per time")]
Positive = Annotated[Amount, Field(gt=0)]


class Supply(Spec):
    """On what terms a supplier sells one product."""

    price: Money = 0.0
    """Price of one unit, due when it is delivered."""
    lead_time: DurationDistribution = Constant(value=0.0)
    """The supplier's own time from receiving an order to shipping it, before the lane's."""
    capacity: Capacity | None = None
    """The most it can make per time, order after order; absent: unlimited."""
    minimum_order: Amount = 0.0
    """The smallest order it takes; smaller ones are raised to it."""
    multiple: Positive | None = None
    """Orders are raised to a multiple of this; absent: any amount."""
    stock: Amount | None = None
    """All that it will ever have; orders beyond wait. Absent: unlimited."""
    allocation: AnyAllocation = FirstCome()
    """Who is served first when a finite stock is short."""


class Supplier(Site):
    """A source outside the chain: goods enter here."""

    kind: Literal["supplier"]
    supplies: dict[ProductName, Supply] = Field(min_length=1)
    """What it sells, by product."""
    time_to_recover: Period | None = None
    """How long it is out when a stress test closes it; absent: as long as the test says, or two weeks."""
