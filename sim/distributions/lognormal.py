"""The lognormal law: the product of many small influences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field
from scipy.special import ndtri

from sim.distributions._moments import ByMoments
from sim.distributions._precision import distinct
from sim.quantities import Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Lognormal(ByMoments):
    """The law whose logarithm is normal. Given by ``median`` and ``sigma``, or by ``mean`` and ``cv``.

    Source: Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 6.2.2; the median is exp(mu).

    Example:
        >>> round(Lognormal(mean=10, cv=0.5).own[0], 4)
        8.9443
    """

    own_parameters: ClassVar[tuple[str, ...]] = ("median", "sigma")

    kind: Literal["lognormal"] = "lognormal"
    """Positive, with a long upper tail."""
    median: Parameter | None = Field(default=None, gt=0)
    """The value that is exceeded half of the time; goes with ``sigma``."""
    sigma: float | None = Field(default=None, gt=0, le=10)
    """Standard deviation of the logarithm; goes with ``median``."""

    def from_moments(self, mean: float, cv: float) -> tuple[float, float]:
        """Median and sigma: sigma^2 = ln(1 + cv^2), median = mean / sqrt(1 + cv^2)."""
        return mean / math.hypot(1, cv), math.sqrt(math.log1p(cv**2))

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF; see ``Distribution.quantile``."""
        median, sigma = self.own
        values: NDArray[np.float64] = median * np.exp(sigma * ndtri(distinct(uniforms)))
        return values

    @property
    def mean(self) -> float:
        """The median times exp(sigma^2 / 2)."""
        median, sigma = self.own
        return median * math.exp(sigma**2 / 2)

    @property
    def variance(self) -> float:
        """The squared mean times exp(sigma^2) - 1."""
        return self.mean**2 * math.expm1(self.own[1] ** 2)

    @property
    def support(self) -> tuple[float, float]:
        """From 0 to infinity."""
        return 0.0, math.inf
