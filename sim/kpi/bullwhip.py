"""Bullwhip: how much more orders vary than demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class Bullwhip(KPI):
    """Bullwhip ratio: the variance of what a stock orders over the variance of what it is asked for.

    The bucket is the stock's own review interval; 1 time unit for a stock that is reviewed continuously or never.
    Demand counts in the bucket in which the stock learns of it. For a site with several products it is the sum of the
    variances over the sum of the variances: orders of different products do not cancel out. Stocks whose demand does
    not vary are left out. There is none of the network, whose stages each have their own: see ``bullwhip_cumulative``.
    A production order is an order like others, and so is what it asks of components. A site's leaves out the components
    that only its own recipes ask for: they are stages of their own, shown by product.

    Formula: Var(units ordered per bucket) / Var(units asked for per bucket), the same divisor in both.
    Source: Chen, Drezner, Ryan & Simchi-Levi (2000), Quantifying the bullwhip effect in a simple supply chain,
    Management Science 46(3).
    """

    kind = "bullwhip"
    unit = "ratio"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Each site and its products."""
        periods = measurement.periods
        orders = np.where(periods.demand > 0, periods.orders, 0.0)
        site, product = measurement.grains.of_stocks
        faces = measurement.faces_buyers
        yield from divided((site,), np.where(faces, orders, 0.0), np.where(faces, periods.demand, 0.0))
        yield from divided((product,), orders, periods.demand)
