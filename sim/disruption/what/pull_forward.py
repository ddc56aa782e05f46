"""Pull-forward: customers buy before an announced date what they would have bought after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.disruption.what._shock import Shock
from sim.quantities import Period, Share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.disruption.recovery import Stage
    from sim.disruption.what._shock import Piece
    from sim.disruption.when import Window


class PullForward(Shock):
    """A share of the demand after the start of the disruption, a tariff say, comes before it; the total is the same.

    Source: the stockpiling before announced price changes in Hendel and Nevo (2006), "Measuring the implications of
    sales and consumer inventory behavior", Econometrica 74.

    Example:
        >>> tariff = PullForward(announced="20 days", share="25 %", of="40 days")
        >>> list(tariff.pieces((100.0, 300.0), 1.0, ((0.0, 0.0),), 5.0))
        [(80.0, 1.5), (100.0, 0.75), (140.0, 1.0)]
    """

    kind: Literal["pull_forward"] = "pull_forward"
    """Customers buy before an announced date what they would have bought after it."""
    announced: Period
    """How long before its start the disruption is known of."""
    share: Annotated[Share, Field(gt=0)]
    """The share of later demand that comes before, at full intensity."""
    of: Period
    """The time after the start whose demand it is a share of."""

    @property
    def full(self) -> float:
        """By what demand is multiplied after the start; see ``Effect.full``."""
        return 1.0 - self.share

    @property
    def felt_before(self) -> float:
        """From the announcement on; see ``Shock.felt_before``."""
        return self.announced

    def pieces(self, window: Window, severity: float, stages: tuple[Stage, ...], rate: float) -> Iterator[Piece]:
        """More before, less after; see ``Shock.pieces``. What is announced before the run is known at its start."""
        start = window[0]
        early = min(self.announced, start)
        if early > 0.0 and severity > 0.0:
            share = self.share * severity
            yield start - early, 1.0 + share * self.of / early
            yield start, 1.0 - share
            yield start + self.of, 1.0
