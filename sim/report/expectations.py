"""What a run was expected to do, and whether it did, for reading."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sim.results.verdicts import MET, records

if TYPE_CHECKING:
    import pandas as pd


def lines(verdicts: pd.DataFrame) -> list[str]:
    """One line for each verdict, and one that counts them; nothing where nothing was expected.

    >>> from sim.results import verdicts
    >>> told = {"expectation": "fill_rate", "kpi": "fill_rate", "subject": "site shop", "wanted": "at least 0.95"}
    >>> judged = verdicts.Judgement(**told, confidence=0.95, n=30, estimate=0.97, bound=0.96, verdict="met")
    >>> lines(verdicts.frame([judged]))
    ['met        fill_rate, site shop: at least 0.95; 0.97, bound 0.96 (95 %, n 30)', 'Expectations: 1 met.']
    """
    rows = records(verdicts)
    if not rows:
        return []
    counts = {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in ("met", "failed", "undecided")}
    said = ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count)
    return [*map(_line, rows), f"Expectations: {said}."]


def unmet(verdicts: pd.DataFrame) -> list[str]:
    """One line for each verdict that is not ``met``."""
    return [_line(row) for row in records(verdicts) if row["verdict"] != MET]


def told(row: dict[str, Any]) -> str:
    """What was expected and what came, without the verdict."""
    kpi = "" if row["kpi"] == row["expectation"] else f" ({row['kpi']})"
    what = f"{row['expectation']}{kpi}, {row['subject']}: {row['wanted']}"
    if row["estimate"] is None:
        return f"{what}; no figure"
    bound = "no bound" if row["bound"] is None else f"bound {_number(row['bound'])}"
    return f"{what}; {_number(row['estimate'])}, {bound} ({100 * row['confidence']:.12g} %, n {row['n']})"


def _line(row: dict[str, Any]) -> str:
    return f"{row['verdict']:9}  {told(row)}"


def _number(value: float) -> str:
    digits = 4 if not value or abs(value) < 1000 else max(4, 1 + math.floor(math.log10(abs(value))))
    return f"{value:.{digits}g}"
