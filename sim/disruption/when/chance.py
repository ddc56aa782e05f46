"""Chance: once, perhaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.disruption.when import Trigger
from sim.disruption.when._windows import joined, varies, window
from sim.distributions import DurationDistribution
from sim.distributions.constant import Constant
from sim.quantities import Instant, Share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.disruption.when import Window
    from sim.streams import Luck


class Chance(Trigger):
    """Strikes at most once, with a probability.

    Source: the Bernoulli disruptions of Snyder et al. (2016), "OR/MS models for supply chain disruptions: a review",
    IIE Transactions 48.

    Example:
        >>> from sim.streams import Luck
        >>> quake = Chance(probability="70 %", starts="day 10", lasts="5 days")
        >>> [list(quake.windows(Luck(1, replication), ("quake",), iter(()))) for replication in range(3)]
        [[], [], [(9.0, 14.0)]]
    """

    kind: Literal["chance"] = "chance"
    """At most once, with a probability."""
    probability: Share
    """How likely it strikes."""
    starts: Instant
    """When it begins at the earliest."""
    delay: DurationDistribution = Constant(value=0.0)
    """Time that it begins later than that, fixed or drawn (default none)."""
    lasts: DurationDistribution | None = None
    """How long it lasts; absent: for good."""

    @property
    def is_random(self) -> bool:
        """Whether anything is left to chance."""
        return 0.0 < self.probability < 1.0 or (self.probability > 0.0 and varies(self.delay, self.lasts))

    def windows(self, luck: Luck, names: tuple[str, ...], causes: Iterator[Window]) -> Iterator[Window]:
        """One window or none; see ``Trigger.windows``."""
        if luck.stream(*names, "strikes").next() >= self.probability:
            return
        delay = luck.stream(*names, "delay", quantile=self.delay.quantile).next()
        lasts = None if self.lasts is None else luck.stream(*names, "lasts", quantile=self.lasts.quantile).next()
        yield from joined([window(self.starts + delay, lasts)])
