"""Waiting at dock: how long goods stand before a dock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._docks import Times
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class WaitingAtDock(KPI):
    """Waiting at dock: the mean time that a unit waits before a dock, or a full storage, takes it up.

    Goods wait for the receiving dock from their arrival at the site, and for the shipping dock from leaving their
    stock; both together, and by category. Units that are not taken up by the end do not count.

    Formula: sum of units x (taken up - came) / sum of units, over units that came in the period.
    Source: the waiting time in queue of a single server: Gross, Shortle, Thompson & Harris (2008), Fundamentals of
    Queueing Theory, 4th ed., ch. 1.
    """

    kind = "waiting_at_dock"
    unit = "time units"
    better = "lower"

    categories = ("receiving", "shipping")

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all sites with a dock or limited storage, each product, each site and its products."""
        grains = measurement.grains.docks
        if not grains:
            return
        parts = {
            "receiving": Times.before_receiving(measurement.books),
            "shipping": Times.before_shipping(measurement.books),
        }
        waited, units = (sum(getattr(part, name) for part in parts.values()) for name in ("waited", "units"))
        yield from divided(grains, waited, units)
        for category, part in parts.items():
            yield from divided(grains, part.waited, part.units, category)
