"""Net stock amplification: how much more net stock varies than demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class NetStockAmplification(KPI):
    """Net stock amplification: the variance of net stock over the variance of demand.

    Net stock is what is on hand less what is owed, looked at when a period ends. The period is the stock's own review
    interval; 1 time unit for a stock that is reviewed continuously or never. Over several stocks it is the sum of the
    variances over the sum of the variances. Stocks whose demand does not vary are left out, and
    from all but a site's product the components that only the site's own recipes ask for.

    Formula: Var(net stock at the ends of periods) / Var(units asked for per period), the same divisor in both.
    Source: Disney & Lambrecht (2008), On replenishment rules, forecasting, and the bullwhip effect in supply chains,
    Foundations and Trends in Technology, Information and Operations Management 2(1).
    """

    kind = "net_stock_amplification"
    unit = "ratio"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks, each product, each site and its products."""
        periods = measurement.periods
        net_stock = np.where(periods.demand > 0, periods.net_stock, 0.0)
        grains, faces = measurement.grains, measurement.faces_buyers
        *wider, product = grains.stocks
        yield from divided(wider, np.where(faces, net_stock, 0.0), np.where(faces, periods.demand, 0.0))
        yield from divided((product,), net_stock, periods.demand)
