"""Profit: revenue less total cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import Values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._measurement import Measurement


class Profit(KPI):
    """Profit of the company: what customers paid it less what it spent, in the period.

    It is the network's alone: inside the company goods move at no price, so that a site has none of its own.

    Formula: ``revenue`` - ``total_cost``.
    Source: Silver, Pyke & Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., ch. 2.
    """

    kind = "profit"
    unit = "money"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of the company."""
        _, money = measurement.sales
        whole, *_ = measurement.grains.of_company
        spent = sum(float(whole.sums(amount)[0]) for amount in measurement.costs.values())
        yield Values(whole, np.array([float(money.sum()) - spent]))
