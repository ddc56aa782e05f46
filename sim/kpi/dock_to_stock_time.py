"""Dock-to-stock time: how long it takes from arrival until goods are available."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._docks import Times
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class DockToStockTime(KPI):
    """Dock-to-stock time: the mean time from the arrival of a unit at a site until it is available in stock.

    It holds the wait before the dock, the work there and the time from there to the shelf. Units that are not in stock
    by the end do not count.

    Formula: sum of units x (in stock - arrived) / sum of units, over units that arrived in the period.
    Source: dock to stock time in Staudt, Alpan, Di Mascolo & Taboada Rodriguez (2015), Warehouse performance
    measurement: a literature review, International Journal of Production Research 53(18).
    """

    kind = "dock_to_stock_time"
    unit = "time units"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all sites with a receiving dock or limited storage, each product, each site and its products."""
        times = Times.to_stock(measurement.books)
        return divided(measurement.grains.receptions, times.waited, times.units)
