"""Operating profit: revenue less the cost of the goods sold and of everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class OperatingProfit(KPI):
    """Operating profit of the company: its profit with purchases charged when they are sold, not when they are bought.

    The cost of goods sold is opening stock + purchases - closing stock; ``profit`` charges purchases alone, so that the
    change in the value of stock makes the difference. Runs that begin or end with different stocks can be compared by
    it. Stock is valued at the products' standard cost: where that differs from the price of purchase, the difference is
    in the result when goods are bought. Goods without a ``value`` count nothing. A site has none of its own.

    Formula: ``revenue`` - (opening stock + purchases - closing stock) - all other costs, which is ``profit`` +
    ``stock_value_change``.
    Source: Horngren, Datar & Rajan (2012), Cost Accounting: A Managerial Emphasis, 14th ed., ch. 2; IAS 2, Inventories.
    """

    kind = "operating_profit"
    unit = "money"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of the company, and each product."""
        return summed(measurement.grains.network, measurement.profit + measurement.stock_value_change)
