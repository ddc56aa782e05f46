"""Value-added share: how much of their time on the shop floor jobs are worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.kpi._declaration import KPI
from sim.kpi._grains import divided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class ValueAddedShare(KPI):
    """Value-added share: the share of the time that jobs are on the shop floor in which a machine works on them.

    Set-ups, repairs, blocking and queues add no value, nor does time that takes no capacity, for whatever it is needed.

    Formula: processing time in the period / jobs x time on the shop floor in the period.
    Source: value-added time over lead time: Rother & Shook (1999), Learning to See.
    """

    kind = "value_added_share"
    unit = "share"
    better = "higher"

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of everything made, each product, each site and its products."""
        books, jobs, visits = measurement.books, measurement.jobs, measurement.shop.visits
        maker = books.orders["seller"][visits.order]
        worked = measurement.by_account(maker, visits.worked_in_period)
        there = measurement.by_account(jobs.account, jobs.within(books.start, books.end))
        return divided(measurement.grains.makers, worked, there)
