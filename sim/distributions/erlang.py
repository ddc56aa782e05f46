"""The Erlang law: several exponential phases, one after another."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, Self, cast

from pydantic import Field, model_validator
from scipy.special import gammaincinv

from sim.distributions import Distribution
from sim.distributions._moments import one_of
from sim.distributions._precision import distinct
from sim.quantities import Parameter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Erlang(Distribution):
    """The sum of ``phases`` independent exponentials. Given by ``mean`` and ``phases``, or by ``mean`` and ``cv``.

    The cv must be one over the root of a whole number; use ``gamma`` for others.

    Source: Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 6.2.2 (gamma with a whole shape).

    Example:
        >>> Erlang(mean=6, phases=4).variance
        9.0
    """

    kind: Literal["erlang"] = "erlang"
    """A sum of exponential phases."""
    given_mean: Parameter = Field(alias="mean", gt=0)
    """Mean of the sum of all phases."""
    phases: int | None = Field(default=None, ge=1, le=1_000_000)
    """Number of phases."""
    cv: float | None = Field(default=None, ge=0.001, le=1)
    """Coefficient of variation, 1 / sqrt(phases), in place of ``phases``."""

    @model_validator(mode="after")
    def _determined(self) -> Self:
        one_of(phases=self.phases, cv=self.cv)
        if self.cv is not None and abs(self.cv**-2 / self.shape - 1) > 1e-6:
            raise ValueError(
                f"cv {self.cv:g} is not 1 / sqrt(phases) for a whole number of phases; "
                f"the nearest is {1 / math.sqrt(self.shape):.7g} ({self.shape} phases), or use kind gamma"
            )
        return self

    @property
    def shape(self) -> int:
        """Number of phases, given or from the cv."""
        return self.phases if self.phases is not None else round(cast("float", self.cv) ** -2)

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF; see ``Distribution.quantile``."""
        standard: NDArray[np.float64] = gammaincinv(self.shape, distinct(uniforms))
        return self.given_mean / self.shape * standard

    @property
    def mean(self) -> float:
        """The mean as given."""
        return self.given_mean

    @property
    def variance(self) -> float:
        """mean^2 / phases."""
        return self.given_mean**2 / self.shape

    @property
    def support(self) -> tuple[float, float]:
        """From 0 to infinity."""
        return 0.0, math.inf
