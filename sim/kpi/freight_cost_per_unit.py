"""Freight cost per unit: what it costs to bring a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class FreightCostPerUnit(KPI):
    """Freight cost per unit: what carriers are paid for their trips, by product unit carried.

    What a trip costs as a whole is shared among its loads by their parts of the payload.

    Formula: cost of the trips begun in the period / units taken up in it.
    Source: freight and cost per unit among the functional measures of Bowersox, Closs, Cooper & Bowersox (2013), Supply
    Chain Logistics Management, 4th ed.
    """

    kind = "freight_cost_per_unit"
    unit = "money per unit"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all carriers, each product, each carrier, and each of their lanes."""
        haulage = measurement.haulage
        units = measurement.by_account(haulage.account, haulage.units)
        return divided(haulage.accounts, measurement.costs["transport"], units)
