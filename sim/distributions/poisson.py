"""The Poisson law: how many independent events fall into a period."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field
from scipy.special import pdtr, pdtrik

from sim.distributions._counts import CountLaw
from sim.quantities import Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Poisson(CountLaw):
    """The number of independent events in a period. Given by its ``mean``; its variance is the same.

    Source: Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 6.2.3.

    Example:
        >>> Poisson(mean=20).variance
        20.0
    """

    kind: Literal["poisson"] = "poisson"
    """Number of independent events: 0, 1, 2, ..."""
    given_mean: Parameter = Field(alias="mean", gt=0, le=1e9)
    """Mean number, at most 1e9."""

    def cumulative(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability of at most so many; see ``CountLaw.cumulative``."""
        return np.asarray(pdtr(counts, self.given_mean))

    def approximate(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse of the CDF between the counts; see ``CountLaw.approximate``."""
        return np.asarray(pdtrik(uniforms, self.given_mean))

    @property
    def mean(self) -> float:
        """The mean as given."""
        return self.given_mean

    @property
    def variance(self) -> float:
        """The same as the mean."""
        return self.given_mean

    @property
    def support(self) -> tuple[float, float]:
        """0, 1, 2, ..."""
        return 0.0, math.inf
