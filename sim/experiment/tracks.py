"""Tracks: the levels over time of one replication, taken from its books."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.experiment.curves import curves
from sim.ledger.series import series
from sim.results.run import Tracks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.books import Books

_SELLERS: Final = frozenset({"supplier", "warehouse"})
_BUYERS: Final = frozenset({"warehouse", "customer"})
_APPLIES: Final[dict[str, frozenset[str]]] = {
    "on_hand": frozenset({"warehouse"}),
    "backlog": _SELLERS,
    "in_transit": _BUYERS,
    "on_order": _BUYERS,
    "demand": _SELLERS,
    "received": _SELLERS,
    "shipped": _SELLERS,
    "ordered": _BUYERS,
    "lost": _SELLERS,
}
"""The measures that are kept over time, and the kinds of site that each is about."""


def tracks_of(books: Books, edges: NDArray[np.float64]) -> Tracks:
    """Levels over time of the sites; undefined where a measure does not apply, and after the end of the run."""
    register, measured = books.register, series(books, edges)
    at_sites = np.flatnonzero(~register.is_transit)
    over = edges[:-1] >= books.end
    measures = {}
    for name, applies in _APPLIES.items():
        values = getattr(measured, name)[at_sites]
        values[[register.accounts[row].kind not in applies for row in at_sites]] = np.nan
        values[:, over] = np.nan
        measures[name] = values
    places = tuple((register.accounts[row].site, register.accounts[row].product) for row in at_sites)
    return Tracks(places, edges, measures, curves(books, measured))
