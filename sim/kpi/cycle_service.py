"""Cycle service: the share of replenishment cycles without a stock-out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.clock import GRID
from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement

_BITS_OF_TIME: Final = 44
"""Time on the grid fits into so many bits, up to 16 million time units; the account stands above them."""


class CycleService(KPI):
    """Cycle service level (alpha, by cycle): the share of replenishment cycles in which nobody had to wait.

    A cycle of a stock runs from one receipt of goods to the next; receipts of one instant are one. It counts if both
    lie in the measuring period. It fails if in it an order was not met in full at once, or one of an earlier cycle
    still waited. What a site's own production orders wait for does not count, and stocks that nobody else asks are left
    out. The network's and a product's are those of the stocks that serve customers.

    Formula: cycles without a stock-out / cycles.
    Source: P1 in Silver, Pyke & Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., ch. 6.
    """

    kind = "cycle_service"
    unit = "share"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks that serve customers, each product, each site and its products."""
        grains = measurement.grains
        account, failed = _cycles(measurement)
        count = measurement.by_account(account, np.ones(account.size))
        good = measurement.by_account(account, ~failed)
        everywhere = grains.over_sites(measurement.serves_customers)
        return divided((*everywhere, *grains.of_stocks), good, count)


def _cycles(measurement: Measurement) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The stock of each cycle that counts, and whether it failed, of shape (cycles,)."""
    books = measurement.books
    moves = books.moves
    arrives = measurement.faces_buyers[moves.destination] & (moves.time >= books.start) & (moves.time < books.end)
    receipt = np.sort(_key(moves.destination[arrives], moves.time[arrives]))
    if not receipt.size:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.bool_)
    receipt = receipt[np.append(receipt[1:] != receipt[:-1], np.True_)]
    stock = (receipt >> _BITS_OF_TIME).astype(np.intp)
    marks = np.zeros(receipt.size + 1, dtype=np.int64)  # +1 where failing cycles begin, -1 behind the last of them
    for since, until in _shortages(measurement):
        # A shortage that began before the first receipt is looked for from that receipt on.
        begin = np.searchsorted(receipt, since, side="right") - 1
        begin += (begin < 0) | (stock[begin] != since >> _BITS_OF_TIME)
        end = np.searchsorted(receipt, until, side="left")
        lasts = end > begin
        np.add.at(marks, begin[lasts], 1)
        np.add.at(marks, end[lasts], -1)
    failed = np.cumsum(marks[:-1]) > 0
    whole = np.flatnonzero(stock[1:] == stock[:-1])
    return stock[whole], failed[whole]


def _shortages(measurement: Measurement) -> Iterable[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Keys of when shortages began and ended, of shape (shortages,): orders not met at once, and what waited."""
    books, counts = measurement.books, ~measurement.is_internal
    facts, seller = books.facts, books.orders["seller"]
    received = (facts.received_at >= books.start) & (facts.received_at < books.end) & counts
    short = np.flatnonzero(received & (facts.shipped_at_once < books.orders["quantity"]))
    instant = _key(seller[short], facts.received_at[short])
    yield instant, instant + 1
    waits = facts.waits
    lasts = (waits.until > books.start) & (waits.since < books.end) & counts[waits.order]
    account = seller[waits.order[lasts]]
    since, until = np.maximum(waits.since[lasts], 0.0), np.minimum(waits.until[lasts], books.end)
    yield _key(account, since), _key(account, until)


def _key(account: NDArray[np.integer], time: NDArray[np.float64]) -> NDArray[np.int64]:
    """A number that sorts by account, then time."""
    return (account.astype(np.int64) << _BITS_OF_TIME) + np.rint(time * GRID).astype(np.int64)
