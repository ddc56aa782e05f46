"""Line fill rate: the share of order lines that were met in full at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class LineFillRate(KPI):
    """Line fill rate: the share of order lines that left stock in full by the end of the instant of receipt.

    An order line that the seller has not learned of before the end is left out.

    Formula: lines shipped in full at once / lines, over lines placed in the period.
    Source: Silver, Pyke & Thomas (2017), Inventory and Production Management in Supply Chains, 4th ed., ch. 6.
    """

    kind = "line_fill_rate"
    unit = "share"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each product, each customer and its products, each site and its products."""
        lines = measurement.lines
        return measurement.share(lines, lines.was_met_at_once, lines.was_received, measurement.grains.of_sites)
