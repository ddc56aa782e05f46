"""Service over time: what was asked of each node in each bucket, and how much of it was served in time.

A unit that a customer was promised for a later time is served in time if it was delivered by then. Any other is if it
set out at once, or was delivered by the time promised: the first alone would blame whoever makes to order, the second
alone whoever was promised nothing and waits for the lorry anyway. What a customer ordered and stood before a closed
lane did not set out. Orders whose promise has not passed when the run ends are left out on both sides: nobody knows
what becomes of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.levels import totals
from sim.ledger.tables import Event, Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.books import Books


@dataclass(frozen=True)
class Service:
    """What was asked and served in one replication, in units of all products together.

    Attributes:
        nodes: Names of the sites: customers as buyers, all others as sellers to other sites.
        is_customer: Which of them are customers, of shape (nodes,).
        edges: Borders of the buckets in time units, of shape (buckets + 1,).
        asked: Units asked for in each bucket, when they were ordered, of shape (nodes, buckets).
        served: How many of these were served in time, of the same shape.
    """

    nodes: tuple[str, ...]
    is_customer: NDArray[np.bool_]
    edges: NDArray[np.float64]
    asked: NDArray[np.float64]
    served: NDArray[np.float64]

    @property
    def share(self) -> NDArray[np.float64]:
        """The share served in time of each node, of shape (nodes, buckets); NaN where nothing was asked."""
        return _quotient(self.served, self.asked)

    @property
    def network(self) -> NDArray[np.float64]:
        """The share of all customers' demand that was served in time, of shape (buckets,)."""
        return _quotient(self.served[self.is_customer].sum(axis=0), self.asked[self.is_customer].sum(axis=0))

    @property
    def shortfall(self) -> NDArray[np.float64]:
        """Units that customers asked for and had late or never, of shape (buckets,)."""
        short: NDArray[np.float64] = (self.asked - self.served)[self.is_customer].sum(axis=0)
        return short


def service(books: Books, edges: NDArray[np.float64]) -> Service:
    """What was asked of each node and served in time.

    Args:
        books: The books of the replication.
        edges: Borders of the buckets in time units, ascending, of shape (buckets + 1,).
    """
    register, orders, facts = books.register, books.orders, books.facts
    names = tuple(sorted({account.site for account in register.accounts}))
    place = {name: number for number, name in enumerate(names)}
    site = np.array([place[account.site] for account in register.accounts], dtype=np.intp)
    is_customer = np.zeros(len(names), dtype=np.bool_)
    is_customer[site[register.is_customer]] = True
    row = np.flatnonzero((orders["promised_at"] < books.end) & (orders["placed_at"] >= edges[0]) & ~books.is_internal)
    buyer, seller = (orders[name][row].astype(np.intp) for name in ("buyer", "seller"))
    units = orders["quantity"][row] / books.steps_per_unit[buyer]
    mine = facts.is_customer[row]
    set_out = facts.shipped_at_once[row] - np.where(mine, _stopped(books)[row], 0)
    set_out = np.where(mine & (orders["promised_at"] > orders["placed_at"])[row], 0, np.maximum(set_out, 0))
    in_time = np.maximum(set_out, facts.delivered_on_time[row]) / books.steps_per_unit[buyer]
    bucket = np.searchsorted(edges, orders["placed_at"][row], side="right") - 1
    inside = bucket < edges.size - 1
    asked, served = (np.zeros((len(names), edges.size - 1)) for _ in range(2))
    # What a customer asks is asked of its seller, too.
    for node, counts in ((site[seller], inside), (site[buyer], inside & facts.is_customer[row])):
        np.add.at(asked, (node[counts], bucket[counts]), units[counts])
        np.add.at(served, (node[counts], bucket[counts]), in_time[counts])
    return Service(names, is_customer, edges, asked, served)


def _stopped(books: Books) -> NDArray[np.int64]:
    """Steps of each order that could not set out where a disruption had closed the way, of shape (orders,)."""
    events = books.events[(books.events["event"] == Event.HELD) & (books.events["reason"] == Reason.DISRUPTED)]
    events = events[events["order"] < books.orders.size]
    return totals(events["order"], events["quantity"], books.orders.size)


def _quotient(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    share: NDArray[np.float64] = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return share
