"""The moving average: the mean of the last few periods."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import Field

from sim.forecasting import Forecaster
from sim.quantities import Amount


class MovingAverage(Forecaster):
    """The mean of the last ``periods`` observations.

    Until there are so many, the missing ones count as observed at the stock's ``opening.forecast``, else at
    ``initial``; without both the mean is of what there is, and the forecast is 0 before the first observation.

    Source: Silver, Pyke, Thomas (2017), *Inventory and Production Management in Supply Chains*, 4th ed., section 3.4.1.

    Example:
        >>> average = MovingAverage(periods=3, initial=6)
        >>> average.forecast(average.update(average.start(0.0), 12.0))
        8.0
    """

    kind: Literal["moving_average"] = "moving_average"
    """Mean of the last observations."""
    periods: int = Field(ge=1, le=10_000)
    """Number of review periods that count."""
    initial: Amount | None = None
    """Demand per review period before the first observation; absent: only what was observed counts."""

    def start(self, mean: float, opening: float | None = None) -> tuple[float, ...]:
        """The state before anything was observed; see ``Forecaster.start``. The true mean is not used."""
        level = self.initial if opening is None else opening
        return () if level is None else (level,) * self.periods

    def update(self, state: tuple[float, ...], observed: float) -> tuple[float, ...]:
        """The state after ``observed``: the last observations, the oldest first."""
        return (*state, observed)[-self.periods :]

    def forecast(self, state: tuple[float, ...]) -> float:
        """The mean of the observations that count; 0 if there are none."""
        return math.fsum(state) / len(state) if state else 0.0
