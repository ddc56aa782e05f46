"""Demand: when customers ask, and for how much.

A model yields base demand from its own streams; season, trend and later effects are a multiplier in time that is
applied on top: models with arrivals re-time unit-rate arrivals, periodic models scale the quantity. An effect never
re-draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from sim.demand._courses import Season, Trend, Windows
from sim.demand._profile import Profile
from sim.spec import Family, Spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from sim.demand._shapes import Shape
    from sim.streams import Luck

    Block = tuple[NDArray[np.float64], NDArray[np.float64]]

__all__ = ["AnyDemand", "Demand", "Profile", "Season", "Trend", "Windows"]


class Demand(Spec):
    """A model of what one customer asks for of one product."""

    season: Season | None = None
    """Recurring factors on the demand, e.g. ``{period: 1 year, factors: [0.8, 1.0, 1.4, 0.8]}``."""
    trend: Trend | None = None
    """Linear growth of the demand, e.g. ``{growth: 5 % per year}``."""

    def in_steps(self, steps_per_unit: float) -> Self:
        """This model as it is: orders are drawn in product units and rounded one by one when they are placed."""
        return self

    @property
    def profile(self) -> Profile:
        """The multiplier in time made of season and trend."""
        return Profile.of(self.season, self.trend)

    @property
    def mean_rate(self) -> float:
        """Mean base demand in product units per time unit, before the profile."""
        raise NotImplementedError(f"{type(self).__name__} must define mean_rate")

    @property
    def clock(self) -> tuple[float, float] | None:
        """(first, every) where all orders fall on ``first + k * every``; None where they may come at any time."""
        return None

    @property
    def is_random(self) -> bool:
        """Whether two replications can differ."""
        raise NotImplementedError(f"{type(self).__name__} must define is_random")

    @property
    def shape(self) -> Shape:
        """What the profile does to base demand."""
        raise NotImplementedError(f"{type(self).__name__} must define shape")

    def base(self, luck: Luck, names: tuple[str, ...]) -> Iterator[Block]:
        """Base demand as blocks of (times, quantities), each of shape (n,), until the model ends (or for ever).

        Args:
            luck: The replication's luck.
            names: Whose demand this is; gaps and quantities use streams of their own below these names.

        Yields:
            Times in base time, non-decreasing over all blocks and not negative, and quantities in product units, not
            negative. The size of the blocks (``luck.largest_block``) changes no number.
        """
        raise NotImplementedError(f"{type(self).__name__} must define base()")

    def arrivals(self, luck: Luck, names: tuple[str, ...], profile: Profile) -> Iterator[Block]:
        """Customer orders: base demand, drawn or from a tape, with the profile applied on top.

        Args:
            luck: The replication's luck.
            names: Whose demand this is.
            profile: The multiplier in time to apply on top of base demand.

        Yields:
            Times in time units, non-decreasing over all blocks and not negative, and quantities in product units, more
            than 0 but after a long silence. The size of the blocks (``luck.largest_block``) changes no number.
        """
        shape = self.shape
        blocks = luck.orders(names, lambda given: self.base(given, names), lambda time: shape.base_time(time, profile))
        return shape.shaped(blocks, profile)


if TYPE_CHECKING:
    AnyDemand = Demand
else:
    AnyDemand = Family(Demand, __name__, __path__).union
