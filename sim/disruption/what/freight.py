"""Freight: transport costs more, or less."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from sim.disruption.what import Effect, Sort
from sim.quantities import Factor


class Freight(Effect):
    """The rates of transport change: of a lane whose shipments leave by themselves, or of the trips of a carrier.

    The rate of the day counts on which goods leave their stock, or a trip's load is taken up.

    Source: the bunker adjustment factor of liner shipping, and the freight rates during the crises of 2021 and 2024 in
    UNCTAD, Review of Maritime Transport 2024.

    Example:
        >>> Freight(factor=3).value(0.5), Freight(fuel=1.4).aspect
        (2.0, 'fuel')
    """

    acts_on: ClassVar[tuple[Sort, ...]] = ("lane", "fleet")

    kind: Literal["freight"] = "freight"
    """Transport costs more, or less."""
    factor: Factor | None = None
    """So many times all rates, at full intensity."""
    fuel: Factor | None = None
    """So many times what a carrier charges for each kilometre, at full intensity; its other rates stay."""

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if (self.factor is None) == (self.fuel is None):
            raise ValueError("say a 'factor' or 'fuel', one of both; for both, list two effects")
        return self

    @property
    def aspect(self) -> str:
        """``factor`` or ``fuel``; see ``Effect.aspect``."""
        return "factor" if self.fuel is None else "fuel"

    @property
    def full(self) -> float:
        """The factor; see ``Effect.full``."""
        return float(self.fuel if self.factor is None else self.factor)  # type: ignore[arg-type]
