"""Recipes: what a factory makes, of what, and by which way through the shop."""

from __future__ import annotations

from math import ceil, floor
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from sim.distributions import AnyDistribution, DurationDistribution
from sim.distributions.constant import Constant
from sim.names import LuckName, Name, ProductName
from sim.quantities import Amount, Duration, Money, Unit, read_share
from sim.scenario.line import Line, Work
from sim.spec import Ordered, Spec

Ratio = Annotated[float, Field(gt=0), Unit("units per unit of product")]
Size = Annotated[Amount, Field(gt=0)]
NOISE: Final = 1e-9
"""What floating point may add to a whole number of steps, beside ``NOISE_SHARE`` of it."""
NOISE_SHARE: Final = 1e-15
"""A few times the distance between floats, as a share of their size."""


def used(exact: float) -> int:
    """Whole steps of a component that ``exact`` steps take: what is begun is used up.

    Example:
        >>> used(0.3), used(3 * 0.1 * 10), used(0.0)
        (1, 3, 0)
    """
    return ceil(exact - (NOISE + NOISE_SHARE * exact))


def brought(exact: float) -> int:
    """Whole steps of a by-product that ``exact`` steps bring: only what is complete comes out.

    Example:
        >>> brought(0.7), brought(2.9999999999), brought(3.0)
        (0, 3, 3)
    """
    return floor(exact + (NOISE + NOISE_SHARE * exact))


class Operation(Work):
    """One station of a route, with the work done there if it is not the line's own."""

    line: Name
    """The line of this factory."""

    @model_validator(mode="after")
    def _says_what_is_timed(self) -> Self:
        if "per" in self.model_fields_set and self.time is None:
            raise ValueError("'per' belongs to a 'time', and this operation states none: say it at the line")
        return self

    def work_on(self, line: Line) -> Work:
        """What says how long it takes: the operation itself, or else its ``line``."""
        return line if self.rate is None and self.time is None else self


def _operation(value: Any) -> Any:
    return {"line": value} if isinstance(value, str) else value


Station = Annotated[Operation, BeforeValidator(_operation)]


def _share(value: Any) -> Any:
    return read_share(value) if isinstance(value, str) else value


def _is_share(law: Any) -> Any:
    low, high = law.support
    if low < 0 or high > 1 or law.mean <= 0:
        raise ValueError(f"a yield is a share above 0 and up to 1; this one reaches from {low:g} to {high:g}")
    return law


class RecipeCosts(Spec):
    """What making a product costs, beside its components."""

    per_job: Money = 0.0
    """Each job released."""
    per_unit: Money = 0.0
    """Each unit released."""


class Recipe(Spec):
    """One way to make a product."""

    product: ProductName | None = None
    """What is made; absent: the product that the recipe is named after."""
    components: dict[ProductName, Ratio] = Field(default_factory=dict, alias="from")
    """What goes into one unit, from this factory's stock: ``{oranges: 2.2, bottle: 1}``; a step of it that is begun is
    used up."""
    by_products: dict[ProductName, Ratio] = Field(default_factory=dict, alias="also")
    """What comes out beside it, per unit started, into this factory's stock: by-products and co-products, in whole
    steps."""
    line: Station | None = None
    """The only line that a job goes through: ``press``, or ``{line: press, time: 2 h}``."""
    stations: Annotated[tuple[Station, ...], Ordered()] = Field(default=(), alias="route")
    """The lines that a job goes through, in their order; without this and ``line``, only ``lead_time`` passes."""
    lead_time: DurationDistribution = Constant(value=0.0)
    """Time after the last station (or instead of stations) that takes no capacity: curing, testing, release."""
    batch: Size | None = None
    """Size of a job: production orders are made in jobs of this size, the last one may be smaller; absent: one job for
    whatever components allow."""
    minimum_order: Amount = 0.0
    """The smallest production order; smaller ones are raised to it."""
    multiple: Size | None = None
    """Production orders are raised to a multiple of this; absent: any amount."""
    good: Annotated[AnyDistribution, BeforeValidator(_share), AfterValidator(_is_share)] = Field(
        default=Constant(value=1.0), alias="yield"
    )
    """Share of each job that is good, fixed or drawn for each job: ``98 %``; the rest is scrapped. Parts of a step are
    carried over to the next job."""
    planned_lead_time: Duration | None = None
    """Time from raising an order to its due date; absent: what its work takes on average without waiting."""
    costs: RecipeCosts = RecipeCosts()
    """What making it costs, beside components and lines."""
    luck: LuckName | None = None
    """Name of its random streams, to keep old ones after a rename; absent: its own name."""

    @model_validator(mode="after")
    def _said_once(self) -> Self:
        if self.line is not None and self.stations:
            raise ValueError("say 'line' or 'route', not both")
        return self

    @property
    def route(self) -> tuple[Operation, ...]:
        """The stations that a job goes through, in their order."""
        return self.stations if self.line is None else (self.line,)
