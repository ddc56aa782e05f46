"""In transit: units on their way, averaged over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class InTransit(KPI):
    """In transit: the units that have left a site and not reached the next, averaged over time.

    A site's and a customer's are those that travel to it, from suppliers too.

    Formula: integral of the units on lanes over the period / its length.
    Source: pipeline stock in Silver, Pyke & Thomas (2017), Inventory and Production Management in Supply Chains,
    4th ed., ch. 2.
    """

    kind = "in_transit"
    unit = "units"
    better = "neither"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all lanes, each product, each lane, each site that goods travel to and its products, and each customer."""
        return summed(measurement.grains.transits, measurement.in_transit)
