"""Dock utilisation: the share of its hours in which a dock works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import Grain, Values, quotient
from sim.ledger.levels import sums
from sim.ledger.tables import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._measurement import Measurement

_DOCKS: Final = ("receiving", "shipping")


class DockUtilisation(KPI):
    """Dock utilisation: the share of its working hours in which a dock is at work.

    Of a site with both docks it is that of both together, by category that of each.

    Formula: time at work / (length of the period - time out of hours), summed over the docks.
    Source: utilisation of a server: Gross, Shortle, Thompson & Harris (2008), Fundamentals of Queueing Theory, 4th ed.,
    ch. 1.
    """

    kind = "dock_utilisation"
    unit = "share"
    better = "neither"

    categories = _DOCKS

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of each site, its receiving and its shipping dock."""
        books, resources = measurement.books, measurement.register.resources
        spells, size = books.spells, len(resources)
        within = spells.within(books.start, books.end)
        busy = sums(spells.resource, np.where(spells.are((State.BUSY,)), within, 0.0), size)
        off = sums(spells.resource, np.where(spells.are((State.OFF,)), within, 0.0), size)
        number = {name: index for index, name in enumerate(measurement.grains.site_names)}
        for category, kinds in ((None, _DOCKS), *((kind, (kind,)) for kind in _DOCKS)):
            docks = np.array([row for row, of in enumerate(resources) if of.kind in kinds], dtype=np.intp)
            if not docks.size:
                continue
            sites, group = np.unique([number[resources[row].site] for row in docks], return_inverse=True)
            grain = Grain(docks, group.astype(np.intp), sites.size, {"site": sites.astype(np.intp)})
            yield Values(grain, quotient(grain.sums(busy), grain.sums(measurement.span - off)), category)
