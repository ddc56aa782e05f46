"""Periodic demand: one order in each period, for a random quantity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.demand import Demand
from sim.demand._orders import QuantityDistribution, drawn_quantities, is_nothing, periodic_orders, varies
from sim.demand._shapes import Scaled
from sim.quantities import Instant, Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.demand import Block
    from sim.streams import Luck


class Periodic(Demand):
    """One order at the start of each period, for a quantity drawn anew, independently of the others.

    The quantity is scaled by the mean of the profile over the period [t, t + every).

    Source: the independent demands of K. Arrow, T. Harris and J. Marschak (1951), "Optimal inventory policy".

    Example:
        >>> demand = Periodic(every="1 week", quantity={"kind": "constant", "value": 70})
        >>> demand.mean_rate
        10.0
    """

    kind: Literal["periodic"] = "periodic"
    """A random quantity is wanted in each period."""
    quantity: QuantityDistribution
    """What is wanted in one period, in product units, never negative; a period that draws 0 has no order."""
    every: Period = 1.0
    """Length of a period (default 1 time unit)."""
    first: Instant = 0.0
    """Instant of the first order (default 0, the start of the run)."""

    @property
    def mean_rate(self) -> float:
        """Mean quantity of a period over its length; see ``Demand.mean_rate``."""
        return self.quantity.mean / self.every

    @property
    def clock(self) -> tuple[float, float]:
        """(first, every); see ``Demand.clock``."""
        return self.first, self.every

    @property
    def is_random(self) -> bool:
        """Whether two draws can differ."""
        return varies(self.quantity)

    @property
    def shape(self) -> Scaled:
        """Orders are scaled; see ``Demand.shape``."""
        return Scaled(self.first, self.every)

    def base(self, luck: Luck, names: tuple[str, ...]) -> Iterator[Block]:
        """One order for each period; see ``Demand.base``."""
        if not is_nothing(self.quantity):
            quantities = drawn_quantities(self.quantity, luck.stream(*names, "quantity"))
            yield from periodic_orders(self.first, self.every, quantities, luck.largest_block)
