"""Gamma service level: one less the mean backlog in periods of demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._lines import Parties

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class GammaService(KPI):
    """Gamma service level: 1 less the mean backlog in periods of mean demand; negative if more than one is owed.

    The period is the stock's own review interval; 1 time unit for a stock that is reviewed continuously or never. The
    mean backlog is the average over time, which is that of the ends of periods where demand comes at their starts. The
    network's looks at what is asked by and owed to customers, a site's at all its orders.

    Formula: 1 - (mean backlog per period) / (mean demand per period); over several stocks, of the sums.
    Source: Schneider (1981), Effect of service-levels on order-points or order-levels in inventory models,
    International Journal of Production Research 19(6).
    """

    kind = "gamma_service"
    unit = "ratio"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each product, each customer and its products, each site and its products."""
        lines, (parties, backlog) = measurement.lines, measurement.waiting
        asked = lines.units * measurement.period[lines.seller] / measurement.span
        everything = Parties(
            np.concatenate([lines.seller, parties.seller]), np.concatenate([lines.buyer, parties.buyer])
        )
        demand = np.concatenate([asked, np.zeros(backlog.size)])
        spare = np.concatenate([asked, -backlog])
        return measurement.share(everything, spare, demand, measurement.grains.of_sites)
