"""What a stock lacked: parts of orders that it could not fill, and what they answer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.explain.records import NEVER, SLIGHT

if TYPE_CHECKING:
    from sim.explain.records import Part


@dataclass(frozen=True, slots=True)
class Short:
    """A part of an order that was not there when it was asked for.

    Attributes:
        order: The order.
        quantity: Units.
        since: When it was asked for.
        until: When it left or was given up; infinity if it still waits.
        lost: Whether it was given up.
    """

    order: int
    quantity: float
    since: float
    until: float
    lost: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """What had been ordered in time was not enough.

    Attributes:
        order: The last order that could be there in time; -1 for the opening stock.
        since: When it was placed.
        until: When goods were missing.
        position: Stock and orders under way, less what was owed, when it had been placed.
        asked: Units asked for from then on.
        usual: Units that are asked for in as long a time on average.
        following: The order placed next; -1 for none.
    """

    order: int
    since: float
    until: float
    position: float
    asked: float
    usual: float
    following: int = -1

    @property
    def by_demand(self) -> float:
        """Share of what was missing that was asked for beyond the usual."""
        missing = self.asked - self.position
        if missing <= SLIGHT:
            return 0.0
        return 1.0 - min(max((self.usual - self.position) / missing, 0.0), 1.0)


@dataclass(slots=True)
class Lack:
    """What the units missing for one order answer to: goods that were late, and goods that nobody had ordered in time.

    Attributes:
        late: Parts of incoming orders that were late, and how many of the missing units each answers for.
        unordered: Units that no late part answers for.
        at: When they were first missing.
    """

    late: list[tuple[Part, float]] = field(default_factory=list)
    unordered: float = 0.0
    at: float = NEVER

    @property
    def total(self) -> float:
        """Units missing."""
        return self.unordered + sum(quantity for _, quantity in self.late)
