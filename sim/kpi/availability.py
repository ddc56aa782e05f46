"""Availability: the share of the time in which machines were needed that they were fit to work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class Availability(KPI):
    """Availability: the share of the time in which a machine was needed that it could work, neither failed nor set up.

    Time is counted on the clock of the failures. Where they come by hours of work, or never, it is the time in which
    the machine worked, was set up or was repaired, so that without set-ups it tends to MTTF / (MTTF + MTTR). Where they
    come by the calendar it is all working hours. Of a repair at night only what lies within the hours counts. Set-ups
    are a loss here, as in ``oee``, and so is the time in which a disruption makes a machine stand still. Over several
    machines it is the sum over the sum; a machine that was never needed has none.

    Formula: 1 - (repair + set-up) / (processing + set-up + repair), or / time within working hours for failures by the
    calendar.
    Source: availability in Nakajima (1988), Introduction to TPM; availability ratio of ISO 22400-2:2014, Key
    performance indicators for manufacturing operations management.
    """

    kind = "availability"
    unit = "share"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all machines, each site, each line, and each machine where a line has several."""
        fit, needed = measurement.shop.fit
        return divided(measurement.grains.machines, fit, needed)
