"""Orders of several lines: all that one buyer placed in one instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._grains import Values, quotient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.kpi._grains import Grain
    from sim.kpi._measurement import Measurement


@dataclass(frozen=True, eq=False)
class Orders:
    """Orders, each all the lines that one buyer placed in one instant, of those lines that count for a group.

    Attributes:
        owner: The group of each order, of shape (orders,).
        size: Number of groups.
    """

    owner: NDArray[np.intp]
    size: int
    _row: NDArray[np.intp]
    _start: NDArray[np.intp]

    @classmethod
    def of(cls, placed_at: NDArray[np.float64], group: NDArray[np.intp], buyer: NDArray[np.intp], size: int) -> Orders:
        """Puts lines together.

        Args:
            placed_at: When each line was placed, in sequence, of shape (lines,).
            group: Which group each counts for, of shape (lines,); -1 for none.
            buyer: Number of whoever placed it, of shape (lines,).
            size: Number of groups.
        """
        row = np.flatnonzero(group >= 0)
        pair = group[row] * (buyer.max(initial=0) + 1) + buyer[row]
        in_turn = np.argsort(pair, kind="stable")  # lines are in sequence of placing already
        row, pair = row[in_turn], pair[in_turn]
        first = np.ones(row.size, dtype=np.bool_)
        np.logical_or(pair[1:] != pair[:-1], placed_at[row][1:] != placed_at[row][:-1], out=first[1:])
        start = np.flatnonzero(first)
        return cls(group[row[start]], size, row, start)

    def all(self, line: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether something holds for every line of each order; ``line`` has shape (lines,)."""
        if not self._row.size:
            return np.zeros(0, dtype=np.bool_)
        return np.logical_and.reduceat(line[self._row], self._start)

    def count(self, order: NDArray[np.bool_]) -> NDArray[np.float64]:
        """How many orders of each group something holds for; ``order`` has shape (orders,)."""
        return np.bincount(self.owner, weights=order, minlength=self.size).astype(np.float64, copy=False)


def shares(
    measurement: Measurement, met: NDArray[np.bool_], counts: NDArray[np.bool_], sites: Grain
) -> Iterator[Values]:
    """The share of orders of which all lines were met: of all customers, each customer, and each site.

    Args:
        measurement: The run.
        met: Whether a line was met, of shape (lines,).
        counts: Whether that is known, of shape (lines,). An order counts if it is known of every line, or if a line is
            known not to be met.
        sites: The sites, as sellers.
    """
    lines, grains = measurement.lines, measurement.grains
    everyone, _, customer, _ = grains.customers
    accounts = len(measurement.register.accounts)
    of_customer, of_site = _group_of(customer, accounts), _group_of(sites, accounts)
    buying = of_customer[lines.buyer]
    for grain, group, buyer in (
        (customer, buying, buying),
        (sites, of_site[lines.seller], grains.site[lines.buyer]),
    ):
        orders = Orders.of(lines.placed_at, group, buyer, grain.size)
        failed = ~orders.all(met | ~counts)
        succeeded = orders.all(met & counts)
        good, known = orders.count(succeeded), orders.count(succeeded | failed)
        if grain is customer:
            yield Values(everyone, quotient(good.sum(keepdims=True), known.sum(keepdims=True)))
        yield Values(grain, quotient(good, known))


def _group_of(grain: Grain, accounts: int) -> NDArray[np.intp]:
    """The group of each account; -1 for those that do not count."""
    group = np.full(accounts, -1, dtype=np.intp)
    group[grain.account] = grain.group
    return group
