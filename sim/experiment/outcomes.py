"""Outcomes: not how good a run is on average, but how bad it gets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from sim.experiment.intervals import cvar, quantile_interval
from sim.experiment.statistics import summarise
from sim.kpi import KINDS
from sim.results.outcomes import OUTCOMES, TAIL
from sim.results.run import GRAIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.experiment.intervals import Side

_WORSE: Final[dict[str, Side]] = {"higher": "low", "lower": "high"}


def outcomes(measurements: pd.DataFrame) -> pd.DataFrame:
    """Percentiles and the mean of the worst, over replications.

    Args:
        measurements: One row for each KPI and replication: ``replication``, ``KEYS`` and ``value``.

    Returns:
        One row for each KPI of the whole network in their order: ``OUTCOMES``. NaN where it is undefined: without a
        worse side, no CVaR; with fewer than two replications, no intervals.
    """
    whole = measurements[list(GRAIN)].isna().all(axis="columns")
    rows = measurements.loc[whole, ["kpi", "unit", "value"]].astype({"kpi": "str", "unit": "str"})
    found = [
        _row(str(name), str(group["unit"].iloc[0]), group["value"].dropna().to_numpy(dtype="float64"))
        for name, group in rows.groupby("kpi", sort=False)
    ]
    words = {"kpi": "string", "unit": "string", "worse": "string", "n": "int64"}
    return pd.DataFrame(found, columns=list(OUTCOMES)).astype({n: words.get(n, "float64") for n in OUTCOMES})


def _row(name: str, unit: str, values: NDArray[Any]) -> dict[str, object]:
    kind = KINDS.get(name)
    worse = None if kind is None else _WORSE.get(kind.better)
    undefined = (math.nan, math.nan, math.nan)
    figures = {
        "p5": quantile_interval(values, TAIL),
        "p95": quantile_interval(values, 1.0 - TAIL),
        "cvar": undefined if worse is None else cvar(values, TAIL, worse),
    }
    row: dict[str, object] = {"kpi": name, "unit": unit, "n": values.size, "worse": worse}
    row["mean"] = float(summarise(values).mean)
    for key, ends in figures.items():
        row |= dict(zip((key, f"{key}_low", f"{key}_high"), ends, strict=True))
    return row
