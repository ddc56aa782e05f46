"""Stock on hand: units at warehouses, averaged over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class StockOnHand(KPI):
    """Stock on hand: the units that lie at warehouses, averaged over time.

    What is on its way is in ``in_transit``. Over several products, units of all kinds are added; ``stock_value`` weighs
    them.

    Formula: integral of the units on hand over the period / its length, summed as level x span.
    Source: Law (2015), Simulation Modeling and Analysis, 5th ed., section 1.5.
    """

    kind = "stock_on_hand"
    unit = "units"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks, each product, each site and its products."""
        return summed(measurement.grains.stocks, measurement.stock)
