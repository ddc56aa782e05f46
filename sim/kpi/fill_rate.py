"""Fill rate: the share of the quantity asked for that was met at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class FillRate(KPI):
    """Fill rate (beta): the share of the units asked for that left stock by the end of the instant of receipt.

    At once, not eventually: what is delivered later does not count. An order that the seller has not learned of before
    the end is left out; of every other one it is known what was met at once, be it open or not.

    Formula: sum of units shipped at once / sum of units asked, over orders placed in the period.
    Source: P2 in Silver, Pyke & Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., ch. 6.
    """

    kind = "fill_rate"
    unit = "share"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each product, each customer and its products, each site and its products."""
        lines = measurement.lines
        asked = np.where(lines.was_received, lines.units, 0.0)
        at_once = np.where(lines.was_received, lines.units_at_once, 0.0)
        return measurement.share(lines, at_once, asked, measurement.grains.of_sites)
