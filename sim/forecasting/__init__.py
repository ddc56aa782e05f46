"""Forecasting: what a stock expects to be asked for in its next review period.

A forecaster is frozen; the engine holds its state: ``state = start(mean)``, then ``state = update(state, observed)``
at each review, and ``forecast(state)`` for the policy. States are immutable values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.spec import Family, Spec


class Forecaster(Spec):
    """A rule that turns past demand per review period into the expected demand of the next one."""

    def start(self, mean: float) -> Any:
        """The state before anything was observed.

        Args:
            mean: The true mean demand per review period, in steps; only ``perfect_mean`` may use it as knowledge.
        """
        raise NotImplementedError(f"{type(self).__name__} must define start()")

    def update(self, state: Any, observed: float) -> Any:
        """The state after ``observed`` (demand of the review period that just ended, in steps)."""
        raise NotImplementedError(f"{type(self).__name__} must define update()")

    def forecast(self, state: Any) -> float:
        """The expected demand of the next review period, in steps."""
        raise NotImplementedError(f"{type(self).__name__} must define forecast()")


if TYPE_CHECKING:
    AnyForecaster = Forecaster
else:
    AnyForecaster = Family(Forecaster, __name__, __path__).union
