"""The perfect mean: a forecaster that knows what demand is on average."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.errors import InputError
from sim.forecasting import Forecaster


class PerfectMean(Forecaster):
    """Always the true mean demand of the next review period, season and trend included, whatever was observed.

    A benchmark: the difference from it is what not knowing the demand costs. Behind other sites it is the mean of what
    customers will want in that period and what is passed on at once. A trace counts with its mean over the record.

    Source: the case of known demand in Chen, Drezner, Ryan, Simchi-Levi (2000), Quantifying the Bullwhip Effect in a
    Simple Supply Chain, *Management Science* 46(3), 436-443.

    Example:
        >>> law = PerfectMean()
        >>> law.forecast(law.update(law.start(8.0), 20.0))
        8.0
    """

    kind: Literal["perfect_mean"] = "perfect_mean"
    """Knows the true mean and does not learn."""

    knows_mean: ClassVar[bool] = True

    def start(self, mean: float, opening: float | None = None) -> float:
        """The state before anything was observed: the true mean.

        Raises:
            InputError: if an opening is stated: what is known cannot begin otherwise.
        """
        if opening is not None:
            raise InputError(f"perfect_mean knows the true mean; leave out the 'opening.forecast' of {opening:g}")
        return mean

    def update(self, state: float, observed: float) -> float:
        """The same state: nothing is learnt."""
        return state

    def learn_mean(self, state: float, mean: float) -> float:
        """The mean of the next review period."""
        return mean

    def forecast(self, state: float) -> float:
        """The true mean."""
        return state
