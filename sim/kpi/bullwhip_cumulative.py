"""Cumulative bullwhip: how much more orders vary than what customers ask for at the end of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement
    from sim.ledger.register import Register


class BullwhipCumulative(KPI):
    """Cumulative bullwhip ratio: the variance of what a stock orders over that of the customer demand that reaches it.

    That demand is what customers ask of the stock and of all stocks that it supplies, directly or through others, in
    the bucket in which they ask. Where such a stock has several sources, its customers count in full for each. The
    bucket is the stock's own review interval; 1 time unit for a stock that is reviewed continuously or never. Over
    several stocks it is the sum of the variances over the sum of the variances; stocks whose customers' demand does not
    vary are left out. Of a component it is what goes into the products that customers ask for. The network's and a
    product's are those of the most upstream stocks, which a supplier supplies or a recipe makes of nothing; a site's
    leaves out the components that only its own recipes ask for.

    Formula: Var(units ordered per bucket) / Var(units that customers asked for per bucket), the same divisor in both.
    Source: Chen, Drezner, Ryan & Simchi-Levi (2000), Quantifying the bullwhip effect in a simple supply chain,
    Management Science 46(3), for a chain of several stages.
    """

    kind = "bullwhip_cumulative"
    unit = "ratio"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of the network, each product, each site and its products."""
        periods, grains, register = measurement.periods, measurement.grains, measurement.register
        orders = np.where(periods.customers > 0, periods.orders, 0.0)
        yield from divided(grains.over_sites(_most_upstream(register)), orders, periods.customers)
        site, product = grains.of_stocks
        faces = measurement.faces_buyers
        yield from divided((site,), np.where(faces, orders, 0.0), np.where(faces, periods.customers, 0.0))
        yield from divided((product,), orders, periods.customers)


def _most_upstream(register: Register) -> NDArray[np.bool_]:
    """Stocks that a supplier supplies, or a recipe that needs no components; by account."""
    supplies = np.array([account.kind == "supplier" for account in register.accounts], dtype=np.bool_)
    inbound = register.is_transit & supplies[register.column("origin").astype(np.intp)]
    upstream = np.zeros_like(inbound)
    upstream[register.column("destination")[inbound]] = True
    needs = {account.maker for account in register.accounts if account.kind == "use"}
    alone = {
        (account.site, account.product)
        for row, account in enumerate(register.accounts)
        if account.kind == "production" and account.maker == row and row not in needs
    }
    alone_here = np.array([(account.site, account.product) in alone for account in register.accounts], dtype=np.bool_)
    return (upstream | alone_here) & register.is_warehouse
