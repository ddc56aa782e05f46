"""Yield loss: less of what is made is good."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.disruption.what import Effect, Sort
from sim.quantities import Share


class YieldLoss(Effect):
    """Of what would be good a share is left: of all that comes off the lines of a recipe while it lasts.

    The rest is scrapped. What the recipe's own yield is, fixed or drawn, is as ever, and is multiplied by the share.

    Source: the random yield of Yano and Lee (1995), "Lot sizing with random yields: a review", Operations Research 43,
    here as a disruption for a while.

    Example:
        >>> bad_resin = YieldLoss(left="70 %")
        >>> bad_resin.value(1.0), bad_resin.value(0.5), bad_resin.value(0.0)
        (0.7, 0.85, 1.0)
    """

    acts_on: ClassVar[tuple[Sort, ...]] = ("recipe",)

    kind: Literal["yield_loss"] = "yield_loss"
    """Less of what is made is good."""
    left: Share = 0.0
    """What is left of the good share at full intensity (default nothing)."""

    @property
    def full(self) -> float:
        """The share left; see ``Effect.full``."""
        return self.left
