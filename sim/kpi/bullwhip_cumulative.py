"""Cumulative bullwhip: how much more orders vary than what customers ask for at the end of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class BullwhipCumulative(KPI):
    """Cumulative bullwhip ratio: the variance of what a stock orders over that of the customer demand that reaches it.

    That demand is what customers ask of the stock and of all stocks that it supplies, directly or through others, in
    the bucket in which they ask. Where such a stock has several sources, its customers count in full for each. The
    bucket is the stock's own review interval; 1 time unit for a stock that is reviewed continuously or never. Over
    several stocks it is the sum of the variances over the sum of the variances; stocks whose customers' demand does not
    vary are left out. The network's and a product's are those of the most upstream stocks, which a supplier
    supplies.

    Formula: Var(units ordered per bucket) / Var(units that customers asked for per bucket), the same divisor in both.
    Source: Chen, Drezner, Ryan & Simchi-Levi (2000), Quantifying the bullwhip effect in a simple supply chain,
    Management Science 46(3), for a chain of several stages.
    """

    kind = "bullwhip_cumulative"
    unit = "ratio"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of the network, each product, each site and its products."""
        periods, grains, register = measurement.periods, measurement.grains, measurement.register
        orders = np.where(periods.customers > 0, periods.orders, 0.0)
        origin = register.column("origin").astype(np.intp)
        inbound = register.is_transit & ~register.is_warehouse[origin]
        upstream = np.zeros_like(inbound)
        upstream[register.column("destination")[inbound]] = True
        yield from divided(grains.over_sites(upstream & register.is_warehouse), orders, periods.customers)
        yield from divided(grains.of_stocks, orders, periods.customers)
