"""Load size: what a trip carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided
from sim.ledger.levels import sums

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class LoadSize(KPI):
    """Load size: the product units that a trip carries on average.

    A lane's are units of that lane on trips that carried any.

    Formula: units taken up in the period / trips begun in it.
    Source: expected dispatch quantity in Çetinkaya & Bookbinder (2003), "Stochastic models for the dispatch of
    consolidated shipments", Transportation Research B 37.
    """

    kind = "load_size"
    unit = "units"
    better = "neither"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all carriers, each carrier, and each of their lanes."""
        haulage, lanes = measurement.haulage, measurement.grains.lane
        each, register = np.ones(haulage.trip.size), measurement.register
        carrier = np.array([route.carrier for route in register.routes], dtype=np.intp)
        route = measurement.books.trips["route"][haulage.loads["trip"]]
        carried = sums(carrier[route], haulage.units, len(register.carriers))
        yield from divided(haulage.carriers, carried, haulage.by_carrier(each))
        on_lane = sums(lanes[haulage.account], haulage.units, max(len(measurement.grains.lane_names), 1))
        yield from divided(haulage.lanes, on_lane, haulage.by_lane(each))
