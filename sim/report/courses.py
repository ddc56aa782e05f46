"""Courses over time: what is known of levels, whoever draws them.

mean_curves    a level of the network over the replications, with its interval
chosen_stocks  the stocks that are worth a picture
tracks         their levels over time
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from sim.report.tables import rows
from sim.results.run import CONFIDENCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.results.run import Run

    Runs = Mapping[str, Run]

MOST: Final = 8
"""The most stocks that have a picture of their own."""
MEASURES: Final = {
    "fill_rate": ("Fill rate of all customers", "share"),
    "backlog": ("Backlog of all sites", "units"),
    "on_hand": ("Stock on hand at all sites", "units"),
    "lost": ("Lost sales, bucket by bucket", "units"),
}
"""The curves of a run in the order in which they are shown: title and unit."""


def mean_curves(run: Run, measure: str) -> pd.DataFrame:
    """A curve over the replications: ``time``, ``mean`` and ``half_width`` (Student t; NaN with fewer than two)."""
    chosen = run.curves[run.curves["measure"] == measure]
    groups = chosen.groupby("time", observed=True)["value"].agg(["mean", "std", "count"]).reset_index()
    count = groups["count"].to_numpy(dtype=np.float64)
    quantile = stdtrit(np.maximum(count - 1.0, 1.0), 0.5 + CONFIDENCE / 2.0)
    half = np.where(count > 1, quantile * groups["std"].to_numpy() / np.sqrt(count), np.nan)
    return groups[["time", "mean"]].assign(half_width=half)


def ends(times: np.ndarray, run: Run) -> np.ndarray:
    """When the buckets that begin at ``times`` end: a level is that at the end of its bucket."""
    width = float(np.min(np.diff(times))) if times.size > 1 else run.period[1]
    return np.minimum(times + width, run.period[1])


def chosen_stocks(runs: Runs) -> tuple[list[tuple[str, str]], str]:
    """The stocks to show: all if they are few; else those that served worst, or whose service differs most."""
    first = next(iter(runs.values()))
    held = first.series.loc[first.series["measure"] == "on_hand", ["site", "product"]].drop_duplicates()
    pairs = sorted(held.astype("str").itertuples(index=False, name=None))
    if len(pairs) <= MOST:
        return pairs, ""
    service = pd.DataFrame({label: _service(run) for label, run in runs.items()})
    service = service[service.index.isin(pairs)]
    order = service.max(axis=1) - service.min(axis=1) if len(runs) > 1 else -service.iloc[:, 0]
    best = order.dropna().sort_values(ascending=False, kind="stable").index[:MOST]
    what = "differs most" if len(runs) > 1 else "is lowest"
    return list(best) or pairs[:MOST], f", one of the {MOST} of {len(pairs):,} stocks whose fill rate {what}"


def _service(run: Run) -> pd.Series:
    """The fill rate of each stock by (site, product)."""
    found = rows(run.kpis[run.kpis["kpi"] == "fill_rate"], "product")
    found = found[found["site"].notna() & found["product"].notna() & found["category"].isna()]
    keys = list(zip(found["site"].astype("str"), found["product"].astype("str"), strict=True))
    return pd.Series(found["mean"].to_numpy(dtype=np.float64), index=pd.Index(keys, tupleize_cols=False))


def tracks(run: Run, pairs: list[tuple[str, str]]) -> dict[tuple[str, str, str], tuple[np.ndarray, ...]]:
    """Times, means and half-widths of the levels of some stocks."""
    series = run.series
    chosen = series["site"].isin({site for site, _ in pairs}) & series["measure"].isin(["on_hand", "backlog"])
    found, wanted = {}, set(pairs)
    for key, rows_of in series[chosen].groupby(["site", "product", "measure"], observed=True, sort=False):
        site, product, measure = (str(word) for word in key)
        if (site, product) in wanted:
            columns = (rows_of[name].to_numpy(dtype=np.float64) for name in ("time", "mean", "half_width"))
            found[(site, product, measure)] = tuple(columns)
    return found


def units(run: Run) -> dict[str, str]:
    """The unit of each product, by its name; empty where the first replication did not finish."""
    if run.scene is None:
        return {}
    pairs = zip(run.scene.flows["product"], run.scene.flows["unit"], strict=True)
    return {str(product): "units" if unit == "each" else str(unit) for product, unit in pairs}
