"""Stock and backlog over time: stock above the line, what is owed below it, with the interval of the mean."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.errors import UsageError
from sim.names import nearest
from sim.report import style, tables
from sim.report.figures.shading import LABEL, shade
from sim.report.network.grouping import grouped, tiers_of
from sim.report.network.map import of_run
from sim.report.windows import windows
from sim.results.run import CONFIDENCE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from sim.results import Run

MOST: Final = 8
"""The most panels; more stocks than that are added up."""
_SITES: Final = 3
"""The most sites of one tier that are told apart where stocks are added up."""


@dataclass(frozen=True)
class _Track:
    """A level over time: one stock's, or the sum of several, which has no interval."""

    label: str
    times: NDArray[np.float64]
    mean: NDArray[np.float64]
    half_width: NDArray[np.float64]


@dataclass(frozen=True)
class _Panel:
    title: str
    unit: str
    stock: tuple[_Track, ...]
    backlog: tuple[_Track, ...]


def draw(run: Run, site: str | None = None, product: str | None = None) -> style.Picture:
    """Stock on hand and backlog over time.

    Up to eight stocks have a panel each; of more, each product has one, and sites of a tier are added up.

    Args:
        run: The run.
        site: Only this site.
        product: Only this product.

    Raises:
        UsageError: There is no such stock; says what comes nearest.
    """
    rows = _rows(run, site, product)
    stocks = rows.loc[rows["measure"] == "on_hand", ["site", "product"]].drop_duplicates()
    rank = {} if run.scene is None else tiers_of(of_run(run))
    found = stocks.itertuples(index=False, name=None)
    pairs = sorted(found, key=lambda pair: (-rank.get(pair[0], 0), *pair))  # upstream first
    units = _units(run)
    if len(pairs) <= MOST:
        panels = [_single(rows, at, what, units.get(what, "units")) for at, what in pairs]
        said = f"band: {CONFIDENCE:.0%} interval of the mean" if run.is_random and run.finished > 1 else ""
    else:
        panels = _summed(run, rows, units)
        count = rows["product"].nunique()
        left_out = f"; the {MOST} largest of {count} products" if count > MOST else ""
        said = f"sums over sites, dashed: backlog{left_out}"
    columns, struck = 1 if len(panels) == 1 else 2, windows([run])
    count = math.ceil(len(panels) / columns)
    with style.style():
        figure = style.sheet(
            "Stock on hand (above 0) and backlog (below 0)",
            _joined(run, said),
            10,
            0.75 + (3.2, 2.5)[columns - 1] * count,
        )
        axes = figure.subplots(count, columns, squeeze=False, sharex=True).ravel()
        for number, ax in enumerate(axes):
            if number < len(panels):
                _fill(ax, panels[number], run, last=number + columns >= len(panels))
                shade(ax, struck, (9.0, 4.2)[columns - 1])
            else:
                ax.remove()
        named = {label: handle for ax in axes for handle, label in zip(*ax.get_legend_handles_labels(), strict=True)}
        order = sorted(named, key=["warm-up", LABEL].__contains__)
        figure.legend([named[label] for label in order], order, loc="outside lower center", ncols=min(4, len(named)))
    return figure


def _joined(run: Run, said: str) -> str:
    return "; ".join(filter(None, (tables.title(run), said)))


def _rows(run: Run, site: str | None, product: str | None) -> pd.DataFrame:
    series = run.series
    rows = series[(series["measure"] == "on_hand") | (series["measure"] == "backlog")]
    stocked = rows["measure"] == "on_hand"
    if not stocked.any():
        raise style.NothingToShowError("nothing is stocked in this run, so there is no level to draw")
    for column, wanted in (("site", site), ("product", product)):
        if wanted is None:
            continue
        known = sorted(set(rows.loc[rows["measure"] == "on_hand", column]))
        if wanted not in known:
            at = f" at {site!r}" if column == "product" and site is not None else ""
            raise UsageError(f"there is no stock of {column} {wanted!r}{at}; {nearest(str(wanted), known)}")
        rows = rows[rows[column] == wanted]
    return rows.astype({"site": "str", "product": "str", "measure": "str"})


def _units(run: Run) -> dict[str, str]:
    if run.scene is None:
        return {}
    pairs = zip(run.scene.flows["product"], run.scene.flows["unit"], strict=True)
    return {str(product): "units" if unit == "each" else str(unit) for product, unit in pairs}


