"""The continuous uniform law: nothing is known but the range."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import model_validator

from sim.distributions._moments import ByMoments
from sim.quantities import Parameter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Uniform(ByMoments):
    """Every value from ``low`` to ``high`` is equally likely. Given by ``low`` and ``high``, or by ``mean`` and ``cv``.

    Source: Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 6.2.2.

    Example:
        >>> Uniform(low=2, high=8).mean
        5.0
    """

    own_parameters: ClassVar[tuple[str, ...]] = ("low", "high")

    kind: Literal["uniform"] = "uniform"
    """Every value of the range is equally likely."""
    low: Parameter | None = None
    """The smallest value."""
    high: Parameter | None = None
    """The largest value, not below ``low``."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        low, high = self.own
        if low > high:
            raise ValueError(f"'low' ({low:g}) must not be above 'high' ({high:g})")
        return self

    def from_moments(self, mean: float, cv: float) -> tuple[float, float]:
        """Low and high: mean -+ sqrt(3) cv mean."""
        half = math.sqrt(3) * cv * mean
        return mean - half, mean + half

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF; see ``Distribution.quantile``."""
        low, high = self.own
        return low + (high - low) * uniforms

    @property
    def mean(self) -> float:
        """Half of low + high."""
        low, high = self.own
        return (low + high) / 2

    @property
    def variance(self) -> float:
        """A twelfth of (high - low)^2."""
        low, high = self.own
        return (high - low) ** 2 / 12

    @property
    def support(self) -> tuple[float, float]:
        """From low to high."""
        return self.own
