"""Courses: what disruptions put in force on a thing over time, read from the states that they posted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.ledger.tables import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from sim.ledger.books import Books


@dataclass(frozen=True, slots=True)
class Course:
    """A value over time that stays as it is between its changes.

    Attributes:
        times: When it changes, ascending, of shape (changes,).
        values: What it is from each of them on, of shape (changes,).
        before: What it is before the first.
    """

    times: NDArray[np.float64]
    values: NDArray[np.float64]
    before: float = 1.0

    def at(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """The value from each of ``times`` on, of the same shape."""
        return np.append(self.before, self.values)[np.searchsorted(self.times, times, side="right")]

    def integral(self, since: NDArray[np.float64], until: NDArray[np.float64]) -> NDArray[np.float64]:
        """The value x time from each of ``since`` until the one of ``until``, of the same shape."""
        return np.asarray(self._sum(until) - self._sum(since))

    def _sum(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """The value x time from 0 until each of ``times``, of the same shape."""
        edges = np.append(0.0, self.times)
        values = np.append(self.before, self.values)
        sums = np.append(0.0, np.cumsum(np.diff(edges) * values[:-1]))
        place = np.maximum(np.searchsorted(edges, times, side="right") - 1, 0)
        return np.asarray(sums[place] + (times - edges[place]) * values[place])

    @property
    def is_flat(self) -> bool:
        """Whether it never changes."""
        return self.times.size == 0


FLAT: Final = Course(np.zeros(0), np.zeros(0))
"""The factor 1 at all times."""


def struck(books: Books, effect: str, target: str, *modes: str) -> list[int]:
    """The resources of one kind of effect on a thing; only those of some ``modes``, where any are given."""
    return [
        number
        for number, of in enumerate(books.register.resources)
        if of.kind == "disruption" and of.target == target and of.effect == effect and (not modes or of.mode in modes)
    ]


def factor(books: Books, effects: Iterable[str], target: str) -> Course:
    """The product over time of what effects of some kinds put in force on a thing.

    Args:
        books: The books.
        effects: Kinds of effects whose values are factors.
        target: The thing, as the register's resources name it, e.g. ``supply/grove/oranges``.
    """
    kinds = frozenset(effects)
    return product(books, sorted(number for kind in kinds for number in struck(books, kind, target)))


def product(books: Books, several: list[int]) -> Course:
    """The product over time of what some resources put in force, in the order of their numbers."""
    states = books.states
    rows = states[np.isin(states["resource"], several)] if several else states[:0]
    if not rows.size:
        return FLAT
    times = np.unique(rows["since"])
    total = np.ones(times.size)
    for number in several:  # in the order in which the engine multiplies them
        own = rows[rows["resource"] == number]
        value = np.where(own["state"] == State.DISRUPTED, own["share"], books.register.resources[number].neutral)
        since = np.searchsorted(own["since"], times, side="right")
        total *= np.append(1.0, value)[since]
    return Course(times, total)


def closed(books: Books, target: str) -> Course:
    """0 while a thing is closed, else 1."""
    return factor(books, ("closure",), target)


def speed(books: Books, target: str) -> Course:
    """The share of its speed that a line or a dock worked with; 0 where a closure made its work rest."""
    return product(books, sorted(struck(books, "capacity", target) + struck(books, "closure", target, "hold", "lose")))
