"""Constant demand: the same quantity at a steady pace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.demand import Demand
from sim.demand._orders import constant_quantities, periodic_orders
from sim.demand._shapes import Scaled
from sim.quantities import Amount, Instant, Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.demand import Block
    from sim.streams import Luck


class Constant(Demand):
    """The same quantity in each period, at its start, scaled by the mean of the profile over the period.

    Source: the steady demand of F. Harris (1913), "How many parts to make at once".

    Example:
        >>> from sim.streams import Luck
        >>> demand = Constant(quantity=5, every=2)
        >>> times, quantities = next(demand.arrivals(Luck(seed=1), ("shop", "juice"), demand.profile))
        >>> times[:3].tolist(), quantities[:3].tolist()
        ([0.0, 2.0, 4.0], [5.0, 5.0, 5.0])
    """

    kind: Literal["constant"] = "constant"
    """The same quantity is wanted in each period."""
    quantity: Amount
    """What is wanted in each period, in product units; 0 places no order."""
    every: Period = 1.0
    """Length of a period (default 1 time unit)."""
    first: Instant = 0.0
    """Instant of the first order (default 0, the start of the run)."""

    @property
    def mean_rate(self) -> float:
        """Quantity of a period over its length; see ``Demand.mean_rate``."""
        return self.quantity / self.every

    @property
    def clock(self) -> tuple[float, float]:
        """(first, every); see ``Demand.clock``."""
        return self.first, self.every

    @property
    def is_random(self) -> bool:
        """False: nothing is drawn."""
        return False

    @property
    def shape(self) -> Scaled:
        """Orders are scaled; see ``Demand.shape``."""
        return Scaled(self.first, self.every)

    def base(self, luck: Luck, names: tuple[str, ...]) -> Iterator[Block]:
        """One order for each period; see ``Demand.base``."""
        if self.quantity > 0.0:
            quantities = constant_quantities(self.quantity)
            yield from periodic_orders(self.first, self.every, quantities, luck.largest_block)
