"""Cost rate: what was spent in a time unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._measurement import COSTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class CostRate(KPI):
    """Cost rate: what was spent on stocks, on making products, and on lanes per time unit, in all and by category.

    Categories and what they belong to are those of ``total_cost``.

    Formula: ``total_cost`` / length of the period.
    Source: long-run average cost: Zipkin (2000), Foundations of Inventory Management, ch. 3.
    """

    kind = "cost_rate"
    unit = "money per time unit"
    better = "lower"

    categories = COSTS

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of the company, each product, each site and its products, and each lane, by category."""
        return measurement.cost_values(per=measurement.span)
