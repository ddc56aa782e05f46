"""Schedule attainment: how much of what was due was made when it was due."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class ScheduleAttainment(KPI):
    """Schedule attainment: the share of the units due in each day that were there by its end.

    What is due is the production orders by their due dates, but for what was called off. Units made before they are due
    count when they are; what is made late makes up for no earlier day, and one product for no other. The bucket is a
    day, 1 time unit in abstract time, counted from time 0. Recipes of one product at a site stand in for each other.

    Formula: sum of min(units due, units made in advance + good units made that day) / sum of units due, over the days
    of the period and the products of a site.
    Source: schedule attainment, ASCM Supply Chain Dictionary; carrying early output forward is our reading.
    """

    kind = "schedule_attainment"
    unit = "share"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of everything made, each product, each site and its products."""
        books, good = measurement.books, measurement.jobs.good
        if not measurement.grains.makers:
            return ()
        size, each = len(measurement.register.accounts), measurement.grains.makers[-1]
        orders = books.orders
        due = np.flatnonzero(measurement.grains.is_maker[orders["seller"]])
        asked = orders["quantity"][due] - books.facts.lost[due]
        planned = self._by_day(measurement, orders["seller"][due], orders["promised_at"][due], asked)
        made = self._by_day(measurement, good.account, good.time, good.steps)
        key = np.concatenate([planned[0], made[0]])
        cells, cell = np.unique(key, axis=0, return_inverse=True)
        amount = np.zeros((2, len(cells)))
        np.add.at(amount[0], cell.reshape(-1)[: len(planned[0])], planned[1])
        np.add.at(amount[1], cell.reshape(-1)[len(planned[0]) :], made[1])
        met, asked_for = np.zeros(size), np.zeros(size)
        begins = math.floor(books.start * (books.days_per_unit or 1.0))
        for account in each.account[np.unique(each.group, return_index=True)[1]]:
            rows = np.flatnonzero(cells[:, 0] == account)
            wanted, supplied = amount[0][rows], amount[1][rows]
            ahead = np.cumsum(supplied - wanted)
            ahead -= np.minimum(np.minimum.accumulate(ahead), 0.0)
            covered = supplied - np.diff(ahead, prepend=0.0)
            counts = cells[rows, 1] >= begins
            met[account], asked_for[account] = covered[counts].sum(), wanted[counts].sum()
        return divided(measurement.grains.makers, met, asked_for)

    @staticmethod
    def _by_day(
        measurement: Measurement,
        account: NDArray[np.integer],
        time: NDArray[np.float64],
        steps: NDArray[np.int64],
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Units until the end of the run: for whom and when, of shape (rows, 2), and how many, of shape (rows,).

        For whom is the first account that makes the product at the site.
        """
        books, each = measurement.books, measurement.grains.makers[-1]
        size = len(measurement.register.accounts)
        first = np.full(each.size, size, dtype=np.int64)
        np.minimum.at(first, each.group, each.account)
        stands_for = np.zeros(size, dtype=np.int64)
        stands_for[each.account] = first[each.group]
        row = np.flatnonzero((time >= 0.0) & (time < books.end))
        day = np.floor(time[row] * (books.days_per_unit or 1.0)).astype(np.int64)
        return np.stack([stands_for[account[row]], day], axis=1), steps[row] / books.steps_per_unit[account[row]]
