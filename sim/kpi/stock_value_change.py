"""Stock value change: how much more the goods are worth at the end than at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class StockValueChange(KPI):
    """Stock value change: the value of the company's goods at the end of the period less that at its start.

    They are what lies at warehouses, what is on its way from one, and what is in process, valued at the components in
    it as in ``wip_value``; a customer's goods are the company's until they
    are delivered, a supplier's are not before they arrive, just as sales and purchases are recognised. A lane belongs
    to the warehouse that it leads to, or, where it leads to a customer, to the one that it comes from. What happens at
    the very end comes after the period.

    Formula: closing - opening value, each the sum of units on hand and in transit x value of a unit.
    Source: beginning and ending inventory in the cost of goods sold, Horngren, Datar & Rajan (2012), Cost Accounting: A
    Managerial Emphasis, 14th ed., ch. 2.
    """

    kind = "stock_value_change"
    unit = "money"
    better = "neither"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of the company, each product, each site and its products."""
        return summed(measurement.grains.of_company, measurement.stock_value_change)
