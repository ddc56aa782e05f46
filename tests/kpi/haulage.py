"""Figures of the tour that is worked by hand in ``tests/carriers.py``."""

from __future__ import annotations

from functools import cache
from typing import Any

from sim.kpi import measure
from tests.carriers import tour

GRAIN = ("site", "product", "customer", "lane", "resource", "category")


@cache
def _table() -> Any:
    return measure(tour())


def figure(kpi: str, **grain: str) -> float:
    """The only row of a KPI at a grain."""
    table = _table()
    chosen = table["kpi"] == kpi
    for column in GRAIN:
        chosen &= table[column] == grain[column] if column in grain else table[column].isna()
    assert chosen.sum() == 1
    return float(table[chosen]["value"].iloc[0])
