"""Load factor: how full vehicles are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class LoadFactor(KPI):
    """Load factor: the mean share of a vehicle's payload that its trips use on the way there.

    The share of a trip is that of the measure that binds: weight, volume or units, whichever is used most. The way
    back, on which vehicles are empty, does not count; nor do carriers without a payload. A lane's is that of the trips
    that carried goods of it.

    Formula: sum over trips of max(weight, volume, units, each / payload) / trips.
    Source: vehicle fill on laden trips in McKinnon, Browne, Piecyk & Whiteing (2015), Green Logistics, 3rd ed., on the
    use of vehicles.
    """

    kind = "load_factor"
    unit = "share"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all carriers with a payload, each of them, and each of their lanes."""
        haulage, register = measurement.haulage, measurement.register
        limited = np.array([min(carrier.limits) < float("inf") for carrier in register.carriers], dtype=np.bool_)
        counts = limited[haulage.carrier].astype(np.float64)
        fill = haulage.filled * counts
        yield from divided(haulage.carriers, haulage.by_carrier(fill), haulage.by_carrier(counts))
        yield from divided(haulage.lanes, haulage.by_lane(fill), haulage.by_lane(counts))
