"""Handling: how goods come into a site and leave it: docks, the time they take, and what it costs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.distributions import DurationDistribution
from sim.distributions.constant import Constant
from sim.quantities import MassRate, Money, Rate, Unit, VolumeRate
from sim.scenario.hours import Hours
from sim.spec import Spec


class HandlingCosts(Spec):
    """What it costs to move goods in, or out."""

    per_unit: Money = 0.0
    """Each unit."""
    per_kg: Money = 0.0
    """Each kilogram."""


class Dock(Spec):
    """A dock: goods are worked on one after the other, in the sequence in which they came.

    Where several rates are stated, the one that takes longest rules; where none is, the work takes no time.
    """

    units: Annotated[Rate, Field(gt=0), Unit("units per time")] | None = None
    """Units that it can do per time."""
    weight: MassRate | None = None
    """Weight that it can do per time."""
    volume: VolumeRate | None = None
    """Volume that it can do per time."""
    hours: Hours | None = None
    """When it works; absent: always. What is begun goes on when it opens again."""
    costs: HandlingCosts = HandlingCosts()
    """What the work costs, due when goods come into stock, and when they leave it."""

    @property
    def rates(self) -> dict[str, float]:
        """The rates that are stated, by measure."""
        said = {"units": self.units, "weight": self.weight, "volume": self.volume}
        return {measure: rate for measure, rate in said.items() if rate is not None}

    @property
    def takes_turns(self) -> bool:
        """Whether goods may have to wait for it."""
        return bool(self.rates) or self.hours is not None


class Receiving(Dock):
    """How goods that arrive come into stock; until they are there, they count as in transit."""

    dock_to_stock: DurationDistribution = Constant(value=0.0)
    """Time from having been at the dock to being available in stock: checks, paper and the way to the shelf.

    It takes no capacity: any number of parts may be on their way.
    """


class Shipping(Dock):
    """How goods are sent off; they leave the stock when they are allocated, and travel once the dock has done them."""
