"""What the engine hands over when a run has ended: the rows, and the live state to prove them against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sim.ledger.journal import Journal
    from sim.ledger.register import Register


@dataclass(frozen=True)
class Closing:
    """A run that has ended.

    Attributes:
        register: Names and master data.
        journal: The tables as the engine wrote them.
        end: When the run ended, in time units.
        warm_up: When measuring begins.
        on_hand: Live stock by account at the end, in steps, of shape (accounts,); 0 for the outside world.
        in_transit: Live goods in transit by account, in steps, of shape (accounts,); 0 for sites.
        backlog: Live backlog by account of the seller, in steps, of shape (accounts,).
        on_order: Live supply line by account of the buyer, in steps, of shape (accounts,): orders on their way to the
            seller, waiting there, or in transit.
        at_bay: Live goods in transit that no vehicle has taken up yet, by account, in steps; None without carriers.
        days_per_unit: Length of a time unit in days; None for an abstract period.
        machines: Live history of machines by resource: time in each state, how many times it came to be in each, and
            the sum of the numbers of the orders on it; of shape (resources, 2 x states + 1), nan elsewhere.
        at_receiving: Live goods that stand before the dock of a site, by account, in steps, of shape (accounts,).
    """

    register: Register
    journal: Journal
    end: float
    warm_up: float
    on_hand: NDArray[np.int64]
    in_transit: NDArray[np.int64]
    backlog: NDArray[np.int64]
    on_order: NDArray[np.int64]
    days_per_unit: float | None = None
    at_bay: NDArray[np.int64] | None = None
    at_receiving: NDArray[np.int64] | None = None
    machines: NDArray[np.float64] | None = None
