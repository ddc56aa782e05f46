"""The logarithmic law (log-series): sizes of orders that are mostly small."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, Self, cast

import numpy as np
from pydantic import Field, model_validator

from sim.distributions import Distribution
from sim.distributions._counts import Cumulative
from sim.distributions._moments import crossing, one_of
from sim.quantities import Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PARAMETERS: Final = (1e-9, 0.9999)
"""The parameters that are accepted: above, the table of the CDF would grow too long."""


class Logarithmic(Distribution):
    """The log-series law on 1, 2, ...: k has probability ``-p^k / (k ln(1 - p))``.

    Given by ``probability`` (the parameter p), or by ``mean``, which must be above 1.

    Orders that come as a Poisson process and are of such a size add up to negative binomial demand.

    Source: Johnson, Kemp, Kotz (2005), *Univariate Discrete Distributions*, 3rd ed., chapter 7.

    Example:
        >>> round(Logarithmic(probability=0.5).mean, 4)
        1.4427
    """

    kind: Literal["logarithmic"] = "logarithmic"
    """Whole numbers from 1, mostly small."""
    probability: float | None = Field(default=None, ge=_PARAMETERS[0], le=_PARAMETERS[1])
    """The parameter p of the series, between 0 and 0.9999."""
    given_mean: Parameter | None = Field(default=None, alias="mean", gt=1)
    """Mean of what is drawn, above 1, in place of ``probability``."""

    @model_validator(mode="after")
    def _determined(self) -> Self:
        one_of(probability=self.probability, mean=self.given_mean)
        lowest, highest = (_mean(parameter) for parameter in _PARAMETERS)
        if self.given_mean is not None and not lowest <= self.given_mean <= highest:
            raise ValueError(f"'mean' must be above 1 and at most {highest:.4f}, got {self.given_mean:g}")
        return self

    @cached_property
    def parameter(self) -> float:
        """The parameter p of the series, given or solved from the mean."""
        mean = self.given_mean
        if mean is not None:
            return crossing(lambda guess: mean - _mean(guess), *_PARAMETERS)
        return cast("float", self.probability)

    @cached_property
    def table(self) -> Cumulative:
        """Cumulative probabilities of 1, 2, ... as far as they differ from 1; the last one is 1."""
        parameter = self.parameter
        counts = np.arange(1, math.ceil(math.log(2.0**-60) / math.log(parameter)) + 2)
        masses = np.exp(counts * math.log(parameter)) / (-math.log1p(-parameter) * counts)
        probabilities = np.minimum(np.cumsum(masses), 1.0)
        probabilities[-1] = 1.0
        return Cumulative(1.0, 0.0, probabilities)

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF; see ``Distribution.quantile``."""
        return np.searchsorted(self.table.probabilities, uniforms).astype(np.float64) + 1.0

    @property
    def mean(self) -> float:
        """The mean -p / ((1 - p) ln(1 - p))."""
        return _mean(self.parameter)

    @property
    def variance(self) -> float:
        """The mean times 1 / (1 - p) - mean."""
        return self.mean * (1 / (1 - self.parameter) - self.mean)

    @property
    def support(self) -> tuple[float, float]:
        """1, 2, ..."""
        return 1.0, math.inf


def _mean(parameter: float) -> float:
    return -parameter / ((1 - parameter) * math.log1p(-parameter))
