"""Revenue: what customers paid the company in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class Revenue(KPI):
    """Revenue: what customers owe the owners of warehouses for goods delivered in the period.

    A site's is what was sold from it. A sale is recognised when the goods reach the customer.

    Formula: sum of units delivered in the period x price.
    Source: Silver, Pyke & Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., ch. 2.
    """

    kind = "revenue"
    unit = "money"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each product, each customer and its products, each site and its products."""
        parties, money = measurement.sales
        return measurement.total(parties, money, measurement.grains.of_sites)
