"""Goods that were long on the way: which leg of it took longer than usual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.explain.diagnosis import Diagnosis
from sim.explain.records import NEVER, SLIGHT, Grouped, by_names, names

if TYPE_CHECKING:
    from sim.explain.calendar import Calendar
    from sim.explain.records import Part, Records

_WHY: Final = {
    "no_vehicle": "all vehicles were under way",
    "load_not_full": "the load was not full yet",
    "not_due": "the next departure was not due yet",
    "out_of_hours": "the carrier was out of its working hours",
    "no_room": "there was no room",
    "dock_busy": "the dock was busy",
    "dock_closed": "the dock was closed",
}
"""Reasons of the ledger in words."""
_LEGS: Final = {
    "waited_to_load": "it waited {} to be loaded at {}",
    "waited_for_vehicle": "it waited {} for a vehicle at {}",
    "slow_transit": "it was {} on the way from {}",
    "waited_at_dock": "it waited {} before the stock of {}",
}
"""What is said of each leg."""


class Haulage:
    """The ways of parts of orders: shipping dock, loading bay, travel, receiving dock."""

    __slots__ = (
        "_at", "_began", "_calendar", "_carriers", "_known", "_like", "_loads_of", "_ready", "_records", "_trip",
    )  # fmt: skip

    def __init__(self, records: Records, calendar: Calendar) -> None:
        self._records, self._calendar = records, calendar
        loads, trips = records.tables["loads"], records.tables["trips"]
        self._loads_of = Grouped(loads["order"].fillna(-1).to_numpy(dtype=np.int64), records.placed.size)
        self._ready, self._at = (loads[name].to_numpy(dtype=np.float64) for name in ("ready_at", "arrived_at"))
        self._trip = loads["trip"].to_numpy(dtype=np.int64)
        self._began, self._carriers = trips["began_at"].to_numpy(dtype=np.float64), names(trips["carrier"])
        self._known: dict[tuple[str, str], dict[str, float]] = {}
        self._like = by_names(np.flatnonzero(records.lane != ""), records.lane, records.product)

    def legs(self, part: Part) -> dict[str, tuple[float, float]]:
        """When each leg of a part's way began and ended."""
        of = self._records
        end = min(part.arrived_at, of.last)
        landed = [time for time, _, _ in of.events(part.order, "arrived") if part.left_at <= time <= end]
        stood = max(landed, default=end)
        ready = began = part.left_at
        for row in self._loads_of.of(part.order):
            came, at = float(self._ready[row]), float(self._at[row])
            if part.left_at - SLIGHT <= came and at <= stood + SLIGHT:
                ready, began = came, float(self._began[self._trip[row]])
        if ready == part.left_at:
            loading = [time for time, _, _ in of.events(part.order, "loading") if part.left_at <= time <= stood]
            ready = max(loading, default=ready)
            began = max(began, ready)
        return {
            "waited_to_load": (part.left_at, ready),
            "waited_for_vehicle": (ready, began),
            "slow_transit": (began, stood),
            "waited_at_dock": (stood, end),
        }

    def usual(self, order: int) -> dict[str, float]:
        """Medians of the legs of what went the same way."""
        of = self._records
        route = (str(of.lane[order]), str(of.product[order]))
        if route not in self._known:
            parts = [
                part for like in self._like.get(route, ()) for part in of.parts(int(like)) if part.arrived_at < NEVER
            ]
            legs = [self.legs(part) for part in parts if part.left_at > -NEVER]
            self._known[route] = {
                leg: float(np.median([way[leg][1] - way[leg][0] for way in legs])) if legs else 0.0 for leg in _LEGS
            }
        return self._known[route]

    def delay(self, part: Part) -> Diagnosis:
        """What held a part on its way."""
        of, order = self._records, part.order
        legs, usual = self.legs(part), self.usual(order)
        leg = max(_LEGS, key=lambda name: legs[name][1] - legs[name][0] - usual[name])
        since, until = legs[leg]
        seller, buyer, lane = str(of.seller[order]), str(of.buyer[order]), str(of.lane[order])
        text = _LEGS[leg].format(self._calendar.length(until - since), buyer if leg == "waited_at_dock" else seller)
        told = {"waited_for_vehicle": "held", "waited_at_dock": "arrived"}.get(leg, "")
        reasons = [why for _, _, why in of.events(order, told) if why in _WHY] if told else []
        turns = of.detours(order) if leg == "slow_transit" else []
        by = next((name for time, name in turns if since <= time < until), "")
        text += f", by {by}" if by else ""
        if usual[leg] > SLIGHT:
            text += f", usually {self._calendar.length(usual[leg])}"
        if reasons:
            text += f": when it came {_WHY[reasons[0]]}"
        product = str(of.product[order])
        shut = {
            "waited_to_load": (f"{seller}/shipping",),
            "waited_at_dock": (f"{buyer}/receiving", f"{buyer}/{product}"),
        }.get(leg, ())
        places = (lane, f"{lane}/{product}", seller, buyer, *shut, *self._carrier(order))
        facts = {"usual": usual[leg], "reason": reasons[0] if reasons else "", "detour": by}
        return Diagnosis(leg, text, places, since, until, facts=facts)

    def _carrier(self, order: int) -> tuple[str, ...]:
        rows = self._loads_of.of(order)
        if not rows.size:
            return ()
        return (str(self._carriers[self._trip[rows[0]]]),)
