"""WIP: the units in process, averaged over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class Wip(KPI):
    """Work in process: the units released onto the shop floor that have not left it, averaged over time.

    They wait at stations, are on machines, or pass the time after the last one. What waits for its release is in
    ``waiting_for_release``. With jobs of one size, WIP is ``throughput`` x ``cycle_time``, but for what is scrapped.

    Formula: integral of the units in process over the period / its length.
    Source: Hopp & Spearman (2011), Factory Physics, 3rd ed., ch. 7.
    """

    kind = "wip"
    unit = "units"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of everything made, each product, each site and its products."""
        return summed(measurement.grains.makers, measurement.wip)
