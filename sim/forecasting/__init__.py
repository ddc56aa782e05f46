"""Forecasting: what a stock expects to be asked for in its next review period.

A forecaster is frozen; the engine holds its state: ``state = start(mean, opening)``, then ``state = update(state,
observed)`` at each review, and ``forecast(state)`` for the policy. States are immutable values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sim.spec import Family, Spec


class Forecaster(Spec):
    """A rule that turns past demand per review period into the expected demand of the next one."""

    knows_mean: ClassVar[bool] = False
    """Whether it is told the true mean of each review period: the engine then calls ``learn_mean`` at each review."""

    def start(self, mean: float, opening: float | None = None) -> Any:
        """The state before anything was observed.

        Args:
            mean: The true mean demand per review period, in steps; only who ``knows_mean`` may use it as knowledge.
            opening: What the scenario says is expected at the start, per review period, in steps: the first forecast;
                None: nothing is said.

        Raises:
            InputError: if an opening is stated where it can have no meaning.
        """
        raise NotImplementedError(f"{type(self).__name__} must define start()")

    def update(self, state: Any, observed: float) -> Any:
        """The state after ``observed`` (demand of the review period that just ended, in steps)."""
        raise NotImplementedError(f"{type(self).__name__} must define update()")

    def learn_mean(self, state: Any, mean: float) -> Any:
        """The state once ``mean``, the true mean demand of the next review period in steps, is known."""
        return state

    def forecast(self, state: Any) -> float:
        """The expected demand of the next review period, in steps."""
        raise NotImplementedError(f"{type(self).__name__} must define forecast()")


if TYPE_CHECKING:
    AnyForecaster = Forecaster
else:
    AnyForecaster = Family(Forecaster, __name__, __path__).union
