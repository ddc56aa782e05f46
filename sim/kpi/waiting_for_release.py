"""Waiting for release: the production orders that have not entered the shop floor, averaged over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kpi._declaration import KPI
from sim.kpi._grains import summed
from sim.ledger.levels import Levels
from sim.ledger.tables import Event, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.kpi._grains import Values
    from sim.kpi._measurement import Measurement


class WaitingForRelease(KPI):
    """Waiting for release: units of production orders neither released nor called off, averaged over time.

    The categories tell what an order had to wait for at first: ``components`` that were not there, or ``capacity``,
    which is the release rule of its line or room before it.

    Formula: integral of the units that wait for release over the period / its length.
    Source: the pool of orders before the shop floor: Land & Gaalman (1996), Workload control concepts in job shops,
    International Journal of Production Economics 46-47.
    """

    kind = "waiting_for_release"
    unit = "units"
    better = "lower"

    categories = ("capacity", "components")

    def values(self, measurement: Measurement) -> Iterable[Values]:
        """Of everything made, each product, each site and its products."""
        books, facts, released = measurement.books, measurement.books.facts, measurement.jobs.released
        makers, seller = measurement.grains.is_maker, books.orders["seller"]
        raised = np.flatnonzero(makers[seller] & (books.orders["placed_at"] >= 0))
        entered = np.flatnonzero(np.isfinite(released.time))
        events = books.events[(books.events["event"] == Event.LOST) & (books.events["order"] < books.orders.size)]
        lost = events[makers[seller[events["order"]]]]
        order = np.concatenate([raised, released.order[entered], lost["order"]])
        time = np.concatenate([facts.received_at[raised], released.time[entered], lost["time"]])
        change = np.concatenate([books.orders["quantity"][raised], -released.steps[entered], -lost["quantity"]])
        for_capacity = facts.waiting_reason[order] == Reason.NO_CAPACITY
        for category, chosen in (
            (None, np.ones(order.size, dtype=np.bool_)), ("capacity", for_capacity), ("components", ~for_capacity),
        ):  # fmt: skip
            row = np.flatnonzero(chosen & (time <= books.end))
            row = row[np.argsort(time[row], kind="stable")]
            nothing = np.zeros(makers.size, dtype=np.int64)
            waiting = Levels.of(nothing, seller[order[row]], time[row], change[row])
            yield from summed(measurement.grains.makers, measurement.mean(waiting), category)
