"""Waiting for a vehicle: how long goods stand at the loading bay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class WaitingForVehicle(KPI):
    """Waiting for a vehicle: the mean time from coming to the loading bay until being taken up, over units.

    Goods wait because no vehicle is there, the load is not full, the next departure is still to come, or the carrier
    is closed; the events of kind ``held`` say which. Units count that are taken up in the period.

    Formula: sum of units x (taken up - ready) / sum of units, over loads taken up in the period.
    Source: mean waiting time per order in Çetinkaya & Bookbinder (2003), "Stochastic models for the dispatch of
    consolidated shipments", Transportation Research B 37.
    """

    kind = "waiting_for_vehicle"
    unit = "time units"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all carriers, each product, each carrier, and each of their lanes."""
        haulage = measurement.haulage
        units = measurement.by_account(haulage.account, haulage.units)
        waited = measurement.by_account(haulage.account, haulage.units * haulage.waited)
        return divided(haulage.accounts, waited, units)
