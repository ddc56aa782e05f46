"""The exponential law: times between events that know nothing of each other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from sim.distributions import Distribution
from sim.quantities import Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Exponential(Distribution):
    """The memoryless law. Given by its ``mean``; its coefficient of variation is 1.

    Source: Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 6.2.2.

    Example:
        >>> Exponential(mean=4).variance
        16.0
    """

    kind: Literal["exponential"] = "exponential"
    """Memoryless: what has been waited does not count."""
    given_mean: Parameter = Field(alias="mean", gt=0)
    """Mean of what is drawn (one over the rate)."""

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF; see ``Distribution.quantile``."""
        return -self.given_mean * np.log1p(-uniforms)

    @property
    def mean(self) -> float:
        """The mean as given."""
        return self.given_mean

    @property
    def variance(self) -> float:
        """mean^2."""
        return self.given_mean**2

    @property
    def support(self) -> tuple[float, float]:
        """From 0 to infinity."""
        return 0.0, math.inf
