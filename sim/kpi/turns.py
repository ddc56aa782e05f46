"""Inventory turns: how often stock is sold in a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided
from sim.kpi._measurement import DAYS_PER_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class Turns(KPI):
    """Inventory turns: how often the stock is sold in a year of 365 days; in abstract time, in a period.

    The network's and a product's cost of goods sold is that of what reached customers, a site's that of what left it, a
    stock's that of what left the stock: components are used up.
    All count only stock on hand, not what is in transit.

    Formula: cost of goods sold in the period, annualised / time-average stock on hand, both at standard cost.
    Source: Silver, Pyke & Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., ch. 1.
    """

    kind = "turns"
    unit = "turns"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks, each product, each site and its products."""
        used, left, reached = measurement.goods_sold
        stock = measurement.stock * measurement.value
        days = measurement.books.days_per_unit
        per_year = 1.0 if days is None else DAYS_PER_YEAR / days
        grains = measurement.grains
        yield from divided(grains.network, reached * per_year / measurement.span, stock)
        site, product = grains.of_sites
        yield from divided((site,), left * per_year / measurement.span, stock)
        yield from divided((product,), used * per_year / measurement.span, stock)
