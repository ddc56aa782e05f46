"""Service by site: the fill rate of each seller, with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.report import style, tables

if TYPE_CHECKING:
    from sim.results import Run

MOST: Final = 30
"""The most sites that are shown: those with the lowest rates."""


def draw(run: Run) -> style.Picture:
    """The fill rate of each site, the lowest on top, beside that of the whole network.

    Raises:
        UsageError: Nobody asked for anything in the measuring period.
    """
    kpis = run.kpis[(run.kpis["kpi"] == "fill_rate") & run.kpis["mean"].notna() & run.kpis["category"].isna()]
    sites, network = tables.rows(kpis, "site"), tables.rows(kpis, "network")
    if sites.empty:
        raise style.NothingToShowError("no site was asked for anything in the measuring period: there is no fill rate")
    count = len(sites)
    sites = sites.sort_values(["mean", "site"], kind="stable").head(MOST)
    names = [style.shortened(str(name), 32) for name in sites["site"]]
    means = sites["mean"].to_numpy(dtype=np.float64)
    half = np.nan_to_num(sites["half_width"].to_numpy(dtype=np.float64))
    places = np.arange(means.size)
    title = "Fill rate by site" if count == means.size else f"Fill rate: the {means.size} lowest of {count} sites"
    with style.style():
        figure = style.sheet(title, tables.title(run), 8, 1.5 + 0.24 * max(means.size, 2))
        ax = figure.subplots()
        lower, upper = np.maximum(means - half, 0.0), np.minimum(means + half, 1.0)
        whiskers = np.maximum([means - lower, upper - means], 0.0)
        ax.errorbar(means, places, xerr=whiskers, fmt="o", color=style.BLUE, markersize=5, elinewidth=1.4, capsize=3)
        if not network.empty:
            rate = float(network["mean"].iloc[0])
            ax.axvline(rate, color=style.ORANGE, linewidth=1.4, label=f"whole network, to customers: {rate:.2%}")
            ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0))
        least = float(np.min([*lower, *network["mean"]]))
        ax.set_yticks(places, names)
        ax.set_ylim(means.size - 0.5, -0.5)
        span = max(1.0 - least, 0.005)
        ax.set_xlim(max(0.0, least - 0.08 * span), 1.0 + 0.04 * span)
        for place, mean in zip(places, means, strict=True):
            ax.annotate(
                f"{mean:.2%}",
                (1.0, place),
                xycoords=("axes fraction", "data"),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                size=8,
            )
        ax.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.4g} %" if value <= 1.0 + 1e-9 else "")
        ax.set_xlabel("share of what was asked for that was served at once")
    return figure
