"""The binomial law: how many of a number of trials succeed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field
from scipy.special import bdtr, bdtrik

from sim.distributions._counts import CountLaw
from sim.quantities import Share

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Binomial(CountLaw):
    """The number of successes in ``trials`` independent trials. Both parameters are needed.

    A mean and a cv are not accepted: they seldom give a whole number of trials.

    Source: Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 6.2.3.

    Example:
        >>> Binomial(trials=10, probability=0.5).variance
        2.5
    """

    kind: Literal["binomial"] = "binomial"
    """Number of successes: 0, 1, ..., ``trials``."""
    trials: int = Field(ge=1, le=1_000_000_000)
    """Number of trials."""
    probability: Share
    """Probability that a trial succeeds, from 0 to 1."""

    def cumulative(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probability of at most so many; see ``CountLaw.cumulative``."""
        return np.asarray(bdtr(np.minimum(counts, self.trials), self.trials, self.probability))

    def approximate(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse of the CDF between the counts; see ``CountLaw.approximate``."""
        return np.asarray(bdtrik(uniforms, self.trials, self.probability))

    @property
    def mean(self) -> float:
        """trials x probability."""
        return self.trials * self.probability

    @property
    def variance(self) -> float:
        """trials x probability x (1 - probability)."""
        return self.trials * self.probability * (1 - self.probability)

    @property
    def support(self) -> tuple[float, float]:
        """0, 1, ..., trials; one of the two ends where each trial fails or each succeeds."""
        return (float(self.trials) if self.probability == 1 else 0.0), (float(self.trials) if self.probability else 0.0)
