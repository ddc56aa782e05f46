"""Warehouses: where goods wait. Shops, distribution centres and depots are warehouses too."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from sim.allocation import AnyAllocation
from sim.allocation.first_come import FirstCome
from sim.names import ProductName
from sim.quantities import LARGEST, Amount, Money, MoneyRate, Period, Reading, Unit, read_growth, read_rate
from sim.replenishment import AnyReplenishment
from sim.scenario.contingency import Contingency
from sim.scenario.handling import Receiving, Shipping
from sim.scenario.opening import Opening
from sim.scenario.site import Site
from sim.scenario.storage import Storage
from sim.sourcing import AnySourcing
from sim.spec import Ordered, Spec


class Holding(Spec):
    """What it costs to keep a unit for a time: money, or a share of the product's value."""

    per_unit: MoneyRate = 0.0
    """Money per unit and time."""
    of_value: Annotated[float, Field(ge=0, le=LARGEST)] = 0.0
    """Share of the product's value per time."""


def _holding(value: Any, info: Any) -> Any:
    if isinstance(value, str) and "%" in value:
        return {"of_value": _not_negative(read_growth(value, info), value)}
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return {"per_unit": _not_negative(read_rate(value, info), value)}
    Reading.of(info)
    return value


def _not_negative(rate: float, written: object) -> float:
    if rate < 0:
        raise ValueError(f"keeping goods cannot cost less than nothing: must be at least 0, got {written!r}")
    return rate


HoldingRate = Annotated[
    Holding,
    BeforeValidator(_holding),
    Unit("money per unit and time, or share of value per time"),
    WithJsonSchema(
        {"anyOf": [{"type": "number"}, {"type": "string"}], "description": "e.g. 0.5 per week or 25 % per year"}
    ),
]
"""``0.5 per week`` (money per unit and time), ``25 % per year`` (of the product's value), or a number per time unit."""


class StockCosts(Spec):
    """What stocking one product costs."""

    holding: HoldingRate = Holding()
    """Per unit on hand and time, or a share of its value per time."""
    backlog: MoneyRate = 0.0
    """Per unit owed to buyers and time."""
    lost_sale: Money = 0.0
    """Per unit of a sale that is lost here, beside the margin."""
    per_order: Money = 0.0
    """Fixed cost of each replenishment order placed."""
    per_unit_ordered: Money = 0.0
    """Handling cost of each unit ordered, due with the order; the purchase price comes on top."""


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


class Stock(Spec):
    """How one product is stocked at a site."""

    opening: Opening = Opening()
    """The state in which the run begins."""
    replenish: AnyReplenishment | None = None
    """When and how much to order; absent: never."""
    source: AnySourcing | None = None
    """Whom to order from (a site or a lane); absent: the only lane that brings the product."""
    deliveries: Literal["partial", "whole"] = "partial"
    """Whether its replenishment orders may be shipped in parts."""
    allocation: AnyAllocation = FirstCome()
    """Who is served first when stock is short."""
    capacity: Annotated[Amount, Field(gt=0)] | None = None
    """The most that arrivals may fill it up to; more waits before the dock. Absent: no limit of its own."""
    costs: StockCosts = StockCosts()
    """What stocking costs."""
    on_disruption: Annotated[tuple[Contingency, ...], BeforeValidator(_listed), Ordered()] = ()
    """Plans for disruptions; of several that are in force at once the last in the list counts."""


class StockingSite(Site):
    """A place that keeps stock: warehouses, and factories too."""

    stock: dict[ProductName, Stock] = Field(default_factory=dict)
    """What it stocks, by product."""
    storage: Storage | None = None
    """How much there is room for over all products; absent: no limit. What is made at the site itself is put into
    stock even where it is full, since a product that has left its line has nowhere else to be; it takes up room."""
    receiving: Receiving | None = None
    """How goods that arrive come into stock; absent: at once, and free."""
    shipping: Shipping | None = None
    """How goods are sent off; absent: at once, and free."""
    time_to_recover: Period | None = None
    """How long it is out when a stress test closes it; absent: as long as the test says, or two weeks."""


class Warehouse(StockingSite):
    """A place that keeps stock and fills orders from it."""

    kind: Literal["warehouse"]
    stock: dict[ProductName, Stock] = Field(min_length=1)
    """What it stocks, by product."""
