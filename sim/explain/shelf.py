"""A shelf: a product at a site, when it could not deliver, and what it lacked then."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.explain.lack import Gap, Lack, Short
from sim.explain.records import LOST_UNDER_WAY, NEVER, SLIGHT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.explain.pace import Pace
    from sim.explain.records import Node, Part, Records

_NEVER_COMES: Final = ("lost", LOST_UNDER_WAY)
"""Fates of parts that were given up."""
_LONG: Final = 4
"""What is usual is taken from the time before if that is so many times as long, else from the whole run."""


@dataclass(slots=True)
class _Late:
    """A part of an incoming order: when it was due, until when it was missed, and what of it answers for nothing."""

    part: Part
    due: float
    until: float
    rest: float
    again: list[tuple[float, float]] = field(default_factory=list)

    def restore(self, now: float) -> None:
        """Lets units answer again that answered for lost sales: had those been met, they would be replaced by now."""
        while self.again and self.again[0][0] <= now + SLIGHT:
            self.rest += self.again.pop(0)[1]


class Shelf:
    """A product at a site.

    Each unit that was missing is set against one unit of an incoming order that was due by then and not there, the one
    due first before others. A unit of a late order answers for one missing unit: for a sale that was lost only until it
    could have been replaced, since a lost sale is never ordered anew. What is left had not been ordered in time. A unit
    that waited is set against a late order for the share of its wait in which that order was overdue.

    Attributes:
        node: Site and product.
        opening: Units on hand when the run began.
        shorts: What was not there when it was asked for, in order of time.
    """

    def __init__(self, records: Records, pace: Pace, node: Node) -> None:
        self._records, self._pace = records, pace
        self.node = node
        nothing = np.zeros(0, dtype=np.intp)
        self.asked = records.asked.get(node, nothing)
        self.supply = records.supply.get(node, nothing)
        self.opening = records.openings.get("/".join(node), 0.0)
        self.has_stock = "/".join(node) in records.openings or self.supply.size > 0
        self.shorts = sorted(
            (short for order in self.asked for short in self._shorts(int(order))),
            key=lambda short: (short.since, short.order),
        )
        self._times, self._levels = self._on_hand()
        self._lacks: dict[int, Lack] | None = None

    def _shorts(self, order: int) -> list[Short]:
        of = self._records
        since = max(float(of.received[order]), 0.0)
        if of.purpose[order] == "component":
            waited = of.events(order, "waiting")
            if not waited or waited[0][2] != "no_stock":
                return []
            quantity, parts = waited[0][1], of.parts(order)
            until = max((min(part.left_at, part.ended_at) for part in parts), default=NEVER)
            return [Short(order, quantity, since, until, lost=False)]
        if of.quantity[order] - of.at_once[order] <= SLIGHT or since > of.last:
            return []
        if self._is_made(order):
            due, late = self._pace.due(order), self._late_parts(order)
            return [Short(order, part.quantity, due, part.arrived_at, part.fate in _NEVER_COMES) for part in late]
        found = []
        for part in of.parts(order):
            lost = part.fate == "lost"
            until = part.ended_at if part.fate in ("lost", "scrapped") else part.left_at
            if lost or until > since:
                found.append(Short(order, part.quantity, since, until, lost))
        return found

    def _is_made(self, order: int) -> bool:
        """Whether an order is made for its buyer, who does not expect it at once."""
        of = self._records
        return bool(of.purpose[order] == "production" or (not self.has_stock and of.reason[order] != "no_stock"))

    def _late_parts(self, order: int) -> list[Part]:
        due = self._pace.due(order)
        return [part for part in self._records.parts(order) if min(part.arrived_at, self._records.last) > due + SLIGHT]

    def _on_hand(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        of = self._records
        moves = [(time, quantity) for order in self.supply for time, quantity in of.arrivals(int(order))]
        moves += [(time, -quantity) for order in self.asked for time, quantity in of.departures(int(order))]
        moves.sort()
        times = np.array([0.0, *(max(time, 0.0) for time, _ in moves)])
        levels = self.opening + np.cumsum([0.0, *(quantity for _, quantity in moves)])
        last = np.append(times[1:] != times[:-1], [True])
        return times[last], levels[last]

    def on_hand(self, at: float) -> float:
        """Units on hand after all that happened at an instant."""
        return float(self._levels[self._row(at)])

    def _row(self, at: float) -> int:
        return max(int(np.searchsorted(self._times, at, side="right")) - 1, 0)

    def empty(self, at: float) -> tuple[float, float]:
        """Since when nothing had been left at an instant, and until when; the instant itself if some was left."""
        row = self._row(at)
        is_empty = self._levels <= SLIGHT
        if not is_empty[row]:
            return at, at
        first = row
        while first > 0 and is_empty[first - 1]:
            first -= 1
        later = np.flatnonzero(~is_empty[row:])
        return float(self._times[first]), float(self._times[row + later[0]]) if later.size else NEVER

    def asked_for(self, since: float, until: float) -> float:
        """Units asked for after one instant until the end of another."""
        return _upto(self._demand, until) - _upto(self._demand, since)

    @cached_property
    def _demand(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return _running(self._records.received[self.asked], self._records.quantity[self.asked])

    @cached_property
    def _given_up(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        lost = [short for short in self.shorts if short.lost]
        return _running(np.array([short.until for short in lost]), np.array([short.quantity for short in lost]))

    @cached_property
    def _gone(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What was ordered and will never come."""
        gone = [event for order in self.supply for event in self._records.events(int(order), "lost", "scrapped")]
        return _running(np.array([time for time, _, _ in gone]), np.array([quantity for _, quantity, _ in gone]))

    @cached_property
    def _due(self) -> NDArray[np.float64]:
        return np.array([self._pace.due(int(order)) for order in self.supply], dtype=np.float64)

    @property
    def lacks(self) -> dict[int, Lack]:
        """What each order lacked that found too little, by its number."""
        if self._lacks is None:
            self._lacks = self._attributed()
        return self._lacks

    def _attributed(self) -> dict[int, Lack]:
        pending = sorted(
            (self._late(part) for order in self.supply for part in self._records.parts(int(order))),
            key=lambda late: (late.due, late.part.order),
        )
        found: dict[int, Lack] = {}
        first_change = -NEVER
        for short in self.shorts:
            if self._is_made(short.order):
                found[short.order] = Lack([(part, part.quantity) for part in self._late_parts(short.order)])
                continue
            if first_change <= short.since:
                pending = [late for late in pending if late.until > short.since]
                first_change = min((late.until for late in pending), default=NEVER)
            rest = self._answered(short, pending, found.setdefault(short.order, Lack()))
            found[short.order].unordered += max(rest, 0.0)
            if rest > SLIGHT:
                found[short.order].at = min(found[short.order].at, short.since)
        return found

    def _answered(self, short: Short, pending: list[_Late], lack: Lack) -> float:
        """Sets missing units against late goods, which are sorted by when they were due; returns the units left."""
        rest = short.quantity
        for late in pending:
            if rest <= SLIGHT or late.due > max(short.until - SLIGHT, short.since + SLIGHT):
                break
            late.restore(short.since)
            answered = min(late.rest, rest * self._overdue(short, late))
            if answered > 0.0:
                late.rest -= answered
                rest -= answered
                lack.late.append((late.part, answered))
                if short.lost:
                    late.again.append((short.since + self._pace.usual(late.part.order).total, answered))
        return rest

    def _late(self, part: Part) -> _Late:
        # What was scrapped or called off never comes, but is missed only until it could have been ordered anew.
        gone = part.fate in ("scrapped", *_NEVER_COMES)
        until = self._anew(part.ended_at) + self._pace.usual(part.order).total if gone else part.arrived_at
        return _Late(part, self._pace.due(part.order), until, part.quantity)

    @cached_property
    def _attempts(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """When incoming orders were placed, in order, and whether each was refused."""
        of = self._records
        placed = of.placed[self.supply]
        refused = np.array([of.is_refused(int(order)) for order in self.supply], dtype=np.bool_)
        in_turn = np.lexsort((refused, placed))
        return placed[in_turn], refused[in_turn]

    def _anew(self, since: float) -> float:
        """From when on something could be ordered anew: at once, unless what was ordered then was refused, too."""
        placed, refused = self._attempts
        first = int(np.searchsorted(placed, since - SLIGHT))
        if first == placed.size or not refused[first]:
            return since
        taken = np.flatnonzero(~refused[first:])
        return float(placed[first + taken[0]]) if taken.size else NEVER

    def _overdue(self, short: Short, late: _Late) -> float:
        """Share of a wait in which a part was overdue; 1 or 0 for what did not wait."""
        if short.lost or short.until <= short.since:
            return 1.0 if late.due <= short.since + SLIGHT else 0.0
        until = min(short.until, self._records.last)
        overdue = min(late.until, until) - max(late.due, short.since)
        return min(max(overdue / max(until - short.since, SLIGHT), 0.0), 1.0)

    def gap(self, at: float) -> Gap:
        """What had been ordered in time for an instant, and what was asked for by then."""
        of, supply = self._records, self.supply
        placed = np.maximum(of.placed[supply], 0.0)
        in_time = np.flatnonzero((self._due <= at + SLIGHT) & np.isfinite(of.placed[supply]))
        last = int(in_time[np.argmax(placed[in_time])]) if in_time.size else -1
        since = float(placed[last]) if last >= 0 else 0.0
        before = since if last >= 0 else -1.0
        counts = (placed <= before) | ~np.isfinite(of.placed[supply])
        ordered = float(of.quantity[supply[counts]].sum())
        gone, given_up = _upto(self._gone, before), _upto(self._given_up, before)
        asked_before = self.asked_for(-NEVER, before) if last >= 0 else self._owed_at_start()
        following = np.flatnonzero(placed > since) if last >= 0 else np.flatnonzero(np.isfinite(of.placed[supply]))
        span = at - before if last >= 0 else at + self._interval()
        whole = since if since >= _LONG * span and since > 0 else of.last
        mean = self.asked_for(-SLIGHT, whole) / whole if whole else 0.0
        return Gap(
            order=int(supply[last]) if last >= 0 else -1,
            since=since,
            until=at,
            position=self.opening + ordered - gone - asked_before + given_up,
            asked=self.asked_for(before, at),
            usual=mean * span,
            following=int(supply[following[np.argmin(placed[following])]]) if following.size else -1,
        )

    def _interval(self) -> float:
        """Mean time between two instants at which something was asked for."""
        instants = np.unique(self._records.received[self.asked])
        return self._records.last / max(instants.size, 1)

    def _owed_at_start(self) -> float:
        return float(self._records.quantity[self.asked[self._records.received[self.asked] < 0]].sum())


def _running(
    time: NDArray[np.float64], quantity: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Instants in order, and the sum of all quantities until each of them; the sum before the first stands first."""
    in_turn = np.argsort(time, kind="stable")
    return time[in_turn], np.concatenate([[0.0], np.cumsum(quantity[in_turn])])


def _upto(running: tuple[NDArray[np.float64], NDArray[np.float64]], time: float) -> float:
    """The sum until an instant, what happened at it included."""
    return float(running[1][np.searchsorted(running[0], time, side="right")])
