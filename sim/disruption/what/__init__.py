"""Effects: what a disruption does to the things that it strikes, at an intensity between 0 and 1.

An effect names the sorts of things that it can act on and says which value it puts in force. How things bear it is the
engine's affair: for each kind here there is a module of the same name in ``sim.engine.levers``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.spec import Family, Spec

Sort = Literal["supply", "stock", "recipe", "line", "dock", "purchase", "lane", "fleet"]
"""The sorts of things that can be struck: what a supplier sells, a stock, a recipe, a line or a dock of a site, what a
customer buys, a lane, the vehicles of a carrier."""


class Effect(Spec):
    """What a disruption does."""

    acts_on: ClassVar[tuple[Sort, ...]] = ()
    """The sorts of things that it can act on."""
    takes_all: ClassVar[bool] = True
    """Whether it acts on all sorts of things that a site has, or else on the first of ``acts_on`` that it has."""
    is_gradual: ClassVar[bool] = True
    """Whether there is something between being struck and not; else severities and recoveries do not concern it."""

    @property
    def neutral(self) -> float:
        """The value that changes nothing."""
        return 1.0

    @property
    def aspect(self) -> str:
        """What of the thing it changes, where the kind alone does not tell."""
        return ""

    @property
    def name(self) -> str:
        """Its kind, as a file spells it."""
        return str(type(self).model_fields["kind"].default)

    @property
    def full(self) -> float:
        """The value in force at full intensity."""
        raise NotImplementedError(f"{type(self).__name__} must define full")

    @property
    def is_for_good(self) -> bool:
        """Whether it stays in force when the disruption is over."""
        return False

    @property
    def mode(self) -> str:
        """Which way of several it has, if whoever proves the books must know; empty elsewhere."""
        return ""

    def value(self, intensity: float) -> float:
        """The value in force at an intensity between 0 (nothing) and 1 (full); straight in between."""
        if not self.is_gradual:
            return self.full if intensity > 0.0 else self.neutral
        value = intensity * self.full + (1.0 - intensity) * self.neutral
        return min(max(value, min(self.full, self.neutral)), max(self.full, self.neutral))


if TYPE_CHECKING:
    AnyEffect = Effect
else:
    AnyEffect = Family(Effect, __name__, __path__).union
