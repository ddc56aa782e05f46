"""What disruptions made of times, prices and rates: the factors and additions in force when something happened."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.ledger.courses import Course
from sim.ledger.tables import State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from sim.ledger.books import Books

_COMBINED: Final[dict[str, tuple[float, Callable[[list[float]], float]]]] = {
    "factor": (1.0, math.prod),
    "pace": (1.0, math.prod),
    "fuel": (1.0, math.prod),
    "plus": (0.0, math.fsum),
}
"""What each aspect is where nothing strikes, and how several effects on it are put together."""


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What was in force on things at times; each of shape (rows,), see ``sim.engine.adjustment``."""

    factor: NDArray[np.float64]
    plus: NDArray[np.float64]
    pace: NDArray[np.float64]
    fuel: NDArray[np.float64]


def changes(books: Books, effect: str, aspect: str, target: str) -> list[tuple[float, float]]:
    """Every change of one aspect of a thing: when, and what all effects on it then are together."""
    neutral, combined = _COMBINED[aspect]
    current = {
        number: neutral
        for number, of in enumerate(books.register.resources)
        if of.target == target and of.effect == effect and (of.aspect or "plus") == aspect
    }
    found = []
    rows = books.states[np.isin(books.states["resource"], list(current))] if current else books.states[:0]
    for since, share, resource, state, _ in rows.tolist():
        current[resource] = share if state == State.DISRUPTED else neutral
        found.append((since, combined(list(current.values()))))
    return found


def course(books: Books, effect: str, aspect: str, target: str) -> Course:
    """What effects of a kind put in force on one aspect of a thing over time, all together."""
    last = dict(changes(books, effect, aspect, target))  # of several changes in an instant the last one holds
    return Course(np.array(list(last)), np.array(list(last.values())), _COMBINED[aspect][0])


def adjustment(
    books: Books, effect: str, names: Sequence[str], things: NDArray[np.integer], times: NDArray[np.float64]
) -> Adjustments:
    """What effects of a kind had in force on some things at some times.

    Args:
        books: The books.
        effect: The kind.
        names: What the register's resources call each thing, as ``sort/owner/part``.
        things: Numbers among ``names``, of shape (rows,).
        times: When, of shape (rows,).
    """
    found = {aspect: np.full(times.size, neutral) for aspect, (neutral, _) in _COMBINED.items()}
    if effect in books.register.adjusted:
        struck = {of.target for of in books.register.resources if of.effect == effect}
        for number in np.unique(things).tolist():
            if names[number] in struck:
                rows = np.flatnonzero(things == number)
                for aspect, values in found.items():
                    values[rows] = course(books, effect, aspect, names[number]).at(times[rows])
    return Adjustments(**found)


def adjusted(
    books: Books,
    effect: str,
    names: Sequence[str],
    things: NDArray[np.integer],
    times: NDArray[np.float64],
    values: NDArray[np.float64],
) -> NDArray[np.float64]:
    """What effects of a kind made of ``values`` of some things at some times, by the operations of the engine."""
    if effect not in books.register.adjusted:
        return values
    of = adjustment(books, effect, names, things, times)
    return np.maximum(values * of.factor * of.pace + of.plus, 0.0)
