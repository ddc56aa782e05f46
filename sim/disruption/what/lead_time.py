"""Lead time: transport, or a supplier, takes longer."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from sim.disruption.what import Effect, Sort
from sim.quantities import Duration, Factor


class LeadTime(Effect):
    """Goods take longer: on a lane, on the trips of a carrier, or with a supplier, beside its capacity.

    It concerns what sets out, or is begun, while it lasts, on top of the time that would be drawn without it; what was
    promised stays promised. Both a factor and an addition are two effects.

    Source: the stochastic lead times under disruption of Schmitt and Snyder (2012), "Infinite-horizon models for
    inventory control under yield uncertainty and disruptions", Computers & Operations Research 39; the transit times
    of the Cape route in Notteboom, Haralambides and Cullinane (2024), Maritime Economics & Logistics 26.

    Example:
        >>> cape = LeadTime(plus="10 days")
        >>> cape.value(1.0), cape.value(0.5), cape.neutral
        (10.0, 5.0, 0.0)
        >>> LeadTime(factor=1.5).value(0.5)
        1.25
    """

    acts_on: ClassVar[tuple[Sort, ...]] = ("lane", "fleet", "supply")

    kind: Literal["lead_time"] = "lead_time"
    """Goods take longer."""
    factor: Factor | None = None
    """So many times as long, at full intensity."""
    plus: Duration | None = None
    """So much longer, at full intensity; each leg of a carrier's trip, and its way back."""
    also_under_way: bool = False
    """Whether what is under way or in the making slows down, too (default no): whatever is left of its time then
    changes by the factor, and back at the end."""

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if (self.factor is None) == (self.plus is None):
            raise ValueError("say a 'factor' or 'plus', one of both; for both, list two effects")
        if self.also_under_way and self.plus is not None:
            raise ValueError("what is left of a time changes by a 'factor': leave out 'plus', or 'also_under_way'")
        if self.also_under_way and self.factor == 0.0:
            raise ValueError("what takes no time cannot take its time again afterwards: let the factor be above 0")
        return self

    @property
    def neutral(self) -> float:
        """No addition, or the factor 1; see ``Effect.neutral``."""
        return 1.0 if self.plus is None else 0.0

    @property
    def aspect(self) -> str:
        """``plus``, ``factor``, or ``pace`` where it concerns what is under way, too; see ``Effect.aspect``."""
        return "plus" if self.plus is not None else "pace" if self.also_under_way else "factor"

    @property
    def full(self) -> float:
        """The factor or the addition; see ``Effect.full``."""
        return float(self.plus if self.factor is None else self.factor)  # type: ignore[arg-type]
