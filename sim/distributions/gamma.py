"""The gamma law: positive and right-skewed, a usual choice for lead times and demand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field
from scipy.special import gammaincinv

from sim.distributions._moments import SHAPES, ByMoments
from sim.distributions._precision import distinct
from sim.quantities import Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Gamma(ByMoments):
    """The gamma law. Given by ``shape`` and ``scale``, or by ``mean`` and ``cv``.

    Source: Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 6.2.2.

    Example:
        >>> Gamma(mean=6, cv=0.5).own
        (4.0, 1.5)
    """

    own_parameters: ClassVar[tuple[str, ...]] = ("shape", "scale")

    kind: Literal["gamma"] = "gamma"
    """Positive and right-skewed; a sum of exponentials where the shape is whole."""
    shape: float | None = Field(default=None, ge=SHAPES[0], le=SHAPES[1])
    """Shape, from 0.0001 to 1e8; goes with ``scale``."""
    scale: Parameter | None = Field(default=None, gt=0)
    """Scale; goes with ``shape``, and the mean is their product."""

    def from_moments(self, mean: float, cv: float) -> tuple[float, float]:
        """Shape and scale: shape = 1 / cv^2, scale = mean cv^2."""
        return cv**-2, mean * cv**2

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF; see ``Distribution.quantile``."""
        shape, scale = self.own
        return scale * np.asarray(gammaincinv(shape, distinct(uniforms)), dtype=np.float64)

    @property
    def mean(self) -> float:
        """shape x scale."""
        shape, scale = self.own
        return shape * scale

    @property
    def variance(self) -> float:
        """shape x scale^2."""
        shape, scale = self.own
        return shape * scale**2

    @property
    def support(self) -> tuple[float, float]:
        """From 0 to infinity."""
        return 0.0, math.inf
