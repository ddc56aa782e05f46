"""Closures of a lane, read from the states that disruptions posted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.ledger.tables import State

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.ledger.register import Resource


class Change(NamedTuple):
    """A closure begins or ends."""

    time: float
    resource: Resource
    begins: bool


@dataclass(frozen=True)
class Closures:
    """When a lane was closed, and how.

    Attributes:
        changes: In the sequence in which they came.
        end: When the run ended.
    """

    changes: tuple[Change, ...]
    end: float

    @classmethod
    def of(cls, books: Books, lane: str) -> Closures:
        """The closures of a lane."""
        resources = books.register.resources
        own = {
            number: of for number, of in enumerate(resources) if of.effect == "closure" and of.target == f"lane/{lane}"
        }
        rows = books.states[np.isin(books.states["resource"], list(own))] if own else books.states[:0]
        changes = (Change(row["since"], own[row["resource"]], row["state"] == State.DISRUPTED) for row in rows)
        return cls(tuple(Change(float(time), of, bool(on)) for time, of, on in changes), books.end)

    def begins(self, aspect: str, time: float) -> bool:
        """Whether a closure of an aspect begins at a time."""
        return any(of.time == time and of.begins and of.resource.aspect == aspect for of in self.changes)

    def spans(self) -> list[tuple[Resource, float, float]]:
        """From when until when each closure lasted; those that have not ended last for ever."""
        since: dict[str, float] = {}
        found = []
        for time, resource, begins in self.changes:
            if begins:
                since[resource.name] = time
            elif resource.name in since:
                found.append((resource, since.pop(resource.name), time))
        still = {change.resource.name: change.resource for change in self.changes}
        return [*found, *((still[name], time, float("inf")) for name, time in since.items())]

    def detours_at(self, time: float) -> set[str]:
        """The lanes that goods could be diverted to at a time."""
        return {of.detour for of, since, until in self.spans() if of.detour and since <= time < until}

    def refuses_at(self, times: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether orders are refused at each of some times."""
        refused = np.zeros(times.size, dtype=np.bool_)
        for of, since, until in self.spans():
            if of.refuses:
                refused |= (times >= since) & (times < until)
        return refused

    @property
    def rests(self) -> list[tuple[float, float]]:
        """Spans of time in which all that was under way rested."""
        return [(since, until) for of, since, until in self.spans() if of.aspect == "hold"]
