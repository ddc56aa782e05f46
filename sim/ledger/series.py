"""Series: what happened in each bucket of time, by account."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.levels import totals
from sim.ledger.tables import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.ledger.books import Books


@dataclass(frozen=True, eq=False)
class Series:
    """Measures by account and bucket, each of shape (accounts, buckets), in units of the product.

    The first four are levels at the end of the bucket, before anything that happens at the instant at which the next
    one begins; the others are sums over the bucket.

    Attributes:
        edges: Edges of the buckets, of shape (buckets + 1,); a bucket begins at an edge and ends before the next.
        on_hand: Stock on hand.
        in_transit: Goods in transit to the account.
        backlog: Owed by the account as a seller to other sites.
        on_order: Awaited by the account as a buyer.
        demand: Asked for by customers, by account of the seller, when they asked.
        received: Asked for by anybody, by account of the seller, when the seller learned of it.
        shipped: Sent off or handed over, by account of the seller.
        ordered: Ordered, by account of the buyer, when the order was placed.
        lost: Lost sales, by account of the seller.
    """

    edges: NDArray[np.float64]
    on_hand: NDArray[np.float64]
    in_transit: NDArray[np.float64]
    backlog: NDArray[np.float64]
    on_order: NDArray[np.float64]
    demand: NDArray[np.float64]
    received: NDArray[np.float64]
    shipped: NDArray[np.float64]
    ordered: NDArray[np.float64]
    lost: NDArray[np.float64]

    def items(self) -> Iterator[tuple[str, NDArray[np.float64]]]:
        """Each measure's name and values."""
        return ((item.name, getattr(self, item.name)) for item in fields(self) if item.name != "edges")


def series(books: Books, edges: NDArray[np.float64]) -> Series:
    """What happened in each bucket between two of ``edges``, which ascend."""
    buckets = edges.size - 1
    size = len(books.register.accounts)
    steps = books.steps_per_unit[:, np.newaxis]

    def by_bucket(
        account: NDArray[np.uint32], time: NDArray[np.float64], amount: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        bucket = np.searchsorted(edges, time, side="right") - 1
        inside = np.flatnonzero((bucket >= 0) & (bucket < buckets))
        cell = account[inside].astype(np.intp) * buckets + bucket[inside]
        return totals(cell, amount[inside], size * buckets).reshape(size, buckets) / steps

    orders, facts, moves = books.orders, books.facts, books.moves
    asked = facts.is_customer
    leaves = moves.leaves
    lost = books.events[(books.events["event"] == Event.LOST) & (books.events["order"] < orders.size)]
    lost = lost[asked[lost["order"]]]
    heard = np.where(facts.received_at < books.end, facts.received_at, np.inf)
    # Goods in transit are seen from the site that they travel to; several lanes may lead there.
    in_transit = np.zeros((size, buckets))
    np.add.at(in_transit, books.register.column("destination").astype(np.intp), books.transit.before(edges[1:]) / steps)
    return Series(
        edges=edges,
        on_hand=books.stock.before(edges[1:]) / steps,
        in_transit=in_transit,
        backlog=books.owed_outside.before(edges[1:]) / steps,
        on_order=books.on_order.before(edges[1:]) / steps,
        demand=by_bucket(orders["seller"][asked], orders["placed_at"][asked], orders["quantity"][asked]),
        received=by_bucket(orders["seller"], heard, orders["quantity"]),
        shipped=by_bucket(moves.origin[leaves], moves.time[leaves], moves.amount[leaves]),
        ordered=by_bucket(orders["buyer"], orders["placed_at"], orders["quantity"]),
        lost=by_bucket(orders["seller"][lost["order"]], lost["time"], lost["quantity"]),
    )
