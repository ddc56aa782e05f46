"""The triangular law: an expert's lowest, most likely and highest value."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from pydantic import model_validator

from sim.distributions import Distribution
from sim.quantities import Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Triangular(Distribution):
    """Between ``low`` and ``high``, most likely near ``mode``.

    All three are needed: a mean and a cv do not determine the law.

    Source: Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 6.2.2.

    Example:
        >>> Triangular(low=1, mode=2, high=6).mean
        3.0
    """

    kind: Literal["triangular"] = "triangular"
    """Lowest, most likely and highest value."""
    low: Parameter
    """The smallest value."""
    mode: Parameter
    """The most likely value, from ``low`` to ``high``."""
    high: Parameter
    """The largest value."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.mode <= self.high:
            found = f"{self.low:g}, {self.mode:g}, {self.high:g}"
            raise ValueError(f"'low', 'mode' and 'high' must not decrease; got {found}")
        return self

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF; see ``Distribution.quantile``."""
        low, mode, high = self.low, self.mode, self.high
        span = high - low
        if span == 0:
            return np.full(np.shape(uniforms), low)
        rising = np.minimum(low + np.sqrt(uniforms * span * (mode - low)), mode)
        falling = np.maximum(high - np.sqrt((1 - uniforms) * span * (high - mode)), mode)
        return np.where(uniforms <= (mode - low) / span, rising, falling)

    @property
    def mean(self) -> float:
        """(low + mode + high) / 3."""
        return math.fsum((self.low, self.mode, self.high)) / 3

    @property
    def variance(self) -> float:
        """(x^2 + x y + y^2) / 18 with x = mode - low and y = high - mode."""
        below, above = self.mode - self.low, self.high - self.mode
        return (below**2 + below * above + above**2) / 18

    @property
    def support(self) -> tuple[float, float]:
        """From low to high."""
        return self.low, self.high
