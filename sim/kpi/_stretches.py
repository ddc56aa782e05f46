"""Stretches of time: their union, and how much of a time they cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


def merged(
    intervals: Iterable[tuple[float, float]], start: float, end: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The union of intervals inside [start, end), as borders of stretches that do not meet."""
    found: list[list[float]] = []
    for begin, until in sorted((max(a, start), min(b, end)) for a, b in intervals if b > a):
        if until <= begin:
            continue
        if found and begin <= found[-1][1]:
            found[-1][1] = max(found[-1][1], until)
        else:
            found.append([begin, until])
    both = np.array(found, dtype=np.float64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def covered(begin: NDArray[np.float64], end: NDArray[np.float64], time: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of the time up to each of ``time`` the stretches cover."""
    if not begin.size:
        return np.zeros(time.size)
    length = np.append(0.0, np.cumsum(end - begin))
    row = np.searchsorted(begin, time, side="right") - 1
    inside = np.clip(time - begin[np.maximum(row, 0)], 0.0, (end - begin)[np.maximum(row, 0)])
    return np.where(row < 0, 0.0, length[np.maximum(row, 0)] + inside)


def common(
    begin: NDArray[np.float64], end: NDArray[np.float64], others: tuple[NDArray[np.float64], NDArray[np.float64]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What stretches have in common with others, as borders of stretches that do not overlap."""
    edges = np.unique(np.concatenate([begin, end, *others]))
    left, right = edges[:-1], edges[1:]
    mine = covered(begin, end, right) > covered(begin, end, left)
    theirs = covered(*others, right) > covered(*others, left)
    return left[mine & theirs], right[mine & theirs]
