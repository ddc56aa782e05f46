"""Queue time: how long jobs wait at a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided
from sim.ledger.levels import sums

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class QueueTime(KPI):
    """Queue time: the mean time from coming to a line until a machine takes the job up.

    Jobs count that are taken up in the period; those that find a machine free count with 0.

    Formula: mean of (taken up - came), over jobs taken up in the period.
    Source: waiting time in queue: Gross, Shortle, Thompson & Harris (2008), Fundamentals of Queueing Theory, 4th ed.,
    ch. 1.
    """

    kind = "queue_time"
    unit = "time units"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all lines, each site, and each line."""
        books, arrivals, size = measurement.books, measurement.shop.arrivals, measurement.shop.line.size
        row = np.flatnonzero((arrivals.until >= books.start) & (arrivals.until < books.end))
        waited = sums(arrivals.resource[row], arrivals.until[row] - arrivals.since[row], size)
        return divided(measurement.grains.machines[:3], waited, sums(arrivals.resource[row], np.ones(row.size), size))
