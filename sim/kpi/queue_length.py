"""Queue length: the jobs that wait at a line, averaged over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed
from sim.ledger.levels import sums

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class QueueLength(KPI):
    """Queue length: the jobs that have come to a line and that no machine has taken up, averaged over time.

    A job that is done at the station before and finds no room is still there; one that waits for its release has not
    come yet.

    Formula: integral of the jobs waiting over the period / its length.
    Source: number in queue: Gross, Shortle, Thompson & Harris (2008), Fundamentals of Queueing Theory, 4th ed., ch. 1.
    """

    kind = "queue_length"
    unit = "jobs"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all lines, each site, and each line."""
        books, arrivals = measurement.books, measurement.shop.arrivals
        span = np.minimum(arrivals.until, books.end) - np.maximum(arrivals.since, books.start)
        waiting = sums(arrivals.resource, np.maximum(span, 0.0), measurement.shop.line.size) / measurement.span
        return summed(measurement.grains.machines[:3], waiting)
