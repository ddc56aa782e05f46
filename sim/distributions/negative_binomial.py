"""The negative binomial law: counts that vary more than Poisson's."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Final, Literal, Self

import numpy as np
from pydantic import Field, model_validator
from scipy.special import betainc, nbdtrik

from sim.distributions._counts import CountLaw
from sim.distributions._moments import ByMoments
from sim.quantities import LARGEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LARGEST_MEAN: Final = 1e9
"""The largest mean that is accepted, as that of the Poisson law: beyond, single counts cannot be told apart."""
_FEWEST: Final = 1e-6
"""The fewest successes that are accepted."""
_NEAREST: Final = 1e-6
"""How near to Poisson's the squared cv may come, relatively; nearer, the number of successes has no bound."""


class NegativeBinomial(CountLaw, ByMoments):
    """The number of failures before the trial that brings the last of ``successes``; these need not be whole.

    Given by ``successes`` and ``probability``, or by ``mean`` and ``cv``, where cv^2 must exceed 1 / mean (that of the
    Poisson law).

    Source: Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 6.2.3; for any real number of successes
    Johnson, Kemp, Kotz (2005), *Univariate Discrete Distributions*, 3rd ed., chapter 5.

    Example:
        >>> NegativeBinomial(successes=2, probability=0.25).mean
        6.0
    """

    own_parameters: ClassVar[tuple[str, ...]] = ("successes", "probability")

    kind: Literal["negative_binomial"] = "negative_binomial"
    """Counts 0, 1, 2, ... with a variance above their mean."""
    successes: float | None = Field(default=None, ge=_FEWEST, le=LARGEST)
    """Number of successes that end the trials, at least 1e-6 and not necessarily whole; goes with ``probability``."""
    probability: float | None = Field(default=None, ge=1e-12, lt=1)
    """Probability that a trial succeeds, between 0 and 1; goes with ``successes``."""

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.given_mean is not None and self.cv is not None and self.cv**2 * self.given_mean <= 1 + _NEAREST:
            least = 1 / math.sqrt(self.given_mean)
            raise ValueError(f"'cv' must be above {least:.6g}, one over the root of the mean; got {self.cv:g}")
        if self.mean > _LARGEST_MEAN:
            raise ValueError(f"the mean must be at most {_LARGEST_MEAN:g}, got {self.mean:g}")
        return self

    def from_moments(self, mean: float, cv: float) -> tuple[float, float]:
        """Successes and probability: probability p = 1 / (mean cv^2), successes = mean p / (1 - p)."""
        probability = 1 / (mean * cv**2)
        return mean * probability / (1 - probability), probability

    def cumulative(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability of at most so many; see ``CountLaw.cumulative``."""
        successes, probability = self.own
        return np.asarray(betainc(successes, counts + 1, probability))

    def approximate(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse of the CDF between the counts; see ``CountLaw.approximate``."""
        return np.asarray(nbdtrik(uniforms, *self.own))

    @property
    def mean(self) -> float:
        """successes (1 - probability) / probability."""
        successes, probability = self.own
        return successes * (1 - probability) / probability

    @property
    def variance(self) -> float:
        """mean / probability."""
        return self.mean / self.own[1]

    @property
    def support(self) -> tuple[float, float]:
        """0, 1, 2, ..."""
        return 0.0, math.inf
