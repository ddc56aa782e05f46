"""Performance: how fast machines worked, beside the times that are planned for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class Performance(KPI):
    """Performance: the time that the work should have taken over the time that it took.

    What it should take is the stated rate or the mean of the stated time, for each job on the time grid; the ratio is
    thus 1 on average, just 1 where nothing is drawn, and above it where luck was good. Jobs count that have left the
    machine, with the part of their work inside the period.

    Formula: sum of the standard times of jobs / sum of their processing times.
    Source: performance efficiency in Nakajima (1988), Introduction to TPM; effectiveness of ISO 22400-2:2014, Key
    performance indicators for manufacturing operations management.
    """

    kind = "performance"
    unit = "ratio"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all machines, each site, each line, and each machine where a line has several."""
        shop = measurement.shop
        return divided(measurement.grains.machines, shop.standard, shop.worked)
