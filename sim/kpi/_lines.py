"""Order lines: the orders between sites placed in the measuring period, and what became of them until its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.books import Books


@dataclass(frozen=True, eq=False)
class Parties:
    """Between whom something was: accounts, of shape (rows,).

    Attributes:
        seller: Who was asked.
        buyer: Who asked.
    """

    seller: NDArray[np.intp]
    buyer: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Lines(Parties):
    """Orders placed in the measuring period, in sequence of placing; arrays of shape (lines,).

    Orders inside one site - production orders, and what they book of components - are none.

    Attributes:
        order: Number of the order.
        units: Units asked for.
        placed_at: When it was placed.
        promised_at: When it was to be delivered.
        was_received: Whether the seller learned of it before the end.
        units_at_once: Units that left the seller by the end of the instant in which it was received.
        was_met_at_once: Whether all of it did.
        units_lost: Units that became lost sales before the end.
        delivered_at: When the last of it arrived; NaN if not all of it did before the end.
        was_on_time: Whether all of it arrived by the time promised.
        is_open: Whether more is to come.
        is_overdue: Whether more is to come although the promise has passed.
    """

    order: NDArray[np.intp]
    units: NDArray[np.float64]
    placed_at: NDArray[np.float64]
    promised_at: NDArray[np.float64]
    was_received: NDArray[np.bool_]
    units_at_once: NDArray[np.float64]
    was_met_at_once: NDArray[np.bool_]
    units_lost: NDArray[np.float64]
    delivered_at: NDArray[np.float64]
    was_on_time: NDArray[np.bool_]
    is_open: NDArray[np.bool_]
    is_overdue: NDArray[np.bool_]

    @property
    def is_decided(self) -> NDArray[np.bool_]:
        """Whether it is known if the order succeeded: it is settled, or its promise has passed."""
        return ~self.is_open | self.is_overdue

    @classmethod
    def of(cls, books: Books, is_internal: NDArray[np.bool_]) -> Lines:
        """The orders placed in the measuring period of ``books``; ``is_internal`` has shape (orders,)."""
        order = np.flatnonzero(books.measured & ~is_internal)
        orders, facts = books.orders, books.facts
        seller, buyer = orders["seller"][order].astype(np.intp), orders["buyer"][order].astype(np.intp)
        steps_per_unit = books.steps_per_unit[buyer]
        quantity = orders["quantity"][order]
        promised_at = orders["promised_at"][order]
        at_once = facts.shipped_at_once[order]
        received = facts.received_at[order] < books.end
        arrived_at = facts.last_delivered_at[order]
        # What arrives at the very end happens after the period: such an order is still open.
        arrived = (facts.delivered[order] == quantity) & (arrived_at < books.end)
        given_up = facts.lost[order] + facts.scrapped[order]
        settled = (facts.delivered[order] + given_up == quantity) & ~(arrived_at >= books.end)
        return cls(
            seller=seller,
            buyer=buyer,
            order=order,
            units=quantity / steps_per_unit,
            placed_at=orders["placed_at"][order],
            promised_at=promised_at,
            was_received=received,
            units_at_once=at_once / steps_per_unit,
            was_met_at_once=received & (at_once == quantity),
            units_lost=facts.lost[order] / steps_per_unit,
            delivered_at=np.where(arrived, arrived_at, np.nan),
            was_on_time=arrived & (arrived_at <= promised_at),
            is_open=~settled,
            is_overdue=~settled & (promised_at < books.end),
        )
