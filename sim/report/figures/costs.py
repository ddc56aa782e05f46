"""Costs: what they are paid for, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from sim.report import style, tables
from sim.results.run import GRAIN

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results import Run

MOST: Final = 14
"""The most sites that are told apart; the others are added up."""
_COLOURS: Final = {
    "holding": style.BLUE,
    "purchase": style.SKY,
    "ordering": style.GREEN,
    "transport": style.ORANGE,
    "backlog": style.VERMILION,
    "lost_sale": style.PURPLE,
    "production": style.YELLOW,
}
_OTHERS: Final = ("#444444", "#777777", "#A0A0A0", "#C4C4C4", "#5B3A29", "#2F4F4F")
"""Colours of further kinds of cost, in the order of their names."""


def draw(run: Run) -> style.Picture:
    """Total cost by kind, and by site.

    Raises:
        UsageError: Nothing cost anything.
    """
    kpis = run.kpis[(run.kpis["kpi"] == "total_cost") & run.kpis["category"].notna() & run.kpis["mean"].notna()]
    whole = tables.rows(kpis, "network")
    whole = whole[whole["mean"].abs() > 0].sort_values(["mean", "category"], ascending=False, kind="stable")
    if whole.empty:
        raise style.NothingToShowError("nothing cost anything in the measuring period")
    kinds = [str(kind) for kind in whole["category"]]
    others = [kind for kind in sorted(kinds) if kind not in _COLOURS]
    colours = {**_COLOURS, **{kind: _OTHERS[number % len(_OTHERS)] for number, kind in enumerate(others)}}
    places = _by_place(kpis, kinds)
    heights = [0.55 + 0.3 * len(kinds), 0.75 + 0.27 * len(places)]
    two = len(places) > 1
    span = f"{run.time_unit} {tables.number_text(run.period[0])} to {tables.number_text(run.period[1])}"
    currency = str(whole["unit"].iloc[0])
    with style.style():
        figure = style.sheet("Costs", tables.title(run), 9, 0.75 + heights[0] + (heights[1] + 0.35 if two else 0.25))
        axes: Any = figure.subplots(2, 1, height_ratios=heights) if two else [figure.subplots()]
        _fill_kinds(axes[0], whole, colours)
        total = tables.number_text(float(f"{whole['mean'].sum():.5g}"))
        axes[0].set_title(f"by kind (together {total} {currency})")
        if two:
            _fill_places(axes[1], places, colours)
            axes[1].set_title("by site")
        axes[-1].set_xlabel(
            f"{currency} from {span}, mean over replications" if run.finished > 1 else f"{currency} from {span}"
        )
        for ax in axes:
            ax.xaxis.set_major_formatter(lambda value, _: tables.number_text(float(f"{value:.6g}")))
            ax.xaxis.set_major_locator(_locator())
    return figure


def _locator() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=7)


def _by_place(kpis: pd.DataFrame, kinds: list[str]) -> pd.DataFrame:
    """Costs of each site (rows) by kind (columns), the largest first; what is small is added up."""
    others = [name for name in GRAIN if name not in {"site", "category"}]
    chosen = kpis[kpis[others].isna().all(axis="columns") & kpis["site"].notna()]
    table = chosen.pivot_table(index="site", columns="category", values="mean", aggfunc="sum", observed=True)
    table = table.reindex(columns=kinds).fillna(0.0)
    table = table[(table != 0).any(axis="columns")]
    size = table.abs().sum(axis="columns")
    table = table.loc[size.sort_values(ascending=False, kind="stable").index]
    if len(table) <= MOST + 1:
        return table
    rest = table.iloc[MOST:].sum()
    rest.name = f"{len(table) - MOST} others"
    return pd.concat([table.iloc[:MOST], rest.to_frame().T])


def _fill_kinds(ax: Axes, whole: pd.DataFrame, colours: dict[str, str]) -> None:
    means = whole["mean"].to_numpy(dtype=np.float64)
    half = np.nan_to_num(whole["half_width"].to_numpy(dtype=np.float64))
    kinds = [str(kind) for kind in whole["category"]]
    places = np.arange(means.size)
    ax.barh(places, means, color=[colours[kind] for kind in kinds], height=0.62)
    if half.any():
        ax.errorbar(means, places, xerr=half, fmt="none", ecolor=style.INK, elinewidth=1.2, capsize=3)
    total = means.sum()
    for place, mean, wide in zip(places, means, half, strict=True):
        share = f" ({_share(mean / total)})" if total > 0 and means.min() >= 0 else ""
        text = f"{tables.number_text(float(f'{mean:.5g}'))}{share}"
        ax.annotate(
            text, (max(mean, 0.0) + wide, place), xytext=(4, 0), textcoords="offset points", va="center", size=8
        )
    ax.set_yticks(places, [kind.replace("_", " ") for kind in kinds])
    ax.set_ylim(means.size - 0.4, -0.6)
    ax.margins(x=0.16)
    ax.grid(visible=False, axis="y")


def _share(value: float) -> str:
    return "<1%" if 0 < value < 0.01 else f"{value:.0%}"


def _fill_places(ax: Axes, table: pd.DataFrame, colours: dict[str, str]) -> None:
    places = np.arange(len(table))
    left, low = np.zeros(len(table)), np.zeros(len(table))
    for kind in table.columns:
        values = table[kind].to_numpy(dtype=np.float64)
        start = np.where(values >= 0, left, low)
        ax.barh(places, values, left=start, color=colours[kind], height=0.66, label=kind.replace("_", " "))
        left, low = left + np.maximum(values, 0.0), low + np.minimum(values, 0.0)
    ax.set_yticks(places, [style.shortened(str(name), 32) for name in table.index])
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.grid(visible=False, axis="y")
