"""Out-of-stock share: the share of time with nothing on hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class OutOfStockShare(KPI):
    """Out-of-stock share: how much of the time nothing was on hand.

    Over several stocks, the mean over them, each with the same weight.

    Formula: time during which nothing is on hand / length of the period.
    Source: the complement of the ready rate P3 in Silver, Pyke & Thomas (2017), Inventory and Production Management in
    Supply Chains, 4th ed., ch. 6; Zipkin (2000), Foundations of Inventory Management, ch. 3.
    """

    kind = "out_of_stock_share"
    unit = "share"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all stocks, each product, each site and its products."""
        books, grains = measurement.books, measurement.grains
        share = books.stock.share(books.stock.level == 0, books.start, books.end)
        return divided(grains.stocks, share, np.ones(share.size))
