"""Order cycle time: the mean time from placing an order to its delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class OrderCycleTime(KPI):
    """Order fulfilment cycle time: the mean time from placing an order line to the delivery of the last of it.

    Only lines delivered in full by the end count: what is open, cancelled or lost has no cycle time. See
    ``open_orders`` for what is left out.

    Formula: mean of (delivered - placed) over delivered lines placed in the period.
    Source: order fulfillment cycle time (RS.1.1), SCOR, ASCM.
    """

    kind = "order_cycle_time"
    unit = "time units"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each product, each customer and its products, each site and its products."""
        lines = measurement.lines
        delivered = ~np.isnan(lines.delivered_at)
        time = np.where(delivered, lines.delivered_at - lines.placed_at, 0.0)
        return measurement.share(lines, time, delivered, measurement.grains.of_sellers)
