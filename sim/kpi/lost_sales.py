"""Lost sales: units that customers did not get, and do not wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class LostSales(KPI):
    """Lost sales: units of orders that were lost in the period, because they could not be met at once or in time.

    They count when they are lost, which for customers with patience is later than the order. A site's are those that
    it could not serve.

    Formula: units lost in the period / its length.
    Source: Zipkin (2000), Foundations of Inventory Management, ch. 3.
    """

    kind = "lost_sales"
    unit = "units per time unit"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each product, each customer and its products, each site and its products."""
        parties, units = measurement.lost
        return measurement.total(parties, units / measurement.span, measurement.grains.of_sites)
