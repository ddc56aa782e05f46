"""Storage utilisation: how full limited storage is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import Grain, Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.kpi._measurement import Measurement


class StorageUtilisation(KPI):
    """Storage utilisation: the share of limited storage that is taken by stock on hand, averaged over time.

    Of a product at a site it is that of the stock's own capacity. Of a site it is that of its storage over all its
    products; where several limits are stated (units, weight, volume), that of the one which is fullest on average. What
    is made at a site is put into stock though it be full, so that the share may be above 1.

    Formula: integral of what the stock takes up over the period / (its length x the limit).
    Source: space utilisation in Staudt, Alpan, Di Mascolo & Taboada Rodriguez (2015), Warehouse performance
    measurement: a literature review, International Journal of Production Research 53(18).
    """

    kind = "storage_utilisation"
    unit = "share"
    better = "neither"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of each site whose storage is limited, and each stock with a capacity of its own."""
        yield from _sites(measurement)
        room = measurement.register.column("room").astype(np.float64)
        limited = np.flatnonzero(np.isfinite(room))
        if limited.size:
            grains, steps = measurement.grains, measurement.books.steps_per_unit
            names = {"site": grains.site[limited], "product": grains.product[limited]}
            grain = Grain(limited, np.arange(limited.size), limited.size, names)
            yield Values(grain, measurement.mean(measurement.books.stock)[limited] * steps[limited] / room[limited])


def _sites(measurement: Measurement) -> Iterator[Values]:
    register, number = measurement.register, {name: at for at, name in enumerate(measurement.grains.site_names)}
    on_hand = measurement.mean(measurement.books.stock)
    fullest: dict[str, float] = {}
    for storage in register.storages:
        takes = [
            storage.per_unit(of) if of.site == storage.site and of.kind == "warehouse" else 0.0
            for of in register.accounts
        ]
        share = float(np.dot(takes, on_hand)) / storage.limit
        fullest[storage.site] = max(share, fullest.get(storage.site, 0.0))
    if fullest:
        sites = np.array([number[site] for site in fullest], dtype=np.intp)
        everyone = np.arange(sites.size)
        yield Values(Grain(everyone, everyone, sites.size, {"site": sites}), np.array(list(fullest.values())))
