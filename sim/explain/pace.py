"""Pace: how long an order usually takes, stage by stage, from what the ledger tells of its like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.explain.records import SLIGHT, by_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.explain.records import Part, Records

    Route = tuple[str, str, str, str, str]

ENOUGH: Final = 5
"""Fewer orders than these say nothing of what is usual: what was promised is taken instead."""


@dataclass(frozen=True, slots=True)
class Stages:
    """Lengths of time of an order's stages.

    Attributes:
        message: From placing it until the seller knows.
        seller: From then until goods leave the seller.
        way: From then until the buyer has them.
    """

    message: float
    seller: float
    way: float

    @property
    def total(self) -> float:
        """From placing an order to having it."""
        return self.message + self.seller + self.way

    def over(self, usual: Stages) -> dict[str, float]:
        """By how much each stage took longer than usual."""
        names = ("message", "seller", "way")
        return {name: getattr(self, name) - getattr(usual, name) for name in names}


class Pace:
    """What is usual between a buyer and a seller: medians over the orders that found what they asked for.

    The time at the seller counts orders only that did not have to wait there for stock or capacity, so that a seller
    who is often short does not make it usual. What was promised is the least that is expected.
    """

    __slots__ = ("_known", "_like", "_records")

    def __init__(self, records: Records) -> None:
        self._records = records
        self._known: dict[Route, Stages] = {}
        inner = np.flatnonzero(records.purpose != "customer")
        names = (records.buyer, records.product, records.seller, records.lane, records.purpose)
        self._like = by_names(inner, *names)

    def _route(self, order: int) -> Route:
        of = self._records
        return of.buyer[order], of.product[order], of.seller[order], of.lane[order], of.purpose[order]

    def usual(self, order: int) -> Stages:
        """What is usual for orders like this one."""
        route = self._route(order)
        if route not in self._known:
            self._known[route] = self._of(self._like.get(route, np.array([order])))
        return self._known[route]

    def due(self, order: int) -> float:
        """When an order could be expected when it was placed."""
        of, usual = self._records, self.usual(order)
        placed = max(float(of.placed[order]), 0.0)
        promised = float(of.promised[order])
        known = max(placed + usual.total, float(of.received[order]) + usual.seller + usual.way)
        return max(known, promised) if np.isfinite(promised) else known

    def taken(self, part: Part) -> Stages:
        """What a part of an order took; what has not come to an end is counted to the end of the records."""
        of, end = self._records, self._records.last
        placed = max(float(of.placed[part.order]), 0.0)
        received = min(max(float(of.received[part.order]), placed), end)
        left = min(max(part.left_at, received), end)
        arrived = min(max(part.arrived_at, left), end)
        return Stages(received - placed, left - received, arrived - left)

    def _of(self, orders: NDArray[np.intp]) -> Stages:
        of = self._records
        orders = orders[np.isfinite(of.placed[orders])]
        if not orders.size:
            return Stages(0.0, 0.0, 0.0)
        parts = [part for order in orders for part in of.parts(int(order)) if part.fate == "moved"]
        taken = [(part, self.taken(part)) for part in parts if np.isfinite(part.arrived_at)]
        sound = [times.seller for part, times in taken if of.reason[part.order] == "none"]
        promised = of.promised[orders] - of.placed[orders]
        promise = float(np.median(promised[np.isfinite(promised)])) if np.isfinite(promised).any() else 0.0
        message = float(np.median(of.received[orders] - of.placed[orders]))
        way = float(np.median([times.way for _, times in taken])) if len(taken) >= ENOUGH else None
        seller = float(np.median(sound)) if len(sound) >= ENOUGH else None
        if seller is None:
            seller = min(sound, default=0.0) if way is None else max(promise - message - way, 0.0)
        if way is None:
            way = max(promise - message - seller, 0.0)
        return Stages(message, seller, way if way > SLIGHT else 0.0)
