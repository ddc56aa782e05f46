"""Tonne-kilometres: how much is moved how far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class TonneKm(KPI):
    """Tonne-kilometres: weight carried times the way from the origin to its stop, per time unit.

    On a round the way is that of the vehicle, stop by stop. The categories are the modes of transport.

    Formula: sum over loads taken up in the period of tonnes x km / its length.
    Source: freight transport performance in Eurostat, ITF and UNECE (2019), Glossary for Transport Statistics, 5th ed.
    """

    kind = "tonne_km"
    unit = "tonne-km per time unit"
    better = "lower"
    categories = ("air", "inland_waterway", "rail", "road", "sea")

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of all carriers, each product, each carrier, and each of their lanes."""
        haulage, register = measurement.haulage, measurement.register
        modes = [register.carriers[route.carrier].mode for route in register.routes]
        route = measurement.books.trips["route"][haulage.loads["trip"]]
        moved = haulage.tonne_km / measurement.span
        yield from summed(haulage.accounts, measurement.by_account(haulage.account, moved))
        for mode in self.categories:
            is_mode = np.array([of == mode for of in modes], dtype=np.bool_)
            if is_mode.any():
                part = measurement.by_account(haulage.account, moved * is_mode[route])
                yield from summed(haulage.accounts, part, mode)
