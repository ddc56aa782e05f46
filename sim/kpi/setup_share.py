"""Set-up share: the share of working hours in which machines were set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided
from sim.ledger.tables import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class SetupShare(KPI):
    """Set-up share: the share of its working hours in which a machine was prepared for another product.

    It is a share of all working hours, not of the time at work. Over several machines it is the sum of the times over
    the sum of the working hours.

    Formula: set-up time / time within working hours.
    Source: set-ups in Hopp & Spearman (2011), Factory Physics, 3rd ed., ch. 8.
    """

    kind = "setup_share"
    unit = "share"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all machines, each site, each line, and each machine where a line has several."""
        shop = measurement.shop
        return divided(measurement.grains.machines, shop.time[State.SETUP], shop.scheduled)
