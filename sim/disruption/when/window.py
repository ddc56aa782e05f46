"""Window: once, from a date or day on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import model_validator

from sim.disruption.when import Trigger
from sim.disruption.when._windows import joined, varies, window
from sim.distributions import DurationDistribution
from sim.quantities import Instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.disruption.when import Window as Span
    from sim.streams import Luck


class Window(Trigger):
    """Strikes once, at a known date; may be written without ``kind``: ``{starts: day 120, lasts: 30 days}``.

    Source: the deterministic what-if of Simchi-Levi et al. (2015), "Identifying risks and mitigating disruptions in the
    automotive supply chain", Interfaces 45.

    Example:
        >>> from sim.streams import Luck
        >>> list(Window(starts="day 120", lasts="30 days").windows(Luck(1), ("frost",), iter(())))
        [(119.0, 149.0)]
    """

    kind: Literal["window"] = "window"
    """Once, from a date or day on."""
    starts: Instant
    """When it begins."""
    lasts: DurationDistribution | None = None
    """How long it lasts, fixed or drawn; absent: until ``ends``, or for good."""
    ends: Instant | None = None
    """When it is over; absent: after ``lasts``, or never."""

    @model_validator(mode="after")
    def _ends_once(self) -> Self:
        if self.lasts is not None and self.ends is not None:
            raise ValueError("say 'lasts' or 'ends', not both")
        if self.ends is not None and self.ends < self.starts:
            raise ValueError(f"it ends ({self.ends:g}) before it starts ({self.starts:g})")
        return self

    @property
    def is_random(self) -> bool:
        """Whether its length is drawn."""
        return varies(self.lasts)

    def windows(self, luck: Luck, names: tuple[str, ...], causes: Iterator[Span]) -> Iterator[Span]:
        """The one window; see ``Trigger.windows``."""
        length = None if self.ends is None else self.ends - self.starts
        if self.lasts is not None:
            length = luck.stream(*names, "lasts", quantile=self.lasts.quantile).next()
        yield from joined([window(self.starts, length)])
