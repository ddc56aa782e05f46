"""Order fill rate: the share of orders that were met in full at once, with all their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._orders import shares

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class OrderFillRate(KPI):
    """Order fill rate: the share of orders whose every line left stock in full by the end of the instant of receipt.

    An order is all the lines that one customer placed in one instant: at the network's and the customer's grain with
    all sellers, at a site's grain with that site (there the buyer may be a site too). It is left out if the seller has
    not learned of each line before the end, unless a line that it learned of was not met.

    Formula: orders of which all lines were shipped in full at once / orders, over orders placed in the period.
    Source: Song (1998), On the order fill rate in a multi-item, base-stock inventory system, Operations Research 46(6).
    """

    kind = "order_fill_rate"
    unit = "share"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each customer, and each site; an order of several products is no product's."""
        site, _ = measurement.grains.of_sites
        lines = measurement.lines
        return shares(measurement, lines.was_met_at_once, lines.was_received, site)
