"""Lost share: the share of the units asked for that were lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class LostShare(KPI):
    """Lost share: the share of the units asked for that became lost sales.

    What still waits at the end is asked for and not lost.

    Formula: sum of units lost by the end / sum of units asked, over orders placed in the period.
    Source: Hadley & Whitin (1963), Analysis of Inventory Systems, ch. 4.
    """

    kind = "lost_share"
    unit = "share"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each product, each customer and its products, each site and its products."""
        lines = measurement.lines
        return measurement.share(lines, lines.units_lost, lines.units, measurement.grains.of_sites)
