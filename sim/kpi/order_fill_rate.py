"""Order fill rate: the share of orders that were met in full at once, with all their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import Values, quotient

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from sim.kpi._grains import Grain
    from sim.kpi._lines import Lines
    from sim.kpi._measurement import Measurement


class OrderFillRate(KPI):
    """Order fill rate: the share of orders whose every line left stock in full by the end of the instant of receipt.

    An order is all the lines that one customer placed in one instant: at the network's and the customer's grain with
    all sellers, at a site's grain with that site (there the buyer may be a site too). It is left out if the seller has
    not learned of each line before the end.

    Formula: orders of which all lines were shipped in full at once / orders, over orders placed in the period.
    Source: Song (1998), On the order fill rate in a multi-item, base-stock inventory system, Operations Research 46(6).
    """

    kind = "order_fill_rate"
    unit = "share"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each customer, and each site."""
        lines, grains = measurement.lines, measurement.grains
        everyone, customer, _ = grains.customers
        site, _ = grains.of_stocks
        of_customer, of_site = (_group_of(grain, len(measurement.register.accounts)) for grain in (customer, site))
        buying = of_customer[lines.buyer]
        counts, met = _orders(lines, buying, buying, customer.size)
        yield Values(everyone, quotient(met.sum(keepdims=True), counts.sum(keepdims=True)))
        yield Values(customer, quotient(met, counts))
        yield Values(site, quotient(*_orders(lines, of_site[lines.seller], grains.site[lines.buyer], site.size)[::-1]))


def _group_of(grain: Grain, accounts: int) -> NDArray[np.intp]:
    """The group of each account; -1 for those that do not count."""
    group = np.full(accounts, -1, dtype=np.intp)
    group[grain.account] = grain.group
    return group


def _orders(
    lines: Lines, group: NDArray[np.intp], buyer: NDArray[np.intp], size: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Orders and orders met at once by group; an order is the lines of one group, buyer and instant.

    Args:
        lines: The lines.
        group: Which group each counts for, of shape (lines,); -1 for none.
        buyer: Number of whoever placed it, of shape (lines,).
        size: Number of groups.
    """
    row = np.flatnonzero(group >= 0)
    pair = group[row] * (buyer.max(initial=0) + 1) + buyer[row]
    in_turn = np.argsort(pair, kind="stable")  # lines are in sequence of placing already
    row, pair = row[in_turn], pair[in_turn]
    if not row.size:
        return np.zeros(size), np.zeros(size)
    placed_at = lines.placed_at[row]
    first = np.ones(row.size, dtype=np.bool_)
    np.logical_or(pair[1:] != pair[:-1], placed_at[1:] != placed_at[:-1], out=first[1:])
    start = np.flatnonzero(first)
    known = np.logical_and.reduceat(lines.was_received[row], start)
    met = np.logical_and.reduceat(lines.was_met_at_once[row], start)
    owner = group[row[start]]
    return (
        np.bincount(owner, weights=known, minlength=size).astype(np.float64),
        np.bincount(owner, weights=met, minlength=size).astype(np.float64),
    )
