"""Blocked share: the share of working hours in which machines could not get rid of their jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided
from sim.ledger.tables import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class BlockedShare(KPI):
    """Blocked share: the share of its working hours in which a machine held a job that was done and found no room.

    The machine is blocked after its work: the job stays on it until the next station has room. Over several machines it
    is the sum of the times over the sum of the working hours.

    Formula: blocked time / time within working hours.
    Source: blocking in Dallery & Gershwin (1992), Manufacturing flow line systems: a review of models and analytical
    results, Queueing Systems 12.
    """

    kind = "blocked_share"
    unit = "share"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all machines, each site, each line, and each machine where a line has several."""
        shop = measurement.shop
        return divided(measurement.grains.machines, shop.time[State.BLOCKED], shop.scheduled)
