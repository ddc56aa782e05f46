"""Spells: the states table as stretches of time, each of one resource in one state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from sim.ledger.tables import State


@dataclass(frozen=True)
class Spells:
    """Stretches of time in which a resource was in one state, by resource and time; before its first it was idle.

    Attributes:
        resource: Number of the resource, of shape (spells,).
        state: The state, of shape (spells,).
        order: The production order on it, ``NOBODY`` where there is none, of shape (spells,).
        since: From when, of shape (spells,).
        until: Until when, or the end of the run, of shape (spells,).
    """

    resource: NDArray[np.intp]
    state: NDArray[np.int64]
    order: NDArray[np.uint32]
    since: NDArray[np.float64]
    until: NDArray[np.float64]

    @classmethod
    def of(cls, states: NDArray[np.void], end: float) -> Spells:
        """The spells that the rows of the states table, in order of posting, tell of."""
        in_turn = np.argsort(states["resource"], kind="stable")
        rows = states[in_turn]
        until = np.full(rows.size, end)
        same = rows["resource"][1:] == rows["resource"][:-1]
        until[:-1][same] = rows["since"][1:][same]
        return cls(
            rows["resource"].astype(np.intp), rows["state"].astype(np.int64), rows["order"], rows["since"], until
        )

    def within(self, start: float, end: float) -> NDArray[np.float64]:
        """Time of each spell inside [start, end), of shape (spells,)."""
        inside: NDArray[np.float64] = np.minimum(self.until, end) - np.maximum(self.since, start)
        return np.maximum(inside, 0.0)

    def are(self, states: Iterable[State]) -> NDArray[np.bool_]:
        """Which spells are of one of ``states``, of shape (spells,)."""
        return np.isin(self.state, [int(state) for state in states])
