"""Bankruptcy: a supplier is gone."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.disruption.what import Effect, Sort


class Bankruptcy(Effect):
    """A supplier is gone for good: what it has not shipped is called off, what is ordered from then on is refused.

    What is on the way arrives. The rule ``priority`` passes over it; other stocks go elsewhere if they have a plan
    (``on_disruption``).

    Source: supplier default in Babich, Burnetas and Ritchken (2007), "Competition and diversification effects in supply
    chains with supplier default risk", Manufacturing & Service Operations Management 9.

    Example:
        >>> end = Bankruptcy()
        >>> end.value(1.0), end.is_for_good
        (0.0, True)
    """

    acts_on: ClassVar[tuple[Sort, ...]] = ("supply",)
    is_gradual: ClassVar[bool] = False

    kind: Literal["bankruptcy"] = "bankruptcy"
    """A supplier is gone for good."""

    @property
    def full(self) -> float:
        """Nothing is left; see ``Effect.full``."""
        return 0.0

    @property
    def is_for_good(self) -> bool:
        """It never ends; see ``Effect.is_for_good``."""
        return True
