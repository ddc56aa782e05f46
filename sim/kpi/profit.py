"""Profit: revenue less total cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class Profit(KPI):
    """Profit of the company: what customers owe it for goods delivered less what it spent, in the period.

    What it bought counts when it is bought, not when it is sold: stock that was there at the start is free, and stock
    built up is paid for. ``operating_profit`` corrects this. Inside the company goods move at no price, so that a site
    has no profit of its own.

    Formula: ``revenue`` - ``total_cost``.
    Source: Silver, Pyke & Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., ch. 2.
    """

    kind = "profit"
    unit = "money"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of the company, and each product."""
        return summed(measurement.grains.network, measurement.profit)
