"""The perfect mean: a forecaster that knows what demand is on average."""

from __future__ import annotations

from typing import Literal

from sim.forecasting import Forecaster


class PerfectMean(Forecaster):
    """Always the true mean demand per review period, whatever was observed.

    A benchmark: the difference from it is what not knowing the demand costs.

    Source: the case of known demand in Chen, Drezner, Ryan, Simchi-Levi (2000), Quantifying the Bullwhip Effect in a
    Simple Supply Chain, *Management Science* 46(3), 436-443.

    Example:
        >>> law = PerfectMean()
        >>> law.forecast(law.update(law.start(8.0), 20.0))
        8.0
    """

    kind: Literal["perfect_mean"] = "perfect_mean"
    """Knows the true mean and does not learn."""

    def start(self, mean: float) -> float:
        """The state before anything was observed: the true mean."""
        return mean

    def update(self, state: float, observed: float) -> float:
        """The same state: nothing is learnt."""
        return state

    def forecast(self, state: float) -> float:
        """The true mean."""
        return state
