"""Disrupted share: the share of time in which a site is under a disruption."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import Grain, Values
from sim.kpi._stretches import merged
from sim.ledger.tables import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._measurement import Measurement


class DisruptedShare(KPI):
    """Disrupted share: the share of time in which some disruption has a site in its grip, how hard does not count.

    What strikes a lane counts at the site that it leads to.

    Formula: time in which at least one effect is in force at the site / length of the period.
    Source: one less the availability of a system: Rausand & Hoyland (2004), System Reliability Theory, 2nd ed., ch. 9.
    """

    kind = "disrupted_share"
    unit = "share"
    better = "lower"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of each site that an active disruption may strike."""
        books, resources = measurement.books, measurement.register.resources
        number = {name: index for index, name in enumerate(measurement.grains.site_names)}
        rows = np.array([row for row, of in enumerate(resources) if of.kind == "disruption"], dtype=np.intp)
        if not rows.size:
            return
        sites, group = np.unique([number[resources[row].site] for row in rows], return_inverse=True)
        spells = books.spells
        on = spells.are((State.DISRUPTED,))
        shares = np.zeros(sites.size)
        for place in range(sites.size):
            mine = on & np.isin(spells.resource, rows[group == place])
            begin, end = merged(zip(spells.since[mine], spells.until[mine], strict=True), books.start, books.end)
            shares[place] = (end - begin).sum() / measurement.span
        own = np.arange(sites.size)
        yield Values(Grain(own, own, sites.size, {"site": sites.astype(np.intp)}), shares)