def _single(rows: pd.DataFrame, site: str, product: str, unit: str) -> _Panel:
    chosen = rows[(rows["site"] == site) & (rows["product"] == product)]
    tracks = {}
    for measure in ("on_hand", "backlog"):
        found = chosen[chosen["measure"] == measure]
        columns = (found[name].to_numpy(dtype=np.float64) for name in ("time", "mean", "half_width"))
        tracks[measure] = (_Track("", *columns),)
    return _Panel(f"{product} at {site}", unit, tracks["on_hand"], tracks["backlog"])


def _summed(run: Run, rows: pd.DataFrame, units: dict[str, str]) -> list[_Panel]:
    """A panel for each product, and in it a line for each group of sites."""
    group = _groups(run)
    sums = (
        rows.assign(group=[group.get(site, "all sites") for site in rows["site"]])
        .groupby(["product", "group", "measure", "time"], observed=True, sort=True)["mean"]
        .sum()
        .reset_index()
    )
    stocked = set(rows.loc[rows["measure"] == "on_hand", "site"])
    held = {group.get(site, "all sites") for site in stocked}
    order = [name for name in dict.fromkeys([*group.values(), "all sites"]) if name in held]
    shown = sums[sums["measure"] == "on_hand"].groupby("product", observed=True)["mean"].mean()
    products = sorted(shown.sort_values(ascending=False, kind="stable").index[:MOST])
    panels = []
    for product in products:
        tracks: dict[str, list[_Track]] = {"on_hand": [], "backlog": []}
        for name in order:
            for measure, found in tracks.items():
                chosen = sums[(sums["product"] == product) & (sums["group"] == name) & (sums["measure"] == measure)]
                times, mean = (chosen[column].to_numpy(dtype=np.float64) for column in ("time", "mean"))
                found.append(_Track(name, times, mean, np.full(times.size, np.nan)))
        panels.append(_Panel(product, units.get(product, "units"), tuple(tracks["on_hand"]), tuple(tracks["backlog"])))
    return panels


def _groups(run: Run) -> dict[str, str]:
    """For each site the words for the sites that it is added up with, from upstream to downstream."""
    if run.scene is None:
        return {}
    words = {}
    found = grouped(of_run(run), _SITES)
    rank = tiers_of(found)
    for place in sorted(found.places, key=lambda place: (-rank[place.name], place.name)):
        first, last = place.members[0], place.members[-1]
        one = len(place.members) == 1
        label = style.shortened(first) if one else f"{style.shortened(first, 16)} … {style.shortened(last, 16)}"
        words.update(dict.fromkeys(place.members, label if one else f"{label} ({len(place.members)})"))
    return words


def _fill(ax: Axes, panel: _Panel, run: Run, *, last: bool) -> None:
    colours = (style.BLUE,) if len(panel.stock) == 1 else style.PALETTE
    for number, (stock, backlog) in enumerate(zip(panel.stock, panel.backlog, strict=True)):
        colour = colours[number % len(colours)]
        owed = style.VERMILION if len(panel.stock) == 1 else colour
        if not stock.times.size:  # these sites do not stock this product
            continue
        _line(ax, stock, 1.0, colour, run, label=stock.label or "stock on hand")
        if np.nanmax(backlog.mean, initial=0.0) > 0:
            _line(ax, backlog, -1.0, owed, run, label=None if backlog.label else "backlog")
    ax.axhline(0.0, color=style.INK, linewidth=0.8, zorder=3)
    if run.period[0] > 0:
        ax.axvspan(0.0, run.period[0], color="#F0F0F0", zorder=0, label="warm-up")
    ax.set_title(style.shortened(panel.title, 60))
    ax.set_xlim(0.0, run.period[1])
    ax.margins(y=0.08)
    ax.yaxis.set_major_formatter(lambda value, _: tables.number_text(abs(float(f"{value:.9g}"))))
    ax.xaxis.set_major_formatter(lambda value, _: tables.number_text(float(f"{value:.9g}")))
    ax.set_ylabel(panel.unit)
    ax.tick_params(labelbottom=True)
    if last:
        ax.set_xlabel(f"time ({run.time_unit}s)")


def _line(ax: Axes, track: _Track, sign: float, colour: str, run: Run, *, label: str | None) -> None:
    """A level at the end of each bucket."""
    ends = np.append(track.times[1:], run.period[1])
    values = sign * track.mean
    ax.plot(ends, values, color=colour, linewidth=1.3, label=label, linestyle="-" if sign > 0 else (0, (5, 1.5)))
    wide = np.isfinite(track.half_width)
    if wide.any():
        lower, upper = values - track.half_width, values + track.half_width
        lower, upper = (np.maximum(lower, 0.0), upper) if sign > 0 else (lower, np.minimum(upper, 0.0))
        ax.fill_between(ends, lower, upper, where=wide, color=colour, alpha=0.22, linewidth=0)
