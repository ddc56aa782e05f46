"""Shocks: effects on demand, as pieces of time in which it is multiplied. They act on base demand and never draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sim.disruption.what import Effect, Sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.disruption.recovery import Stage
    from sim.disruption.when import Window

    Piece = tuple[float, float]
    """From when on, and by what demand is multiplied from then on."""


class Shock(Effect):
    """An effect on what customers ask for."""

    acts_on: ClassVar[tuple[Sort, ...]] = ("purchase",)

    @property
    def felt_before(self) -> float:
        """How long before it strikes demand changes already, in time units."""
        return 0.0

    def pieces(self, window: Window, severity: float, stages: tuple[Stage, ...], rate: float) -> Iterator[Piece]:
        """What one strike does to demand over time; before the first piece and from the last one on it is as ever.

        Args:
            window: From when and until when it is on.
            severity: How hard the customer is hit, between 0 and 1.
            stages: How it ends.
            rate: Mean base demand, in product units per time unit.

        Yields:
            Pieces in the order of their starts.
        """
        raise NotImplementedError(f"{type(self).__name__} must define pieces()")


def eased(
    shock: Shock, pieces: Iterable[Piece], end: float, severity: float, stages: tuple[Stage, ...]
) -> Iterator[Piece]:
    """Intensities within a window as factors, and then those of its recovery."""
    for time, intensity in pieces:
        yield time, shock.value(intensity * severity)
    if end < float("inf"):
        for after, intensity in stages:
            yield end + after, shock.value(intensity * severity)
