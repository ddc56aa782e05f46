"""Total cost: what was spent in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._measurement import COSTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class TotalCost(KPI):
    """Total cost: what was spent on stocks, on making products, and on lanes in the period, in all and by category.

    A category is what the money was paid for. Costs of a lane are those of the warehouse that it leads to, or, where it
    leads to a customer, of the one that it comes from; they are shown by lane too.

    Formula: sum of the money table's amounts in the period, sales left out; costs of time are accrued to the period.
    Source: total supply chain management cost (CO.1.1), SCOR, ASCM.
    """

    kind = "total_cost"
    unit = "money"
    better = "lower"

    categories = COSTS

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of the company, each product, each site and its products, and each lane, by category."""
        return measurement.cost_values(per=1.0)
