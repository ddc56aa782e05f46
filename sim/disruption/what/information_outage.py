"""Information outage: orders are placed, and reach nobody."""

from __future__ import annotations

from typing import ClassVar, Literal

from sim.disruption.what import Effect, Sort


class InformationOutage(Effect):
    """Orders are placed but not transmitted until it is over; then all are, in their sequence, in that instant.

    Of a stock it concerns all that it orders, of a lane all that is ordered over it. What was sent before still comes
    to the seller, and the buyer counts from the start as on order what it could not send. Reviews go on.

    With ``stale_demand`` the records of the stock stand still, too: its policy sees the stock as it was when they
    stopped, with nothing but its own orders added, and its forecast stays as it is. Records are late then, not lost:
    when they are back, the policy sees all at once, and the forecast learns the periods that it missed one by one, at
    the next review. As one large period they would be taken for a peak, and losing them would say that nobody asked.

    Source: records that differ from the goods in DeHoratius and Raman (2008), "Inventory record inaccuracy: an
    empirical analysis", Management Science 54.

    Example:
        >>> cut = InformationOutage(stale_demand=True)
        >>> cut.value(1.0), cut.value(0.3), cut.value(0.0)
        (0.0, 0.0, 1.0)
    """

    acts_on: ClassVar[tuple[Sort, ...]] = ("stock", "lane")
    is_gradual: ClassVar[bool] = False

    kind: Literal["information_outage"] = "information_outage"
    """Orders are placed, and reach nobody until it is over."""
    stale_demand: bool = False
    """Whether the records of the stocks stand still meanwhile, so that they see no new demand (default no)."""

    @property
    def full(self) -> float:
        """No order gets through; see ``Effect.full``."""
        return 0.0
