"""Autoregressive demand: a period with much demand is followed by another."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import Field
from scipy.special import ndtr, ndtri

from sim.demand import Demand
from sim.demand._orders import periodic_orders
from sim.demand._shapes import Scaled
from sim.quantities import LARGEST, Amount, Instant, Period, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.demand import Block
    from sim.demand._orders import Quantities
    from sim.demand._segments import Array
    from sim.streams import Luck, Stream


class Autoregressive(Demand):
    """One order in each period, for a quantity that depends on the one before: AR(1).

    ``D[t] = mean + correlation (D[t-1] - mean) + e[t]`` with independent normal ``e`` of standard deviation
    ``innovation``, started from its stationary law, which is normal with standard deviation
    ``innovation / sqrt(1 - correlation^2)``. What is wanted is ``max(0, D)``; the recursion goes on with ``D`` itself,
    so that the floor leaves the law of what follows as it is. The quantity is scaled by the mean of the profile over
    the period.

    Source: G. Box and G. Jenkins (1970), *Time Series Analysis: Forecasting and Control*; as a model of demand in
    H. Lee, V. Padmanabhan and S. Whang (1997), "Information distortion in a supply chain: the bullwhip effect".

    Example:
        >>> demand = Autoregressive(mean=100, correlation=0.6, innovation=8)
        >>> demand.deviation
        10.0
    """

    kind: Literal["autoregressive"] = "autoregressive"
    """The quantity of a period is correlated with the one before."""
    mean: Amount
    """Mean of the quantity of one period before the floor at 0, in product units."""
    correlation: Annotated[float, Field(gt=-1, lt=1), Unit("correlation")]
    """Correlation of one period with the next, between -1 and 1 and neither of them."""
    innovation: Annotated[float, Field(ge=0, le=LARGEST), Unit("product units")]
    """Standard deviation of the normal innovation of a period, in product units."""
    every: Period = 1.0
    """Length of a period (default 1 time unit)."""
    first: Instant = 0.0
    """Instant of the first order (default 0, the start of the run)."""

    @property
    def deviation(self) -> float:
        """Standard deviation of the stationary law before the floor, in product units."""
        return self.innovation / math.sqrt(1.0 - self.correlation**2)

    @property
    def mean_rate(self) -> float:
        """Mean of max(0, D), of a normal D, over the period's length; see ``Demand.mean_rate``."""
        if self.innovation == 0.0:
            return self.mean / self.every
        ratio = self.mean / self.deviation
        density = math.exp(-0.5 * ratio * ratio) / math.sqrt(2.0 * math.pi)
        return (self.mean * float(ndtr(ratio)) + self.deviation * density) / self.every

    @property
    def clock(self) -> tuple[float, float]:
        """(first, every); see ``Demand.clock``."""
        return self.first, self.every

    @property
    def is_random(self) -> bool:
        """Whether the innovation is more than 0."""
        return self.innovation > 0.0

    @property
    def shape(self) -> Scaled:
        """Orders are scaled; see ``Demand.shape``."""
        return Scaled(self.first, self.every)

    def base(self, luck: Luck, names: tuple[str, ...]) -> Iterator[Block]:
        """One order for each period; see ``Demand.base``."""
        if self.mean_rate > 0.0:
            quantities = self._quantities(luck.stream(*names, "quantity"))
            yield from periodic_orders(self.first, self.every, quantities, luck.largest_block)

    def _quantities(self, stream: Stream) -> Quantities:
        correlation, innovation = self.correlation, self.innovation
        last: float | None = None  # the last period's distance from the mean

        def quantities(count: int) -> Array:
            nonlocal last
            normals = ndtri(stream.uniforms(count))
            shocks: list[float] = (normals * innovation).tolist()
            # The first period is drawn from the stationary law; the others follow one after another.
            shocks[0] = float(normals[0]) * self.deviation if last is None else correlation * last + shocks[0]
            distances = list(accumulate(shocks, lambda before, shock: correlation * before + shock))
            last = distances[-1]
            return np.maximum(self.mean + np.array(distances), 0.0)

        return quantities
