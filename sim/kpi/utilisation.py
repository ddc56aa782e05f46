"""Utilisation: the share of working hours in which machines were taken up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided
from sim.ledger.tables import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class Utilisation(KPI):
    """Utilisation: the share of working hours in which a machine worked, was set up, or was repaired with a job on it.

    A machine that fails while it works keeps its job, so that repair takes capacity from the jobs; the categories tell
    the parts. Blocked, starved and idle time, and repair of an idle machine, are none of it; nor is what happens out of
    working hours, such as repair at night. Over several machines it is the sum of the times over the sum of the
    working hours.

    Formula: (processing + set-up + repair with a job) / time within working hours.
    Source: utilisation as arrival rate x effective process time: Hopp & Spearman (2011), Factory Physics, 3rd
    ed., ch. 8.
    """

    kind = "utilisation"
    unit = "share"
    better = "neither"

    categories = ("processing", "repair", "setup")

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all machines, each site, each line, and each machine where a line has several."""
        shop = measurement.shop
        parts = {
            "processing": shop.time[State.BUSY],
            "repair": shop.repaired,
            "setup": shop.time[State.SETUP],
        }
        whole = np.sum(list(parts.values()), axis=0)
        yield from divided(measurement.grains.machines, whole, shop.scheduled)
        for category, time in parts.items():
            yield from divided(measurement.grains.machines, time, shop.scheduled, category)
