"""On time in full: the share of order lines delivered in full by the time promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class OnTimeInFull(KPI):
    """On time in full (OTIF): the share of order lines of which everything was delivered by the time promised.

    Customers are promised what their purchase says, sites their expected lead time. A line that is cancelled or lost in
    part has failed. One still open at the end has failed if its promise has passed, else it is left out.

    Formula: lines delivered in full by the time promised / lines, over lines placed in the period.
    Source: delivery performance to customer commit date (RL.2.2) with delivery in full (RL.2.1), SCOR, ASCM.
    """

    kind = "on_time_in_full"
    unit = "share"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all customers, each product, each customer and its products, each site and its products."""
        lines = measurement.lines
        return measurement.share(lines, lines.was_on_time, lines.is_decided, measurement.grains.of_sellers)
