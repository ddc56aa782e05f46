"""Bullwhip of coefficients of variation: how much more orders vary than demand, each against its own mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import Values, quotient

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._measurement import Measurement


class BullwhipCv(KPI):
    """Bullwhip ratio of squared coefficients of variation: the variability of orders over that of demand.

    Unlike ``bullwhip`` it does not grow or shrink because more or less is ordered than is asked for, as where stock is
    built up or sales are lost. The bucket is the stock's own review interval; 1 time unit for a stock that is reviewed
    continuously or never. For a site with several products, variances are summed and so are means, as if products were
    independent. Stocks whose demand does not vary are left out; undefined where nothing is ordered.

    Formula: (Var(orders) / mean(orders)^2) / (Var(demand) / mean(demand)^2), of units per bucket.
    Source: Fransoo & Wouters (2000), Measuring the bullwhip effect in the supply chain, Supply Chain Management 5(2),
    which compares coefficients of variation; squared as in Hopp & Spearman, Factory Physics, ch. 8.
    """

    kind = "bullwhip_cv"
    unit = "ratio"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Each site and its products."""
        periods = measurement.periods
        varies = periods.demand > 0

        for number, grain in enumerate(measurement.grains.of_stocks):
            counts = varies & measurement.faces_buyers if number == 0 else varies
            orders, mean_orders, demand, mean_demand = (
                grain.sums(np.where(counts, value, 0.0))
                for value in (periods.orders, periods.mean_orders, periods.demand, periods.mean_demand)
            )
            yield Values(grain, quotient(quotient(orders, mean_orders**2), quotient(demand, mean_demand**2)))
