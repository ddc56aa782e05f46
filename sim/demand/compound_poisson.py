"""Compound Poisson demand: customers come one by one and want quantities that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.demand import Demand
from sim.demand._orders import QuantityDistribution, arriving_orders, drawn_quantities, is_nothing
from sim.demand._shapes import Retimed
from sim.quantities import Rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.demand import Block
    from sim.streams import Luck


class CompoundPoisson(Demand):
    """Customers arrive as a Poisson process, and each one wants a quantity drawn from one law.

    Demand over a time t has mean ``rate t E[X]`` and variance ``rate t E[X^2]``, so that its index of dispersion is
    ``E[X^2] / E[X]``. Gaps and quantities have streams of their own: another size leaves the arrivals where they are.

    Source: W. Feller (1968), *An Introduction to Probability Theory and Its Applications*, chapter XII.

    Example:
        >>> demand = CompoundPoisson(rate=4, size={"kind": "constant", "value": 2.5})
        >>> demand.mean_rate
        10.0
    """

    kind: Literal["compound_poisson"] = "compound_poisson"
    """Customers arrive as a Poisson process and want random quantities."""
    rate: Rate
    """Mean number of customers per time; 0 brings none."""
    size: QuantityDistribution
    """What a customer wants, in product units, never negative; one who draws 0 places no order."""

    @property
    def mean_rate(self) -> float:
        """Rate times mean size; see ``Demand.mean_rate``."""
        return self.rate * self.size.mean

    @property
    def is_random(self) -> bool:
        """Whether anybody comes who wants anything."""
        return self.rate > 0.0 and not is_nothing(self.size)

    @property
    def shape(self) -> Retimed:
        """Orders are re-timed; see ``Demand.shape``."""
        return Retimed()

    def base(self, luck: Luck, names: tuple[str, ...]) -> Iterator[Block]:
        """One order for each customer; see ``Demand.base``."""
        if self.is_random:
            sizes = drawn_quantities(self.size, luck.stream(*names, "quantity"))
            yield from arriving_orders(self.rate, luck.stream(*names, "gap"), sizes, luck.largest_block)
