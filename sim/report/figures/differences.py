"""Differences to the baseline, each with its interval, coloured by its verdict."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.ticker import MaxNLocator

from sim.report import comparisons, style, tables
from sim.report.figures.variants import title

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from sim.results.comparison import Comparison

_VERDICTS: Final = {
    "better": (style.BLUE, "^"),
    "worse": (style.VERMILION, "v"),
    "differs": (style.PURPLE, "D"),
    "cannot distinguish": (style.GREY, "o"),
    "identical": (style.GREY, "o"),
}
"""Colour and shape by verdict; blue and vermilion are told apart however one sees colours."""


def draw(comparison: Comparison, kpis: Sequence[str] = ()) -> style.Picture:
    """A panel for each KPI of the whole network, and in it a row for each variant.

    Args:
        comparison: What was compared.
        kpis: Which KPIs; empty for the main ones.

    Raises:
        UsageError: There is no such KPI, or nothing to show of those that there are.
    """
    found = comparisons.chosen(comparison, "headlines", kpis)
    found = found[found["category"].isna() & (found["n"] > 0) & np.isfinite(found["difference"].astype("float64"))]
    names = [kpi for kpi in dict.fromkeys(found["kpi"].astype("str")) if _says_something(found, kpi)]
    if kpis:
        names = [kpi for kpi in dict.fromkeys(kpis) if kpi in set(found["kpi"])]
    if not names:
        raise style.NothingToShowError("there is no difference to show: none of these KPIs is there in two variants")
    variants = list(comparison.variants)
    columns = min(2, len(names))
    count = math.ceil(len(names) / columns)
    with style.style():
        heading = f"Differences to {comparison.baseline}"
        line = f"line: {100 * comparison.confidence:.4g}% interval of the difference"
        said = title(comparison, line if comparison.is_random else "")
        height = 0.95 + count * (0.75 + 0.25 * len(variants))
        figure = style.sheet(heading, said, 10, height)
        axes = figure.subplots(count, columns, squeeze=False, sharey=True).ravel()
        for ax in axes[len(names) :]:
            ax.remove()
        for number, kpi in enumerate(names):
            _fill(axes[number], found[found["kpi"] == kpi], variants, kpi)
        handles = {label: handle for ax in axes for handle, label in zip(*ax.get_legend_handles_labels(), strict=True)}
        order = [verdict for verdict in _VERDICTS if verdict in handles]
        figure.legend([handles[each] for each in order], order, loc="outside lower center", ncols=len(order))
    return figure


def _says_something(found: pd.DataFrame, kpi: str) -> bool:
    own = found.loc[found["kpi"] == kpi, ["baseline", "mean"]]
    return bool((own.fillna(0.0) != 0.0).any(axis=None))


def _fill(ax: Axes, rows: pd.DataFrame, variants: Sequence[str], kpi: str) -> None:
    unit = str(rows["unit"].iloc[0])
    factor = 100.0 if unit == "share" else 1.0
    ax.axvline(0.0, color=style.INK, linewidth=0.8, zorder=1)
    for row in rows.to_dict("records"):
        place, gap = variants.index(str(row["variant"])), factor * float(row["difference"])
        half = factor * float(row["half_width"])
        verdict = comparisons.verdict_of(row)
        colour, shape = _VERDICTS[verdict]
        ax.errorbar(
            [gap], [place], xerr=[half] if math.isfinite(half) and half > 0 else None, fmt=shape, color=colour,
            markersize=6, elinewidth=1.6, capsize=3, label=verdict, zorder=3,
            markerfacecolor="white" if verdict == "cannot distinguish" else colour,
        )  # fmt: skip
        ax.annotate(
            _signed(gap, half), (1.0, place), xycoords=("axes fraction", "data"), xytext=(6, 0),
            textcoords="offset points", va="center", size=8,
        )  # fmt: skip
    ax.set_yticks(range(len(variants)), [style.shortened(label, 24) for label in variants])
    ax.set_ylim(len(variants) - 0.4, -0.6)
    ax.margins(x=0.12)
    ax.grid(visible=False, axis="y")
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5))
    ax.xaxis.set_major_formatter(_axis)
    ax.tick_params(labelleft=True)
    said = "points" if unit == "share" else unit
    ax.set_title(f"{kpi.replace('_', ' ')} ({said})" if said else kpi.replace("_", " "))


def _signed(value: float, half: float) -> str:
    text = tables.number_text(value, half) if half > 0 else tables.number_text(float(f"{value:.5g}"))
    return ("+" if value > 0 else "") + text.replace("-", "\N{MINUS SIGN}")


def _axis(value: float, _: Any = None) -> str:
    return tables.number_text(float(f"{value:.9g}")).replace("-", "\N{MINUS SIGN}")
