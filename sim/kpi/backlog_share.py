"""Backlog share: the share of time during which a stock owes something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class BacklogShare(KPI):
    """Share of time with backlog: how much of the time something was owed.

    What a site owes to its own production orders does not count. Over several stocks, the mean over them, each with the
    same weight; a product made to order counts like a stock.

    Formula: time during which units are owed / length of the period.
    Source: Zipkin (2000), Foundations of Inventory Management, ch. 3.
    """

    kind = "backlog_share"
    unit = "share"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks, each product, each site and its products."""
        books, owed = measurement.books, measurement.owed
        share = owed.share(owed.level > 0, books.start, books.end)
        return divided(measurement.grains.sites, share, np.ones(share.size))
