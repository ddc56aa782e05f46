"""Policy: a stock is managed otherwise."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from sim.disruption.what import Effect, Sort
from sim.replenishment import AnyReplenishment
from sim.sourcing import AnySourcing


class Policy(Effect):
    """Another policy, another source, or both: while it lasts, or from then on.

    It is a change that comes from outside, at a known time, such as a decision of the board. What a stock itself does
    when it learns of a disruption is its ``on_disruption``.

    Source: the policy changes in time of Sterman (2000), *Business Dynamics*, chapter 17.

    Example:
        >>> leaner = Policy(replenish={"kind": "base_stock", "level": 40}, for_good=True)
        >>> leaner.value(1.0), leaner.value(0.2), leaner.is_for_good
        (1.0, 1.0, True)
    """

    acts_on: ClassVar[tuple[Sort, ...]] = ("stock",)
    is_gradual: ClassVar[bool] = False

    kind: Literal["policy"] = "policy"
    """A stock is managed otherwise."""
    replenish: AnyReplenishment | None = None
    """When and how much to order, with the reviews of the usual policy; absent: as ever."""
    source: AnySourcing | None = None
    """Whom to order from; absent: as ever."""
    for_good: bool = False
    """Whether it stays so when the disruption is over (default no)."""

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.replenish is None and self.source is None:
            raise ValueError("it changes nothing: give a 'replenish' or a 'source'")
        return self

    @property
    def neutral(self) -> float:
        """0: all is as ever; see ``Effect.neutral``."""
        return 0.0

    @property
    def full(self) -> float:
        """1: the change is in force; see ``Effect.full``."""
        return 1.0

    @property
    def is_for_good(self) -> bool:
        """Whether it stays; see ``Effect.is_for_good``."""
        return self.for_good
