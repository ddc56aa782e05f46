"""Price: goods cost more, or less."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.disruption.what import Effect, Sort
from sim.quantities import LARGEST, Factor, Unit


class Price(Effect):
    """The price changes: of what a supplier sells, or of what a customer buys.

    What is due when goods are delivered is the price of that day, whenever they were ordered. No price falls below 0.

    Source: spot purchasing at the current price, as in the price disruptions of Tomlin (2006), "On the value of
    mitigation and contingency strategies for managing supply chain disruption risks", Management Science 52.

    Example:
        >>> Price(factor=1.4).value(0.5), Price(plus=-2).value(1.0)
        (1.2, -2.0)
    """

    acts_on: ClassVar[tuple[Sort, ...]] = ("supply", "purchase")

    kind: Literal["price"] = "price"
    """Goods cost more, or less."""
    factor: Factor | None = None
    """So many times the price, at full intensity."""
    plus: Annotated[float, Field(ge=-LARGEST, le=LARGEST), Unit("money")] | None = None
    """So much more for each unit, at full intensity; less where negative."""

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        if (self.factor is None) == (self.plus is None):
            raise ValueError("say a 'factor' or 'plus', one of both; for both, list two effects")
        return self

    @property
    def neutral(self) -> float:
        """No addition, or the factor 1; see ``Effect.neutral``."""
        return 1.0 if self.plus is None else 0.0

    @property
    def aspect(self) -> str:
        """``plus`` or ``factor``; see ``Effect.aspect``."""
        return "factor" if self.plus is None else "plus"

    @property
    def full(self) -> float:
        """The factor or the addition; see ``Effect.full``."""
        return float(self.plus if self.factor is None else self.factor)  # type: ignore[arg-type]
