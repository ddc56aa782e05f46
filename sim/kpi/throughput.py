"""Throughput: the units that are made per time unit."""

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


class Throughput(KPI):
    """Throughput: the good units that leave the shop floor in a time unit.

    A line's, and a machine's, are the units in the jobs that leave it, good or not. Units of all products are added.

    Formula: good units completed in the period / its length.
    Source: Hopp & Spearman (2011), Factory Physics, 3rd ed., ch. 7.
    """

    kind = "throughput"
    unit = "units per time unit"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of everything made, each product, each site and its products, each line, each machine of several."""
        books, shop, good = measurement.books, measurement.shop, measurement.jobs.good
        row = np.flatnonzero((good.time >= books.start) & (good.time < books.end))
        units = good.steps[row] / books.steps_per_unit[good.account[row]]
        made = measurement.by_account(good.account[row], units) / measurement.span
        yield from summed(measurement.grains.makers, made)
        visits = shop.visits
        left = np.flatnonzero(visits.has_left & (visits.until >= books.start) & (visits.until < books.end))
        done = sums(visits.resource[left], visits.units[left], shop.line.size) / measurement.span
        yield from summed((grain for grain in measurement.grains.machines if "resource" in grain.names), done)
