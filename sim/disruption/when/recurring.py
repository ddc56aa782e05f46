"""Recurring: again and again, after random times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import model_validator

from sim.clock import GRID, LATEST, snap
from sim.disruption.when import Trigger
from sim.disruption.when._windows import joined, varies, window
from sim.distributions import DurationDistribution

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.disruption.when import Window
    from sim.streams import Luck

_ONE_STEP = 1.0 / GRID


class Recurring(Trigger):
    """Is off and on in turn, for times that are drawn: an alternating renewal process that begins by being off.

    Source: the supplier of Parlar and Berkin (1991), "Future supply uncertainty in EOQ models", Naval Research
    Logistics 38, who is up and down for exponential times.

    Example:
        >>> from itertools import islice
        >>> from sim.streams import Luck
        >>> yearly = Recurring(gap="355 days", lasts="10 days")
        >>> list(islice(yearly.windows(Luck(1), ("strike",), iter(())), 2))
        [(355.0, 365.0), (720.0, 730.0)]
    """

    kind: Literal["recurring"] = "recurring"
    """Again and again, after times that may be drawn."""
    gap: DurationDistribution
    """Time from the start of the run, or the end of the last one, to the next."""
    lasts: DurationDistribution
    """How long each lasts."""

    @model_validator(mode="after")
    def _takes_time(self) -> Self:
        # Strikes that are hardly ever as long as a step of the grid would be looked for without end, and not be found.
        if 0.0 < self.lasts.mean < _ONE_STEP:
            raise ValueError("it must last a step of the time grid at least, a millionth of a time unit")
        return self

    @property
    def is_random(self) -> bool:
        """Whether gaps or lengths are drawn."""
        return varies(self.gap, self.lasts)

    def windows(self, luck: Luck, names: tuple[str, ...], causes: Iterator[Window]) -> Iterator[Window]:
        """Windows without end; see ``Trigger.windows``."""
        return joined(self._all(luck, names) if self.lasts.support[1] > 0.0 else ())

    def _all(self, luck: Luck, names: tuple[str, ...]) -> Iterator[Window]:
        gaps = luck.stream(*names, "gap", quantile=self.gap.quantile)
        lengths = luck.stream(*names, "lasts", quantile=self.lasts.quantile)
        now = 0.0
        while now < LATEST:
            # A gap of nothing would let windows without length follow each other for ever in one instant.
            begin, end = window(now + max(snap(gaps.next()), _ONE_STEP), lengths.next())
            yield begin, end
            now = end
