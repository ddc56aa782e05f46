"""Chances: how likely a KPI is to reach a value, judged by the replications."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.errors import UsageError
from sim.experiment.intervals import wilson
from sim.results.run import GRAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


class Chance(NamedTuple):
    """A probability and its interval.

    Attributes:
        share: The share of replications in which it was so; NaN where there is none.
        low: The lower end of the 95 % interval (Wilson).
        high: Its upper end.
        n: How many replications define the KPI.
    """

    share: float
    low: float
    high: float
    n: int


def chance(measurements: pd.DataFrame, row: Mapping[str, str], at_least: float | None, at_most: float | None) -> Chance:
    """How likely the KPI of one row is to lie between two values.

    Args:
        measurements: One row for each KPI and replication: ``replication``, ``KEYS`` and ``value``.
        row: The name of the KPI, and what it is about; there is such a row.
        at_least: The least that will do; None for whatever is small.
        at_most: The most that will do; None for whatever is large.

    Raises:
        UsageError: Neither is given.
    """
    if at_least is None and at_most is None:
        raise UsageError("say which values will do: at_least=..., at_most=... or both")
    chosen = (measurements["kpi"] == row["kpi"]).to_numpy(dtype=np.bool_)
    for name in GRAIN:
        column = measurements[name]
        chosen = chosen & (column == row[name] if name in row else column.isna()).to_numpy(dtype=np.bool_)
    values = measurements.loc[chosen, "value"].dropna().to_numpy(dtype=np.float64)
    low = -np.inf if at_least is None else at_least
    high = np.inf if at_most is None else at_most
    reached = int(((values >= low) & (values <= high)).sum())
    return Chance(reached / values.size if values.size else float("nan"), *wilson(reached, values.size), values.size)
