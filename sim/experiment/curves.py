"""The curves of a replication: how the network as a whole was doing, bucket by bucket, from its books."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi import Measurement
from sim.ledger.tables import Event

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.ledger.series import Series


def curves(books: Books, measured: Series) -> dict[str, NDArray[np.float64]]:
    """Levels of the network over the whole run, the warm-up too; units of all products are added as they are.

    Args:
        books: The books of the replication.
        measured: What happened in each bucket, by account.

    Returns:
        By name and of shape (buckets,), NaN after the end of the run:

        ``fill_rate``: share of what customers ordered in the bucket that was delivered at once; NaN where they ordered
        nothing. ``backlog`` and ``on_hand``: what sites owe to others, from stock or made to order, and what lies in
        stock, at the end of the bucket. ``lost``: what customers' orders lost in the bucket.
    """
    edges, facts, orders = measured.edges, books.facts, books.orders
    asked = np.flatnonzero(facts.is_customer & (facts.received_at < books.end))
    buyer = orders["buyer"][asked].astype(np.intp)
    steps = books.steps_per_unit[buyer]
    placed_at = orders["placed_at"][asked]
    whole = _by_bucket(edges, placed_at, orders["quantity"][asked] / steps)
    at_once = _by_bucket(edges, placed_at, facts.shipped_at_once[asked] / steps)
    events = books.events[(books.events["event"] == Event.LOST) & (books.events["order"] < orders.size)]
    events = events[facts.is_customer[events["order"]]]
    steps = books.steps_per_unit[orders["buyer"][events["order"]].astype(np.intp)]
    found = {
        "fill_rate": np.divide(at_once, whole, out=np.full(whole.size, np.nan), where=whole > 0),
        "backlog": measured.backlog[Measurement(books).grains.sells].sum(axis=0),
        "on_hand": measured.on_hand[books.register.is_warehouse].sum(axis=0),
        "lost": _by_bucket(edges, events["time"], events["quantity"] / steps),
    }
    for values in found.values():
        values[edges[:-1] >= books.end] = np.nan
    return found


def _by_bucket(
    edges: NDArray[np.float64], time: NDArray[np.float64], amount: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Sums of ``amount`` by bucket; what lies outside of all buckets is left out."""
    buckets = edges.size - 1
    bucket = np.searchsorted(edges, time, side="right") - 1
    inside = np.flatnonzero((bucket >= 0) & (bucket < buckets))
    return np.bincount(bucket[inside], weights=amount[inside], minlength=buckets).astype(np.float64)
