"""Docks: how long goods wait for them, and how long it takes until they are in stock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from sim.ledger.levels import sums
from sim.ledger.tables import Event
from sim.ledger.visits import Passage, befallen, sent, stored

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.ledger.register import Register


def are_shipped_at_docks(register: Register) -> NDArray[np.bool_]:
    """Which accounts are of sites that send goods off at a dock, of shape (accounts,)."""
    sites = {resource.site for resource in register.resources if resource.kind == "shipping"}
    return np.array([of.site in sites and not of.lane for of in register.accounts], dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Times:
    """Units that came to a stage within the measuring period and to the next by its end, by account.

    Attributes:
        units: How many, of shape (accounts,).
        waited: Units x time between both stages, of shape (accounts,).
    """

    units: NDArray[np.float64]
    waited: NDArray[np.float64]

    @classmethod
    def of(cls, books: Books, passage: Passage, side: str) -> Self:
        """The times of a passage; it is about the ``side`` (buyer or seller) of its orders."""
        counts = (passage.since >= books.start) & (passage.since < books.end) & (passage.until < books.end)
        account = books.orders[side][passage.order[counts]].astype(np.intp)
        units = passage.quantity[counts] / books.steps_per_unit[account]
        size = len(books.register.accounts)
        time = passage.until[counts] - passage.since[counts]
        return cls(sums(account, units, size), sums(account, units * time, size))

    @classmethod
    def before_receiving(cls, books: Books) -> Self:
        """From arriving until being taken up by the receiving dock."""
        arrived, taken = befallen(books, Event.ARRIVED), befallen(books, Event.UNLOADING)
        return cls.of(books, Passage.between(arrived, taken, books.orders.size), "buyer")

    @classmethod
    def before_shipping(cls, books: Books) -> Self:
        """From leaving the stock until being taken up by the shipping dock."""
        member = are_shipped_at_docks(books.register)
        out, taken = sent(books, member), befallen(books, Event.LOADING)
        return cls.of(books, Passage.between(out, taken, books.orders.size), "seller")

    @classmethod
    def to_stock(cls, books: Books) -> Self:
        """From arriving until being in stock."""
        return cls.of(books, Passage.between(befallen(books, Event.ARRIVED), stored(books), books.orders.size), "buyer")
