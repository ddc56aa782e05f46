"""Tariff: a duty on what is bought."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from sim.disruption.what import Effect, Sort
from sim.quantities import LARGEST, Unit, read_share


class Tariff(Effect):
    """The buyer pays a share of the price, as a duty, for what comes over a lane or from a supplier.

    It is due with the price, when goods are delivered, at the rates of that day; several rates add up.

    Source: ad valorem duties on the transaction value, WTO Agreement on Implementation of Article VII of the General
    Agreement on Tariffs and Trade 1994 (customs valuation), Article 1.

    Example:
        >>> Tariff(share="25 %").value(1.0), Tariff(share=0.25).neutral
        (0.25, 0.0)
    """

    acts_on: ClassVar[tuple[Sort, ...]] = ("lane", "supply")

    kind: Literal["tariff"] = "tariff"
    """A duty on what is bought."""
    share: Annotated[float, Field(ge=0, le=LARGEST), BeforeValidator(read_share), Unit("share")]
    """The duty as a share of the price, at full intensity; may be more than all of it."""

    @property
    def neutral(self) -> float:
        """No duty; see ``Effect.neutral``."""
        return 0.0

    @property
    def full(self) -> float:
        """The share of the price; see ``Effect.full``."""
        return self.share
