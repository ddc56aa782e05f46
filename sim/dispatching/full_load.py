"""Full loads: a vehicle leaves when it is full, or when the goods have waited long enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from sim.clock import snap
from sim.dispatching import Dispatching
from sim.quantities import Duration, Share

if TYPE_CHECKING:
    from sim.dispatching import DockView

_NEARLY = 1e-9


class FullLoad(Dispatching):
    """Waits until what is at the dock fills a vehicle, or for ``longest_wait`` after the first of it came.

    Without a ``longest_wait`` this is the quantity policy of shipment consolidation; for a vehicle without a payload,
    which is never full, the time policy; with both the hybrid of them.

    Source: Higginson and Bookbinder (1994), "Policy recommendations for a shipment-consolidation program", Journal of
    Business Logistics 15; Mutlu, Çetinkaya and Bookbinder (2010), "An analytical model for computing the optimal
    time-and-quantity-based policy for consolidated shipments", IIE Transactions 42.

    Example:
        >>> from types import SimpleNamespace
        >>> half = SimpleNamespace(now=3.0, since=2.0, share=0.5, taken_up=0)
        >>> FullLoad().leaves_at(half), FullLoad(longest_wait=4.0).leaves_at(half), FullLoad(share=0.5).leaves_at(half)
        (inf, 6.0, 3.0)
    """

    kind: Literal["full_load"] = "full_load"
    """A vehicle leaves when it is full."""
    share: Annotated[Share, Field(gt=0)] = 1.0
    """Share of the payload that counts as full."""
    longest_wait: Duration | None = None
    """How long the first goods of a load wait before it leaves, full or not; absent: for ever."""

    waits_for: ClassVar[Literal["goods", "time"]] = "goods"

    def leaves_at(self, dock: DockView) -> float:
        """Now if full, else when the longest wait is over; see ``Dispatching.leaves_at``."""
        if dock.share >= self.share * (1.0 - _NEARLY):
            return dock.now
        if self.longest_wait is None:
            return float("inf")
        return max(dock.now, snap(dock.since + self.longest_wait))
