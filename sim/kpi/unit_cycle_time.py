"""Unit cycle time: the mean time that a unit takes from order to delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class UnitCycleTime(KPI):
    """Unit cycle time: the mean time from placing an order to delivery, over units delivered.

    Each part of an order counts with its own delivery. Units that are not delivered by the end do not count.

    Formula: sum of units delivered x (delivered - placed) / sum of units delivered, over orders placed in the period.
    Source: the waiting time of Little's law: Little (1961), A proof for the queuing formula L = lambda W, Operations
    Research 9(3).
    """

    kind = "unit_cycle_time"
    unit = "time units"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each product, each customer and its products, each site and its products."""
        parties, units, time = measurement.deliveries
        return measurement.share(parties, units * time, units, measurement.grains.of_sellers)
