"""OEE: how much of the time in which machines were needed went into good units at the planned speed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import Values, quotient
from sim.kpi.quality import quality_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._measurement import Measurement


class Oee(KPI):
    """Overall equipment effectiveness: ``availability`` x ``performance`` x ``quality``.

    Its losses are failures, set-ups, speed and scrap. Time without work, starved or blocked is none of them: see
    ``utilisation``, ``starved_share`` and ``blocked_share``. For failures that come by the calendar, ``availability``
    is a share of all working hours.

    Formula: ``availability`` x ``performance`` x ``quality``.
    Source: Nakajima (1988), Introduction to TPM; ISO 22400-2:2014, Key performance indicators for manufacturing
    operations management.
    """

    kind = "oee"
    unit = "ratio"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all machines, each site, each line, and each machine where a line has several."""
        shop = measurement.shop
        fit, needed = shop.fit
        for grain in measurement.grains.machines:
            availability = quotient(grain.sums(fit), grain.sums(needed))
            performance = quotient(grain.sums(shop.standard), grain.sums(shop.worked))
            yield Values(grain, availability * performance * quality_of(measurement, grain))
