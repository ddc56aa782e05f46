"""Lateness: how long after its promise an order was delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from sim.kpi._grains import Grain
    from sim.kpi._measurement import Measurement

_QUANTILES: Final = (("p50", 0.50), ("p95", 0.95))


class Lateness(KPI):
    """Lateness: the mean time by which order lines were delivered after the time promised; 0 for those in time.

    The categories ``p50`` and ``p95`` are its median and 95th percentile: the smallest lateness that at least that
    share of the lines did not exceed. Only lines delivered in full by the end count; see ``open_orders`` for those
    that are overdue.

    Formula: mean of max(0, delivered - promised) over delivered lines placed in the period.
    Source: tardiness in Hopp & Spearman (2011), Factory Physics, 3rd ed., ch. 15.
    """

    kind = "lateness"
    unit = "time units"
    better = "lower"
    categories = ("p50", "p95")

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each product, each customer and its products, each site and its products."""
        lines, grains = measurement.lines, measurement.grains
        delivered = ~np.isnan(lines.delivered_at)
        late = np.where(delivered, np.maximum(lines.delivered_at - lines.promised_at, 0.0), 0.0)
        yield from measurement.share(lines, late, delivered, grains.of_sellers)
        for account, chosen in ((lines.buyer, grains.customers), (lines.seller, grains.of_sellers)):
            count = measurement.by_account(account, delivered)
            row = np.flatnonzero(late)
            row = row[np.argsort(late[row], kind="stable")]
            for grain in chosen:
                yield from _quantiles(grain, grain.sums(count), account[row], late[row])


def _quantiles(
    grain: Grain, count: NDArray[np.float64], account: NDArray[np.intp], late: NDArray[np.float64]
) -> Iterator[Values]:
    """Quantiles of the lateness of ``count`` lines in each group, of which those not in time are given, ascending."""
    group = np.full(int(max(account.max(initial=-1), grain.account.max(initial=-1))) + 1, -1, dtype=np.intp)
    group[grain.account] = grain.group
    member = group[account]
    late, member = late[member >= 0], member[member >= 0]
    late = late[np.argsort(member, kind="stable")]
    number = np.bincount(member, minlength=grain.size)
    first = np.cumsum(number) - number
    for category, share in _QUANTILES:
        rank = np.ceil(share * count) - (count - number)  # among those that were late, from 1
        value = np.where(count > 0, 0.0, np.nan)
        is_late = rank > 0
        value[is_late] = late[first[is_late] + rank[is_late].astype(np.intp) - 1]
        yield Values(grain, value, category)
