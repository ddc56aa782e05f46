"""The Weibull law: times to failure, with a failure rate that rises or falls with age."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Final, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from sim.distributions._moments import ByMoments, crossing
from sim.quantities import Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SHAPES: Final = (0.1, 1000.0)
"""The shapes that are accepted."""


class Weibull(ByMoments):
    """The Weibull law. Given by ``shape`` and ``scale``, or by ``mean`` and ``cv``, from which the shape is solved.

    A shape below 1 means early failures, 1 the exponential law, above 1 wear.

    Source: Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 6.2.2.

    Example:
        >>> Weibull(shape=1, scale=4).mean
        4.0
    """

    own_parameters: ClassVar[tuple[str, ...]] = ("shape", "scale")

    kind: Literal["weibull"] = "weibull"
    """Times to failure with a rate that rises or falls with age."""
    shape: float | None = Field(default=None, ge=_SHAPES[0], le=_SHAPES[1])
    """Shape, from 0.1 to 1000; goes with ``scale``."""
    scale: Parameter | None = Field(default=None, gt=0)
    """Scale: the value that 63.2 % do not exceed; goes with ``shape``."""

    @model_validator(mode="after")
    def _solvable(self) -> Self:
        highest, lowest = (_cv(shape) for shape in _SHAPES)
        if self.cv is not None and not lowest <= self.cv <= highest:
            raise ValueError(f"'cv' must be between {lowest:.3g} and {highest:.3g}, got {self.cv:g}")
        return self

    def from_moments(self, mean: float, cv: float) -> tuple[float, float]:
        """Shape and scale; the shape is solved from the cv (see ``variance``)."""
        shape = crossing(lambda guess: _cv(guess) - cv, *_SHAPES)
        return shape, mean / math.gamma(1 + 1 / shape)

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF; see ``Distribution.quantile``."""
        shape, scale = self.own
        values: NDArray[np.float64] = scale * (-np.log1p(-uniforms)) ** (1 / shape)
        return values

    @property
    def mean(self) -> float:
        """scale G(1 + 1 / shape) with the gamma function G."""
        shape, scale = self.own
        return scale * math.gamma(1 + 1 / shape)

    @property
    def variance(self) -> float:
        """mean^2 cv^2 with 1 + cv^2 = G(1 + 2 / shape) / G(1 + 1 / shape)^2."""
        return (self.mean * _cv(self.own[0])) ** 2

    @property
    def support(self) -> tuple[float, float]:
        """From 0 to infinity."""
        return 0.0, math.inf


def _cv(shape: float) -> float:
    return math.sqrt(math.expm1(math.lgamma(1 + 2 / shape) - 2 * math.lgamma(1 + 1 / shape)))
