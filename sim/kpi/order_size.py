"""Order size: the mean quantity of a replenishment order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class OrderSize(KPI):
    """Order size: the mean quantity of the replenishment orders that stocks place.

    Production orders of stocks are among them. What is ordered from two sources at once is two orders, as in
    ``orders_placed``.

    Formula: units ordered by stocks in the period / number of their orders.
    Source: Silver, Pyke & Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., ch. 4.
    """

    kind = "order_size"
    unit = "units"
    better = "neither"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks, each product, each site and its products."""
        parties, units = measurement.replenishments
        ordered = measurement.by_account(parties.buyer, units)
        return divided(measurement.grains.stocks, ordered, measurement.by_account(parties.buyer, np.ones(units.size)))
