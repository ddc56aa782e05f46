"""Simple exponential smoothing: the recent past counts more."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.forecasting import Forecaster
from sim.quantities import Amount


class ExponentialSmoothing(Forecaster):
    """A level that moves towards each observation by the share ``alpha`` of the error.

    The first level is the stock's ``opening.forecast``, else ``initial``; without both it is the first observation, and
    the forecast is 0 before it.

    Source: Hyndman, Athanasopoulos (2021), *Forecasting: Principles and Practice*, 3rd ed., section 8.1.

    Example:
        >>> smoothing = ExponentialSmoothing(alpha=0.25, initial=8)
        >>> smoothing.forecast(smoothing.update(smoothing.start(0.0), 12.0))
        9.0
    """

    kind: Literal["exponential_smoothing"] = "exponential_smoothing"
    """A level that follows the observations."""
    alpha: float = Field(gt=0, le=1)
    """Weight of the newest observation, above 0 and at most 1."""
    initial: Amount | None = None
    """Level before the first observation, per review period; absent: the first observation."""

    def start(self, mean: float, opening: float | None = None) -> float | None:
        """The state before anything was observed; see ``Forecaster.start``. The true mean is not used."""
        return self.initial if opening is None else opening

    def update(self, state: float | None, observed: float) -> float:
        """The level after ``observed``."""
        return observed if state is None else state + self.alpha * (observed - state)

    def forecast(self, state: float | None) -> float:
        """The level; 0 before the first observation without ``initial``."""
        return 0.0 if state is None else state
