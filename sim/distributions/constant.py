"""The constant: always the same value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.distributions import Distribution
from sim.quantities import Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Constant(Distribution):
    """Always the same value. A bare number or duration stands for it: ``lead_time: 3 days``.

    Source: the degenerate law, with all its weight on one point.

    Example:
        >>> Constant(value=3).mean
        3.0
    """

    kind: Literal["constant"] = "constant"
    """The value does not vary."""
    value: Parameter
    """The value, in the unit of what is drawn."""

    def quantile(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse CDF; see ``Distribution.quantile``."""
        return np.full(np.shape(uniforms), self.value)

    @property
    def mean(self) -> float:
        """The value."""
        return self.value

    @property
    def variance(self) -> float:
        """Zero."""
        return 0.0

    @property
    def support(self) -> tuple[float, float]:
        """The value, twice."""
        return self.value, self.value
