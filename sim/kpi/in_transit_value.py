"""In-transit value: what is on its way at standard cost, averaged over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class InTransitValue(KPI):
    """In-transit value: the goods on their way at standard cost, averaged over time.

    A site's and a customer's are those that travel to it, from suppliers too.

    Formula: sum of time-average units in transit x value of a unit.
    Source: pipeline stock in Silver, Pyke & Thomas (2017), Inventory and Production Management in Supply Chains,
    4th ed., ch. 2.
    """

    kind = "in_transit_value"
    unit = "money"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all lanes, each product, each lane, each site that goods travel to and its products, and each customer."""
        return summed(measurement.grains.transits, measurement.in_transit * measurement.value)
