"""Condition: when a stock is in trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import model_validator

from sim.disruption.when import Trigger
from sim.disruption.when._windows import varies
from sim.distributions import DurationDistribution
from sim.names import ProductName, SiteName
from sim.quantities import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.disruption.when import Window
    from sim.streams import Luck

Looked = Literal["on_hand", "net_stock", "position", "backlog", "on_order"]
"""What of a stock can be watched."""


class Condition(Trigger):
    """Strikes when a stock falls below a threshold, or rises above one, and ends when it is back, or after a while.

    The stock is looked at when all has happened that an instant brings, and the disruption strikes right after it, a
    step of the time grid later. It strikes anew when the stock has been back at ``until`` in between. As nobody knows
    beforehand when that will be, it can strike nothing that must be laid out before the run, such as demand; what
    follows it (``after``) cannot either.

    Source: the endogenous triggers of Sterman (2000), *Business Dynamics*, chapter 17, in which hoarding is set off by
    shortage itself.

    Example:
        >>> scarce = Condition(site="dc", product="juice", below=20, until=60)
        >>> [scarce.holds(units, was_on) for units, was_on in ((25, False), (19, False), (59, True), (60, True))]
        [False, True, True, False]
    """

    kind: Literal["condition"] = "condition"
    """When a stock is in trouble."""
    site: SiteName
    """Where the stock is."""
    product: ProductName
    """What is stocked there."""
    looks_at: Looked = "on_hand"
    """What of it: ``on_hand`` (default), ``net_stock`` (on hand less backlog), ``position`` (on hand and on order, less
    backlog), ``backlog`` or ``on_order``."""
    below: Level | None = None
    """It strikes when the stock is below this."""
    above: Level | None = None
    """It strikes when the stock is above this: for ``backlog``, say."""
    until: Level | None = None
    """It ends when the stock is at this again, or beyond (default: at the threshold)."""
    lasts: DurationDistribution | None = None
    """It ends after this time, whatever the stock is; absent: when the stock is back."""

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if (self.below is None) == (self.above is None):
            both = ", and not both" if self.below is not None else ": when does it strike?"
            raise ValueError(f"say either 'below' or 'above'{both}")
        if self.below is not None and self.back_at < self.below:
            raise ValueError(f"it strikes below {self.below:g} and cannot end at less, at {self.back_at:g}")
        if self.above is not None and self.back_at > self.above:
            raise ValueError(f"it strikes above {self.above:g} and cannot end at more, at {self.back_at:g}")
        return self

    @property
    def back_at(self) -> float:
        """At which stock it ends, or may strike anew, in product units."""
        threshold = self.below if self.below is not None else self.above
        return self.until if self.until is not None else (threshold or 0.0)

    def holds(self, units: float, was_on: bool) -> bool:
        """Whether the stock is in trouble at so many product units, when it was or was not before."""
        if self.below is not None:
            return units < (self.back_at if was_on else self.below)
        return units > (self.back_at if was_on else (self.above or 0.0))

    @property
    def is_foreseen(self) -> bool:
        """No: what happens in the chain brings it about."""
        return False

    @property
    def is_random(self) -> bool:
        """Whether its length is drawn."""
        return varies(self.lasts)

    def windows(self, luck: Luck, names: tuple[str, ...], causes: Iterator[Window]) -> Iterator[Window]:
        """None that are known; the engine asks it while the run goes on."""
        return iter(())
