"""Lost revenue: what lost sales would have brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class LostRevenue(KPI):
    """Lost revenue: what customers would have paid in a time unit for the units that were lost.

    The price is that of the customer's purchase; what a lost sale costs beside it is the ``lost_sale`` part of
    ``total_cost``.

    Formula: sum of units lost in the period x price / its length.
    Source: cost of lost sales, Silver, Pyke & Thomas (2017), Inventory and Production Management in Supply Chains,
    4th ed., ch. 2.
    """

    kind = "lost_revenue"
    unit = "money per time unit"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each product, each customer and its products, each site and its products."""
        parties, units = measurement.lost
        price = measurement.register.column("price").astype(np.float64)
        money = units * price[parties.buyer] / measurement.span
        return measurement.total(parties, money, measurement.grains.of_sites)
