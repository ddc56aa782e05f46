"""On order: units that stocks have ordered and not received, averaged over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class OnOrder(KPI):
    """On order: the units that stocks have ordered and neither received nor given up, averaged over time.

    They are on their way to the seller as an order, waiting there, in process, or in transit; by-products are expected
    from the production order on. What customers await does not count, nor what production orders do.

    Formula: integral of the units on order over the period / its length.
    Source: Zipkin (2000), Foundations of Inventory Management, ch. 3.
    """

    kind = "on_order"
    unit = "units"
    better = "neither"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks, each product, each site and its products."""
        return summed(measurement.grains.stocks, measurement.mean(measurement.books.on_order))
