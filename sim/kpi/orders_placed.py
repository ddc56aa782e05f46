"""Orders placed: replenishment orders per time unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class OrdersPlaced(KPI):
    """Orders placed: how many replenishment orders stocks place in a time unit.

    Production orders of stocks are among them, bookings of components are not. What is ordered from two sources at once
    is two orders.

    Formula: orders placed by stocks in the period / its length.
    Source: Zipkin (2000), Foundations of Inventory Management, ch. 3.
    """

    kind = "orders_placed"
    unit = "orders per time unit"
    better = "neither"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks, each product, each site and its products."""
        parties, units = measurement.replenishments
        placed = measurement.by_account(parties.buyer, np.ones(units.size))
        return summed(measurement.grains.stocks, placed / measurement.span)
