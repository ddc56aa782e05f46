"""Destruction: stock is lost."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.disruption.what import Effect, Sort
from sim.quantities import Amount, Share


class Destruction(Effect):
    """Stock on hand is destroyed at the moment of the strike: a share of it, or so many units, and written off.

    What nobody has set aside goes first, then what is set aside for production, for the latest orders first; these
    have to wait for their components again. What is in transit, or stands before a dock, is not touched. How long the
    disruption lasts does not matter, only that it strikes; a severity below 1 destroys less.

    Source: loss of inventory in the disruptions of Schmitt and Singh (2012), "A quantitative analysis of disruption
    risk in a multi-echelon supply chain", International Journal of Production Economics 139.

    Example:
        >>> fire = Destruction(share="60 %")
        >>> fire.value(1.0), fire.value(0.5), fire.value(0.0)
        (0.6, 0.3, 0.0)
        >>> Destruction(units=400).value(0.25)
        100.0
    """

    acts_on: ClassVar[tuple[Sort, ...]] = ("stock",)
    neutral: ClassVar[float] = 0.0

    kind: Literal["destruction"] = "destruction"
    """Stock is lost."""
    share: Share | None = None
    """The share of each stock that is destroyed at full intensity (default all, if no units are given)."""
    units: Annotated[Amount, Field(gt=0)] | None = None
    """So many product units of each stock, or all if there are fewer."""

    @model_validator(mode="after")
    def _says_one(self) -> Self:
        if self.share is not None and self.units is not None:
            raise ValueError("say either a 'share' or 'units', not both")
        return self

    @property
    def full(self) -> float:
        """The share, or the units, destroyed; see ``Effect.full``."""
        if self.units is not None:
            return self.units
        return 1.0 if self.share is None else self.share

    @property
    def mode(self) -> str:
        """Whether it is a share, or units; see ``Effect.mode``."""
        return "share" if self.units is None else "units"
