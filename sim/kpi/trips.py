"""Trips: how often vehicles set out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class Trips(KPI):
    """Trips: loads that vehicles took up, per time unit.

    A lane's are those that carried goods of it; one trip of a round may count for several lanes, and once for all.

    Formula: loads taken up in the period / its length.
    Source: number of dispatches per unit of time in Çetinkaya & Bookbinder (2003), "Stochastic models for the dispatch
    of consolidated shipments", Transportation Research B 37.
    """

    kind = "trips"
    unit = "trips per time unit"
    better = "neither"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all carriers, each carrier, and each of their lanes."""
        haulage = measurement.haulage
        each = np.full(haulage.trip.size, 1.0 / measurement.span)
        yield from summed(haulage.carriers, haulage.by_carrier(each))
        yield from summed(haulage.lanes, haulage.by_lane(each))
