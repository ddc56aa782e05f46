"""Starved share: the share of working hours in which machines waited for work that was still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class StarvedShare(KPI):
    """Starved share: the share of its working hours in which a machine was idle although there was work for it to come.

    There is work to come while a production order has been raised and not all of its jobs have been taken up at the
    line: its components are missing, it waits for its release, or it is at a station before. Idle time without any
    production order is not starved. Over several machines it is the sum of the times over the sum of the working hours.

    Formula: time idle with work to come / time within working hours.
    Source: starvation in Dallery & Gershwin (1992), Manufacturing flow line systems: a review of models and analytical
    results, Queueing Systems 12.
    """

    kind = "starved_share"
    unit = "share"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all machines, each site, each line, and each machine where a line has several."""
        shop = measurement.shop
        return divided(measurement.grains.machines, shop.starved, shop.scheduled)
