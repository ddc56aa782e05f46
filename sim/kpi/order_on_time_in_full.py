"""On time in full by order: the share of orders of which every line was delivered completely and by the promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._orders import shares

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class OrderOnTimeInFull(KPI):
    """OTIF by order: the share of orders whose every line was delivered in full and by the time promised for it.

    An order is all the lines that one customer placed in one instant: at the network's and the customer's grain with
    all sellers, at a site's grain with that site (there the buyer may be a site too). It has failed as soon as one of
    its lines has, see ``on_time_in_full``; else it is left out while a line is open and not yet due.

    Formula: orders of which all lines were delivered in full and on time / orders, over orders placed in the period.
    Source: delivery performance to customer commit date (RL.2.2) with delivery in full (RL.2.1) of orders, SCOR, ASCM.
    """

    kind = "order_on_time_in_full"
    unit = "share"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each customer, and each site; an order of several products is no product's."""
        site, _ = measurement.grains.of_sellers
        lines = measurement.lines
        return shares(measurement, lines.was_on_time, lines.is_decided, site)
