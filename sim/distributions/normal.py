"""The normal law, cut off below zero unless told otherwise."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, Self

import numpy as np
from pydantic import Field, model_validator
from scipy.special import ndtr, ndtri

from sim.distributions import Distribution
from sim.distributions._moments import VARIATION, one_of
from sim.distributions._precision import distinct
from sim.quantities import Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DEEPEST: Final = -5.0
"""The lowest mean in standard deviations at which the law can still be truncated."""

_LEAST: Final = 1e-9
"""The smallest standard deviation of a law that varies at all, as a share of the mean."""


class Normal(Distribution):
    """The normal law, by default on the condition that what is drawn is not negative.

    Given by ``mean`` and ``sd``, or by ``mean`` and ``cv``. These are those of the law before it is truncated: where
    much of it lies below 0, what is drawn has a larger mean and a smaller spread. Truncation is conditional, not a cut
    to 0: the uniform u is mapped to F(0) + u (1 - F(0)), so that 0 itself gets no weight of its own.

    Source: Johnson, Kotz, Balakrishnan (1994), *Continuous Univariate Distributions*, vol. 1, chapter 13, section 10.1.

    Example:
        >>> Normal(mean=50, sd=8, truncated=False).variance
        64.0
    """

    kind: Literal["normal"] = "normal"
    """Bell-shaped; negative values are left out unless ``truncated`` is false."""
    given_mean: Parameter = Field(alias="mean")
    """Mean before truncation."""
    sd: Parameter | None = Field(default=None, ge=0)
    """Standard deviation before truncation: 0, or at least 1e-9 of the mean."""
    cv: float | None = Field(default=None, ge=0, le=VARIATION[1])
    """Coefficient of variation before truncation, in place of ``sd``; needs a positive mean."""
    truncated: bool = True
    """Whether negative values are left out."""

    @model_validator(mode="after")
    def _determined(self) -> Self:
        one_of(sd=self.sd, cv=self.cv)
        if self.cv is not None and self.given_mean <= 0:
            raise ValueError(f"'cv' needs a mean above 0, got {self.given_mean:g}; give 'sd'")
        if 0 < self.spread < _LEAST * abs(self.given_mean):
            name = "sd" if self.sd is not None else "cv"
            least = _LEAST * abs(self.given_mean) if self.sd is not None else _LEAST
            raise ValueError(f"'{name}' must be 0, or at least {least:g}; got {getattr(self, name):g}")
        if self.truncated and (self.given_mean < 0 if self.spread == 0 else self.given_mean < _DEEPEST * self.spread):
            raise ValueError(
                f"with mean {self.given_mean:g} and standard deviation {self.spread:g} hardly anything lies above 0; "
                f"a truncated normal needs a mean of at least {_DEEPEST:g} standard deviations"
            )
        return self

    @property
    def spread(self) -> float:
        """Standard deviation before truncation."""
        return self.sd if self.sd is not None else self.given_mean * (self.cv or 0.0)

    @cached_property
    def kept(self) -> tuple[float, float]:
        """Probability that the untruncated law gives to what is left out below, and to what is kept."""
        if not self.truncated or self.spread == 0:
            return 0.0, 1.0
        cut = self.given_mean / self.spread
        return float(ndtr(-cut)), float(ndtr(cut))

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF; see ``Distribution.quantile``."""
        below, kept = self.kept
        uniforms = distinct(uniforms)
        probabilities = below + uniforms * kept
        # Each half is read from its own tail, where the probability has all its digits.
        lower = np.minimum(ndtri(np.minimum(probabilities, 0.5)), 0.0)
        upper = np.maximum(-ndtri(np.minimum((1 - uniforms) * kept, 0.5)), 0.0)
        values = self.given_mean + self.spread * np.where(probabilities < 0.5, lower, upper)
        values = np.asarray(values, dtype=np.float64)
        return np.maximum(values, 0.0) if self.truncated else values

    @property
    def mean(self) -> float:
        """mean + sd h with h the hazard of the standard normal law at the cut."""
        return self.given_mean + self.spread * self._hazard

    @property
    def variance(self) -> float:
        """sd^2 (1 - h (h + mean / sd)); see ``mean`` for h."""
        if self.spread == 0 or not self.truncated:
            return self.spread**2
        hazard = self._hazard
        return self.spread**2 * (1 - hazard * (hazard + self.given_mean / self.spread))

    @property
    def support(self) -> tuple[float, float]:
        """From 0, or from minus infinity if not truncated, to infinity; the mean alone without spread."""
        if self.spread == 0:
            return self.given_mean, self.given_mean
        return (0.0 if self.truncated else -math.inf), math.inf

    @property
    def _hazard(self) -> float:
        if not self.truncated or self.spread == 0:
            return 0.0
        cut = self.given_mean / self.spread
        return math.exp(-(cut**2) / 2) / math.sqrt(2 * math.pi) / self.kept[1]
