"""Days of supply: how long the stock would last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class DaysOfSupply(KPI):
    """Days of supply: for how many days the average stock would last; in abstract time, for how many periods.

    The network's and a product's cost of goods sold is that of what reached customers, a site's that of what left it, a
    stock's that of what left the stock: components are used up.

    Formula: time-average stock on hand / cost of goods sold per day, both at standard cost.
    Source: inventory days of supply (AM.2.2), SCOR, ASCM.
    """

    kind = "days_of_supply"
    unit = "days"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks, each product, each site and its products."""
        used, left, reached = measurement.goods_sold
        stock = measurement.stock * measurement.value
        days = measurement.span * (measurement.books.days_per_unit or 1.0)
        grains = measurement.grains
        yield from divided(grains.network, stock, reached / days)
        site, product = grains.of_sites
        yield from divided((site,), stock, left / days)
        yield from divided((product,), stock, used / days)
