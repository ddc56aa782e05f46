"""Lanes: how goods and orders get from one site to another."""

from __future__ import annotations

from pydantic import Field

from sim.distributions import DurationDistribution
from sim.distributions.constant import Constant
from sim.names import CarrierName, LuckName, ProductName, SiteName
from sim.quantities import Distance, Duration, Money, Period
from sim.scenario.warehouse import Holding, HoldingRate
from sim.spec import Spec


class LaneCosts(Spec):
    """What shipping along a lane costs."""

    per_shipment: Money = 0.0
    """Each shipment of an order, whatever its size."""
    per_unit: Money = 0.0
    """Each unit shipped."""
    per_kg: Money = 0.0
    """Each kilogram shipped."""
    holding: HoldingRate = Holding()
    """Per unit in transit and time, or a share of its value per time."""


class Lane(Spec):
    """A connection on which goods travel, and orders the other way."""

    origin: SiteName = Field(alias="from")
    """The site that ships."""
    destination: SiteName = Field(alias="to")
    """The site that receives."""
    products: tuple[ProductName, ...] | None = None
    """What it carries; absent: every product that its origin has and its destination takes."""
    lead_time: DurationDistribution = Constant(value=0.0)
    """Time in transit; of a carrier's vehicle without loading and unloading."""
    by: CarrierName | None = None
    """The carrier whose vehicles bring the goods; absent: each shipment leaves by itself, at once."""
    way_back: DurationDistribution | None = None
    """Time until the carrier's vehicle is back from the destination; absent: as long as the way there took."""
    crossing: bool = True
    """Whether a shipment may overtake an earlier one of the same product."""
    information_delay: Duration = 0.0
    """Time that an order takes to reach the origin."""
    distance: Distance = 0.0
    """Length of the lane."""
    costs: LaneCosts = LaneCosts()
    """What shipping costs."""
    time_to_recover: Period | None = None
    """How long it is out when a stress test closes it; absent: as long as the test says, or two weeks."""
    luck: LuckName | None = None
    """Name of its random stream, to keep an old one after a rename; absent: ``from->to``, so that parallel lanes
    meet the same weather unless they are given names. Each carrier has luck of its own."""
