"""Lane lead time: how long it takes from ordering along a lane to having the goods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import Values, divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._measurement import Measurement


class LaneLeadTime(KPI):
    """Lane lead time: the mean time from placing an order to the arrival of its goods on the lane, over units.

    It holds all that passes in between: the way of the order, waiting for stock, for a vehicle and for the dock, and
    transit. The category ``p95`` is its 95th percentile: the smallest time that 95 % of the units did not exceed. Units
    count that arrive in the period; what was ordered before the run is left out.

    Formula: sum of units x (arrived - placed) / sum of units, over units that arrived in the period.
    Source: mean and P95 lead time of a supplier's scorecard; source cycle time (RS.2.1) in SCOR, ASCM.
    """

    kind = "lane_lead_time"
    unit = "time units"
    better = "lower"
    categories = ("p95",)

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of each lane."""
        books, moves, grains = measurement.books, measurement.books.moves, measurement.grains
        row = np.flatnonzero(~moves.leaves & moves.arrives & (moves.order < books.orders.size))
        row = row[(moves.time[row] >= books.start) & (moves.time[row] < books.end)]
        placed_at = books.orders["placed_at"][moves.order[row]]
        row, placed_at = row[np.isfinite(placed_at)], placed_at[np.isfinite(placed_at)]
        account = moves.origin[row].astype(np.intp)
        units, time = moves.amount[row] / books.steps_per_unit[account], moves.time[row] - placed_at
        total = measurement.by_account(account, units)
        yield from divided(grains.of_lanes, measurement.by_account(account, units * time), total)
        for grain in grains.of_lanes:
            group = np.zeros(len(measurement.register.accounts), dtype=np.intp)
            group[grain.account] = grain.group
            value = np.full(grain.size, np.nan)
            in_turn = np.lexsort((time, group[account]))
            ends = np.searchsorted(group[account][in_turn], np.arange(grain.size + 1))
            for number in range(grain.size):
                rows = in_turn[ends[number] : ends[number + 1]]
                if rows.size:
                    upto = np.cumsum(units[rows])
                    value[number] = time[rows][np.searchsorted(upto, 0.95 * upto[-1] * (1.0 - 1e-12))]
            yield Values(grain, value, "p95")
