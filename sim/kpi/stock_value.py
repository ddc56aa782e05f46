"""Stock value: what lies at warehouses at standard cost, averaged over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class StockValue(KPI):
    """Stock value: the goods that lie at warehouses at standard cost, averaged over time.

    Unlike units, values of different products can be added. What is on its way is in ``in_transit_value``.

    Formula: sum of time-average units on hand x value of a unit.
    Source: Silver, Pyke & Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., ch. 2.
    """

    kind = "stock_value"
    unit = "money"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks, each product, each site and its products."""
        return summed(measurement.grains.stocks, measurement.stock * measurement.value)
