"""The geometric law: how many trials until the first success."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, Self, cast

import numpy as np
from pydantic import Field, model_validator

from sim.distributions import Distribution
from sim.distributions._moments import one_of
from sim.quantities import Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Geometric(Distribution):
    """The number of trials until the first success: 1, 2, ..., or with ``from_zero`` of failures before it: 0, 1, ...

    Given by ``probability``, or by ``mean``, which must be above 1 (from zero: above 0).

    Source: Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 6.2.3 (from zero).

    Example:
        >>> Geometric(probability=0.25).mean
        4.0
    """

    kind: Literal["geometric"] = "geometric"
    """Number of trials until the first success."""
    probability: float | None = Field(default=None, ge=1e-12, lt=1)
    """Probability that a trial succeeds, between 0 and 1."""
    given_mean: Parameter | None = Field(default=None, alias="mean", gt=0, le=1e12)
    """Mean of what is drawn, in place of ``probability``."""
    from_zero: bool = False
    """Whether counting starts at 0 (failures before the success) instead of 1 (trials)."""

    @model_validator(mode="after")
    def _determined(self) -> Self:
        one_of(probability=self.probability, mean=self.given_mean)
        if self.given_mean is not None and self.given_mean <= self.support[0]:
            raise ValueError(f"'mean' must be above {self.support[0]:g}, the smallest value; got {self.given_mean:g}")
        return self

    @property
    def chance(self) -> float:
        """Probability that a trial succeeds, given or from the mean."""
        if self.given_mean is not None:
            return 1 / (self.given_mean + (1 if self.from_zero else 0))
        return cast("float", self.probability)

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF; see ``Distribution.quantile``."""
        fails = math.log1p(-self.chance)
        trials = np.maximum(np.ceil(np.log1p(-uniforms) / fails), 1.0)
        # Rounding of the quotient can miss by one, either way.
        trials -= (trials > 1) & (-np.expm1((trials - 1) * fails) >= uniforms)
        trials += -np.expm1(trials * fails) < uniforms
        return trials - 1 if self.from_zero else trials

    @property
    def mean(self) -> float:
        """1 / probability, less 1 from zero."""
        return (1 - self.chance) / self.chance if self.from_zero else 1 / self.chance

    @property
    def variance(self) -> float:
        """Probability of a failure / probability^2."""
        return (1 - self.chance) / self.chance**2

    @property
    def support(self) -> tuple[float, float]:
        """1, 2, ..., or from zero 0, 1, ..."""
        return (0.0 if self.from_zero else 1.0), math.inf
