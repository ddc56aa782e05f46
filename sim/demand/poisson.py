"""Poisson demand: customers come one by one, independently of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.demand import Demand
from sim.demand._orders import arriving_orders, constant_quantities
from sim.demand._shapes import Retimed
from sim.quantities import Amount, Rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.demand import Block
    from sim.streams import Luck


class Poisson(Demand):
    """Customers arrive as a Poisson process, and each one wants the same quantity.

    The times between arrivals are exponential with mean 1 / rate; season, trend and effects re-time the arrivals.

    Source: the demand model of G. Hadley and T. Whitin (1963), *Analysis of Inventory Systems*, chapter 4.

    Example:
        >>> from sim.streams import Luck
        >>> demand = Poisson(rate="70 per week")
        >>> demand.mean_rate
        10.0
        >>> times, quantities = next(demand.arrivals(Luck(seed=1), ("shop", "juice"), demand.profile))
        >>> len(times), float(quantities[0])
        (16, 1.0)
    """

    kind: Literal["poisson"] = "poisson"
    """Customers arrive as a Poisson process."""
    rate: Rate
    """Mean number of customers per time; 0 brings none."""
    quantity: Amount = 1.0
    """What each customer wants, in product units (default 1); 0 places no order."""

    @property
    def mean_rate(self) -> float:
        """Rate times quantity; see ``Demand.mean_rate``."""
        return self.rate * self.quantity

    @property
    def is_random(self) -> bool:
        """Whether anybody comes."""
        return self.mean_rate > 0.0

    @property
    def shape(self) -> Retimed:
        """Orders are re-timed; see ``Demand.shape``."""
        return Retimed()

    def base(self, luck: Luck, names: tuple[str, ...]) -> Iterator[Block]:
        """One order for each customer; see ``Demand.base``."""
        if self.is_random:
            gaps, quantities = luck.stream(*names, "gap"), constant_quantities(self.quantity)
            yield from arriving_orders(self.rate, gaps, quantities, luck.largest_block)
