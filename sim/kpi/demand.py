"""Demand: the units that customers ask for per time unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class Demand(KPI):
    """Demand: the units that customers ask for in a time unit.

    A site's is what customers ask of it; what other sites order from it is not demand.

    Formula: units of customers' orders placed in the period / its length.
    Source: independent demand, ASCM Supply Chain Dictionary.
    """

    kind = "demand"
    unit = "units per time unit"
    better = "neither"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each product, each customer and its products, each site and its products."""
        lines, grains = measurement.lines, measurement.grains
        yield from summed(grains.customers, measurement.by_account(lines.buyer, lines.units) / measurement.span)
        yield from summed(grains.of_sites, measurement.demand / measurement.span)
