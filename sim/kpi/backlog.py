"""Backlog: the units that stocks owe, averaged over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class Backlog(KPI):
    """Backlog: the units that stocks have been asked for and have neither shipped nor lost, averaged over time.

    A site owes to customers and to other sites; the network's is the sum of its sites', the customer's what is owed to
    that customer. What is made to order is owed from the order until it is sent off. What suppliers work on is their
    lead time and no backlog, and what a site's own production orders wait for is in ``waiting_for_release``.

    Formula: integral of the units owed over the period / its length, summed as units x wait of each part.
    Source: Zipkin (2000), Foundations of Inventory Management, ch. 3.
    """

    kind = "backlog"
    unit = "units"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks, each product, each site and its products, each customer and its products."""
        parties, backlog = measurement.waiting
        yield from summed(measurement.grains.sites, measurement.by_account(parties.seller, backlog))
        from_stock = np.where(measurement.grains.sells[parties.seller], backlog, 0.0)
        yield from summed(measurement.grains.of_customers, measurement.by_account(parties.buyer, from_stock))
