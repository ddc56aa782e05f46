"""Cycle time: how long jobs are on the shop floor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import Values, divided

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from sim.kpi._grains import Grain
    from sim.kpi._measurement import Measurement

_QUANTILES: Final = (("p50", 0.5), ("p95", 0.95))
_ROUNDING: Final = 1e-12


class CycleTime(KPI):
    """Cycle time: the mean time from the release of a job until it leaves the shop floor, good or not.

    The categories ``p50`` and ``p95`` are its median and 95th percentile: the smallest time that at least that share of
    the jobs did not exceed. Jobs count that leave in the period, whatever their size; of one order those that were
    released first leave first. What was in process when the run began is left out. The time before the release is in
    ``waiting_for_release``.

    Formula: mean of (left - released), over jobs that left in the period.
    Source: Hopp & Spearman (2011), Factory Physics, 3rd ed., ch. 7.
    """

    kind = "cycle_time"
    unit = "time units"
    better = "lower"

    categories = ("p50", "p95")

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of everything made, each product, each site and its products."""
        books, jobs = measurement.books, measurement.jobs
        row = np.flatnonzero((jobs.until >= books.start) & (jobs.until < books.end) & np.isfinite(jobs.since))
        account, share, time = jobs.account[row], jobs.share[row], jobs.until[row] - jobs.since[row]
        grains = measurement.grains.makers
        yield from divided(
            grains, measurement.by_account(account, share * time), measurement.by_account(account, share)
        )
        for grain in grains:
            yield from _quantiles(grain, account, share, time)


def _quantiles(
    grain: Grain, account: NDArray[np.intp], share: NDArray[np.float64], time: NDArray[np.float64]
) -> Iterator[Values]:
    """Quantiles in each group of times that count with a share each."""
    group = np.full(int(max(account.max(initial=-1), grain.account.max(initial=-1))) + 1, -1, dtype=np.intp)
    group[grain.account] = grain.group
    in_turn = np.lexsort((time, group[account]))
    member, share, time = group[account][in_turn], share[in_turn], time[in_turn]
    count = np.bincount(member, weights=share, minlength=grain.size)
    behind = np.cumsum(count)
    so_far = np.cumsum(share)
    for category, level in _QUANTILES:
        value = np.full(grain.size, np.nan)
        known = np.flatnonzero(count)
        # Shares of a job add up to 1 but for rounding.
        wanted = behind[known] - count[known] + level * count[known] - _ROUNDING * behind[known]
        value[known] = time[np.searchsorted(so_far, wanted)]
        yield Values(grain, value, category)
