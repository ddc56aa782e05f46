"""After: in the wake of another disruption."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sim.disruption.when import Trigger
from sim.disruption.when._windows import in_order, joined, varies, window
from sim.distributions import DurationDistribution
from sim.distributions.constant import Constant
from sim.names import DisruptionName
from sim.quantities import Share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.disruption.when import Window
    from sim.streams import Luck


class After(Trigger):
    """Strikes after each window of another disruption, with a probability and a delay.

    What comes while it is on already prolongs it, if it lasts longer.

    Source: the cascading disruptions of Ivanov, Sokolov and Dolgui (2014), "The ripple effect in supply chains",
    International Journal of Production Research 52.

    Example:
        >>> from sim.streams import Luck
        >>> panic = After(of="closure", delay="2 days", lasts="5 days")
        >>> list(panic.windows(Luck(1), ("panic",), iter([(10.0, 40.0), (50.0, 60.0)])))
        [(12.0, 17.0), (52.0, 57.0)]
    """

    kind: Literal["after"] = "after"
    """In the wake of another disruption."""
    of: DisruptionName
    """The disruption that it follows; it must be active too."""
    counted_from: Literal["start", "end"] = "start"
    """Whether the delay counts from the start of the other or from its end (default ``start``)."""
    delay: DurationDistribution = Constant(value=0.0)
    """Time after which it begins (default none)."""
    lasts: DurationDistribution | None = None
    """How long it lasts; absent: for good."""
    probability: Share = 1.0
    """How likely it follows, each time (default 1)."""

    @property
    def follows(self) -> str:
        """The other disruption; see ``Trigger.follows``."""
        return self.of

    @property
    def is_random(self) -> bool:
        """Whether anything is left to chance."""
        return 0.0 < self.probability < 1.0 or (self.probability > 0.0 and varies(self.delay, self.lasts))

    def windows(self, luck: Luck, names: tuple[str, ...], causes: Iterator[Window]) -> Iterator[Window]:
        """A window for each cause that is followed; see ``Trigger.windows``."""
        return joined(in_order(self._all(luck, names, causes)))

    def _all(self, luck: Luck, names: tuple[str, ...], causes: Iterator[Window]) -> Iterator[tuple[float, Window]]:
        strikes = luck.stream(*names, "strikes")
        delays = luck.stream(*names, "delay", quantile=self.delay.quantile)
        lengths = None if self.lasts is None else luck.stream(*names, "lasts", quantile=self.lasts.quantile)
        for begin, end in causes:
            since = begin if self.counted_from == "start" else end
            # Each cause has its draws, whether it is followed or not.
            is_followed, delay = strikes.next() < self.probability, delays.next()
            lasts = None if lengths is None else lengths.next()
            if is_followed:
                yield since, window(since + delay, lasts)
