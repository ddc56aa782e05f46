"""The beta law on a range: bounded values of almost any form."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal, Self

import numpy as np
from pydantic import Field, model_validator
from scipy.special import betaincinv

from sim.distributions._moments import VARIATION, ByMoments
from sim.distributions._precision import distinct
from sim.quantities import Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SHAPES: Final = (1e-3, 1e8)
"""The shapes that are accepted."""


class Beta(ByMoments):
    """The beta law, stretched from ``low`` to ``high``. Given by ``alpha`` and ``beta``, or by ``mean`` and ``cv``.

    Mean and cv are those of what is drawn, on the stretched scale.

    Source: Law (2015), *Simulation Modeling and Analysis*, 5th ed., section 6.2.2.

    Example:
        >>> Beta(alpha=2, beta=3, high=10).mean
        4.0
    """

    own_parameters: ClassVar[tuple[str, ...]] = ("alpha", "beta")

    kind: Literal["beta"] = "beta"
    """Bounded, of almost any form."""
    alpha: float | None = Field(default=None, ge=_SHAPES[0], le=_SHAPES[1])
    """First shape, from 0.001 to 1e8: larger draws the values up; goes with ``beta``."""
    beta: float | None = Field(default=None, ge=_SHAPES[0], le=_SHAPES[1])
    """Second shape, from 0.001 to 1e8: larger draws the values down; goes with ``alpha``."""
    low: Parameter = 0.0
    """The smallest value."""
    high: Parameter = 1.0
    """The largest value, above ``low``."""

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"'low' ({self.low:g}) must be below 'high' ({self.high:g})")
        if self.given_mean is not None and not self.low < self.given_mean < self.high:
            raise ValueError(f"'mean' ({self.given_mean:g}) must lie between {self.low:g} and {self.high:g}")
        if self.given_mean is not None and self.cv is not None:
            self._check_spread(self.given_mean * self.cv / (self.high - self.low))
        if min(self.own) <= 0:
            raise ValueError(f"no beta law between {self.low:g} and {self.high:g} varies so much; lower the 'cv'")
        if not _SHAPES[0] <= min(self.own) <= max(self.own) <= _SHAPES[1]:
            shown = f"alpha {self.own[0]:.2g} and beta {self.own[1]:.2g}"
            raise ValueError(f"'cv' leads to {shown}, which must lie between {_SHAPES[0]:g} and {_SHAPES[1]:g}")
        return self

    def _check_spread(self, share: float) -> None:
        # Below, the shapes of the law would be beyond all numbers.
        if share < VARIATION[0] ** 2:
            raise ValueError(f"'cv' is too small: the deviation must be at least {VARIATION[0] ** 2:g} of the range")

    def from_moments(self, mean: float, cv: float) -> tuple[float, float]:
        """Alpha and beta: m n and (1 - m) n with n = m (1 - m) / v - 1, where m and v are mean and variance on 0..1."""
        span = self.high - self.low
        middle = (mean - self.low) / span
        both = middle * (1 - middle) / (mean * cv / span) ** 2 - 1
        return middle * both, (1 - middle) * both

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF; see ``Distribution.quantile``."""
        alpha, beta = self.own
        uniforms = distinct(uniforms)
        # Each half is read from its own end, near which its values have all their digits.
        upper = uniforms > 0.5
        tail = np.where(upper, 1.0 - uniforms, uniforms)
        share = np.asarray(betaincinv(np.where(upper, beta, alpha), np.where(upper, alpha, beta), tail), np.float64)
        values: NDArray[np.float64] = self.low + (self.high - self.low) * np.where(upper, 1.0 - share, share)
        return np.minimum(values, self.high)

    @property
    def mean(self) -> float:
        """low + (high - low) alpha / (alpha + beta)."""
        alpha, beta = self.own
        return self.low + (self.high - self.low) * alpha / (alpha + beta)

    @property
    def variance(self) -> float:
        """The squared range times alpha beta / ((alpha + beta)^2 (alpha + beta + 1))."""
        alpha, beta = self.own
        return (self.high - self.low) ** 2 * alpha * beta / ((alpha + beta) ** 2 * (alpha + beta + 1))

    @property
    def support(self) -> tuple[float, float]:
        """From low to high."""
        return self.low, self.high
