"""Goods on a lane that disruptions strike, travelled anew from the rows: when each part waits, lands, or is lost."""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from sim.clock import GRID, snap
from sim.ledger.adjusting import changes, course

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.ledger.books import Books
    from sim.ledger.closures import Change, Closures
    from sim.ledger.register import Resource

    Part = tuple[int, float, int]
    """An order, a time and steps."""

_CHANGE, _RELEASE, _LANDING, _DEPARTURE = range(4)
"""What comes first within an instant."""


@dataclass(eq=False)
class _Goods:
    """A part of an order on the lane; ``due`` is when it lands, or while it rests how long it still takes."""

    order: int
    steps: int
    time: float
    due: float = 0.0
    turn: int = 0


@dataclass
class Voyage:
    """What must have happened on a lane whose goods set out when they leave the seller.

    Attributes:
        accounts: The lane's accounts.
        is_exact: Whether the time of the lane is known, so that landings are.
        held: What had to wait before it set out, and since when.
        landed: What arrived, and when.
        stopped: What was lost or went on by another lane, and when.
    """

    accounts: tuple[int, ...]
    is_exact: bool
    held: list[Part] = field(default_factory=list)
    landed: list[Part] = field(default_factory=list)
    stopped: list[Part] = field(default_factory=list)

    @classmethod
    def of(cls, books: Books, lane: str, accounts: Sequence[int], closures: Closures) -> Voyage:
        """What must have happened on a lane."""
        times = {number: books.register.accounts[number].transit_time for number in accounts}
        voyage = cls(tuple(accounts), bool(np.all(np.isfinite(list(times.values())))))
        _Travel(books, lane, times, closures, voyage).run()
        return voyage


class _Travel:
    """The lane, event by event."""

    def __init__(self, books: Books, lane: str, times: dict[int, float], closures: Closures, voyage: Voyage) -> None:
        self.voyage = voyage
        self.factor, self.plus, self.pace = (
            course(books, "lead_time", aspect, f"lane/{lane}") for aspect in ("factor", "plus", "pace")
        )
        self.end = books.end
        self.number = count()
        self.heap: list[tuple[float, int, int, object]] = []
        self.on: dict[str, Resource] = {}
        self.was_on: dict[str, Resource] = {}
        self.held: deque[_Goods] = deque()
        self.travelling: dict[_Goods, None] = {}
        self.resting: list[_Goods] = []
        self.ring = -1.0
        for change in closures.changes:
            self._push(change.time, _CHANGE, change)
        before = 1.0
        for time, pace in changes(books, "lead_time", "pace", f"lane/{lane}"):
            self._push(time, _CHANGE, pace / before)
            before = pace
        moves = books.moves
        for row in np.flatnonzero(np.isin(moves.destination, list(times))).tolist():
            time = times[int(moves.destination[row])]
            goods = _Goods(int(moves.order[row]), int(moves.amount[row]), time)
            self._push(float(moves.time[row]), _DEPARTURE, goods)

    def _push(self, time: float, stage: int, what: object) -> None:
        heapq.heappush(self.heap, (time, stage, next(self.number), what))

    def run(self) -> None:
        """Goes through all events until the run ends; of that instant only changes and landings count."""
        stages = {_CHANGE: self._change, _RELEASE: self._release, _LANDING: self._land, _DEPARTURE: self._depart}
        while self.heap and self.heap[0][0] <= self.end:
            time, stage, _, what = heapq.heappop(self.heap)
            stages[stage](time, what)

    def _change(self, time: float, what: object) -> None:
        if isinstance(what, float):
            self._slow(time, what)
            return
        change: Change = what  # type: ignore[assignment]
        name, resource = change.resource.name, change.resource
        if change.begins:
            self.on[name] = self.was_on[name] = resource
            self._stop(time, resource)
            return
        self.on.pop(name, None)
        if not self.on:
            resting, self.resting = self.resting, []
            for goods in resting:
                self._travel(goods, time + goods.due)
            self._push(time, _RELEASE, None)

    def _stop(self, time: float, resource: Resource) -> None:
        if resource.aspect != "arrive":
            stopped = [*self.resting, *self.travelling]
            for goods in self.travelling:
                goods.due -= time
            self.travelling.clear()
            self.resting = stopped if resource.aspect == "hold" else []
            if resource.aspect != "hold":
                self.voyage.stopped += [(goods.order, time, goods.steps) for goods in stopped]
        if resource.detour:
            self.voyage.stopped += [(goods.order, time, goods.steps) for goods in self.held]
            self.held.clear()

    def _slow(self, time: float, ratio: float) -> None:
        for goods in list(self.travelling):
            self._travel(goods, time + snap((goods.due - time) * ratio))
        for goods in self.resting:
            goods.due = snap(goods.due * ratio)

    def _travel(self, goods: _Goods, due: float) -> None:
        goods.due = due
        goods.turn += 1
        self.travelling[goods] = None
        self._push(due, _LANDING, (goods, goods.turn))

    def _land(self, time: float, what: object) -> None:
        landing: tuple[_Goods, int] = what  # type: ignore[assignment]
        goods, turn = landing
        if goods.turn == turn and goods in self.travelling:
            del self.travelling[goods]
            self.voyage.landed.append((goods.order, time, goods.steps))

    def _depart(self, time: float, what: object) -> None:
        goods: _Goods = what  # type: ignore[assignment]
        if self.on or self.held:
            self.held.append(goods)
            self.voyage.held.append((goods.order, time, goods.steps))
        else:
            self._set_out(time, goods)

    def _set_out(self, time: float, goods: _Goods) -> None:
        if np.isfinite(goods.time):
            at = np.array([time])
            factor, pace, plus = (float(of.at(at)[0]) for of in (self.factor, self.pace, self.plus))
            self._travel(goods, time + snap(max(goods.time * factor * pace + plus, 0.0)))

    def _release(self, time: float, _: object) -> None:
        rates = [of.releases for of in self.was_on.values() if of.releases]
        while self.held and not self.on and self.ring <= time:
            self._set_out(time, self.held.popleft())
            if rates and self.held:
                self.ring = time + max(snap(1.0 / min(rates)), 1.0 / GRID)
                self._push(self.ring, _RELEASE, None)
        if not self.held and not self.on:
            self.was_on.clear()
