"""The table of outcomes: how widely the main KPIs scatter over replications, and how bad the worst are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.report.card import HEADLINES
from sim.report.tables import number_text, title
from sim.results.outcomes import OUTCOMES, TAIL
from sim.results.run import CONFIDENCE

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.run import Run

ENOUGH: Final = math.ceil(math.log(1.0 - CONFIDENCE) / math.log(1.0 - TAIL))
"""The fewest replications whose smallest and largest values are far enough out for intervals of P5 and P95."""
_HEADER: Final = ("KPI", "unit", "mean", "P5", "its interval", "P95", "its interval", "worst 5 %", "its interval", "n")
_WORDS: Final = 2


def text(run: Run) -> str:
    """Percentiles and the mean of the worst of the main KPIs, in columns, and below how far to trust them."""
    found = headlines(run)
    body = [_cells(row) for row in found.to_dict("records")]
    widths = [max(len(cells[i]) for cells in (_HEADER, *body)) for i in range(len(_HEADER))]
    lines = [
        "  ".join(c.ljust(w) if i < _WORDS else c.rjust(w) for i, (c, w) in enumerate(zip(cells, widths, strict=True)))
        for cells in (_HEADER, *body)
    ]
    table = (
        [lines[0].rstrip(), "-" * len(lines[0]), *(line.rstrip() for line in lines[1:])] if body else ["no outcomes"]
    )
    return "\n".join([title(run), "", *table, "", *notes(run)]) + "\n"


def headlines(run: Run) -> pd.DataFrame:
    """The rows of the main KPIs, in the order of the card; without those that no replication defines."""
    found = table(run)
    found = found[found["kpi"].isin(HEADLINES) & (found["n"] > 0)]
    rank = {name: number for number, name in enumerate(HEADLINES)}
    return found.sort_values("kpi", key=lambda names: names.map(rank), kind="stable").reset_index(drop=True)


def table(run: Run) -> pd.DataFrame:
    """All rows; none where the run was saved without them."""
    import pandas as pd

    return pd.DataFrame(columns=list(OUTCOMES)) if run.outcomes is None else run.outcomes


def csv(run: Run) -> str:
    """Every row as CSV; numbers in full, nothing where a value is missing."""
    return table(run).to_csv(index=False, lineterminator="\n")


def document(run: Run) -> list[dict[str, Any]]:
    """Every row as JSON can hold it: None where a number is undefined."""
    records = table(run).astype(object).to_dict("records")
    return [{str(key): None if _is_missing(value) else value for key, value in row.items()} for row in records]


def notes(run: Run) -> list[str]:
    """What the reader must know beside the numbers, one line each."""
    found = [
        f"P5 and P95: one replication in twenty is below or above. Worst: the mean of the worst {TAIL:.0%} (CVaR).",
        f"Intervals: {CONFIDENCE:.0%}, between order statistics, and Student t for the worst.",
    ]
    if not run.is_random:
        return ["Nothing in this scenario is random: it ran once, and has one outcome."]
    if run.finished < ENOUGH:
        found.append(
            f"Warning: with {run.finished} replications the intervals of P5 and P95 are too narrow; "
            f"{ENOUGH} are the fewest that tell."
        )
    return found


def _cells(row: dict[Any, Any]) -> tuple[str, ...]:
    cells = [str(row["kpi"]), str(row["unit"])]
    scatter = float(np.nanmax([row["p95"] - row["p5"], 0.0]))
    cells.append(number_text(float(row["mean"]), scatter))
    for key in ("p5", "p95", "cvar"):
        low, high = float(row[f"{key}_low"]), float(row[f"{key}_high"])
        cells.append(number_text(float(row[key]), scatter))
        cells.append(f"{number_text(low, scatter)} to {number_text(high, scatter)}" if math.isfinite(low) else "-")
    return (*cells, str(row["n"]))


def _is_missing(value: object) -> bool:
    return value is None or value != value or type(value).__name__ == "NAType"  # noqa: PLR0124 - NaN alone differs
