"""Ready rate: the share of periods in which everything asked for was met at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class ReadyRate(KPI):
    """Ready rate (alpha, by period): the share of periods in which all that was asked for was met in full at once.

    The period is the stock's own review interval, counted from time 0; 1 time unit for a stock that is reviewed
    continuously or never. Only periods wholly inside the measuring period count; one without orders counts as met.
    Orders count in the period in which the seller learns of them. The network's and a product's are those of the
    stocks that serve customers. What a site's own production orders ask for does not count, and stocks that nobody else
    asks are left out.

    Formula: 1 - (periods in which an order was not shipped in full in the instant of receipt) / (periods); over several
    stocks, of the sums.
    Source: alpha service level: Schneider (1981), Effect of service-levels on order-points or order-levels in inventory
    models, International Journal of Production Research 19(6).
    """

    kind = "ready_rate"
    unit = "share"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks that serve customers, each product, each site and its products."""
        periods, grains = measurement.periods, measurement.grains
        count = np.where(measurement.faces_buyers, periods.count, 0.0)
        met = np.where(measurement.faces_buyers, periods.count - periods.short, 0.0)
        everywhere = grains.over_sites(measurement.serves_customers)
        return divided((*everywhere, *grains.of_stocks), met, count)
