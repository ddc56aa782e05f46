"""Variants beside each other over time: their stocks, and the service of the network."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.errors import UsageError
from sim.names import nearest
from sim.report import style, tables
from sim.report.courses import chosen_stocks, ends, mean_curves, tracks, units
from sim.report.figures.shading import LABEL, shade
from sim.report.windows import windows
from sim.results.run import CONFIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from sim.results.comparison import Comparison
    from sim.results.run import Run

WIDE: Final = 9.0
"""Width of the only panel of a figure, in inches; of two beside each other a little less than half."""
NARROW: Final = 4.2
_BANDS: Final = f"bands: {CONFIDENCE:.0%} intervals of the mean"
_DASHES: Final[tuple[Any, ...]] = (
    "-",
    (0, (5, 1.5)),
    (0, (1.5, 1.2)),
    (0, (6, 1.5, 1.5, 1.5)),
    (0, (3, 1, 1, 1, 1, 1)),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """How a variant is drawn: by colour and by dashes, so that it can be told without colours, too."""

    colour: str
    dashes: Any


def marks(labels: Iterable[str]) -> dict[str, Mark]:
    """The mark of each variant; the first, the baseline, is black."""
    colours = [style.INK, *style.PALETTE[:-1]]
    return {
        label: Mark(colours[number % len(colours)], _DASHES[number % len(_DASHES)])
        for number, label in enumerate(labels)
    }


def stock(comparison: Comparison, site: str | None = None, product: str | None = None) -> style.Picture:
    """Stock on hand over time, all variants in one panel for each stock.

    Up to eight stocks are drawn; of more, those whose fill rate differs most.

    Args:
        comparison: What was compared.
        site: Only this site.
        product: Only this product.

    Raises:
        UsageError: There is no such stock; says what comes nearest.
    """
    runs = comparison.runs
    held = _held(runs, site, product)
    chosen, why = chosen_stocks({label: _only(run, held) for label, run in runs.items()})
    levels = {label: tracks(run, chosen) for label, run in runs.items()}
    first = next(iter(runs.values()))
    names, drawn, columns = units(first), marks(runs), 1 if len(chosen) == 1 else 2
    height = (3.2, 2.5)[columns - 1] * math.ceil(len(chosen) / columns)
    with style.style():
        figure = style.sheet("Stock on hand", f"{title(comparison, _BANDS)}{why}", 10, 0.9 + height)
        axes = figure.subplots(math.ceil(len(chosen) / columns), columns, squeeze=False, sharex=True).ravel()
        for ax in axes[len(chosen) :]:
            ax.remove()
        for number, (place, what) in enumerate(chosen):
            ax = axes[number]
            for label, run in runs.items():
                track = levels[label].get((place, what, "on_hand"))
                if track is not None:
                    line(ax, label, ends(track[0], run), track[1:], drawn[label])
            frame(ax, runs, (WIDE, NARROW)[columns - 1])
            ax.set_title(style.shortened(f"{what} at {place}", 60))
            ax.set_ylim(bottom=0.0)
            ax.set_ylabel(names.get(what, "units"))
            if number + columns >= len(chosen):
                ax.set_xlabel(f"time ({first.time_unit}s)")
        legend(figure, axes[: len(chosen)])
    return figure


def service(comparison: Comparison) -> style.Picture:
    """The share of what customers ordered that was delivered at once, over time, by variant.

    Raises:
        UsageError: Nobody ordered anything, or the curves were not kept.
    """
    runs, drawn = comparison.runs, marks(comparison.runs)
    curves = {label: mean_curves(run, "fill_rate") for label, run in runs.items()}
    if all(curve.empty for curve in curves.values()):
        raise style.NothingToShowError("there is no course of service: nobody ordered anything, or it was not kept")
    first = next(iter(runs.values()))
    with style.style():
        figure = style.sheet("Delivered at once, of what customers ordered", title(comparison, _BANDS), 10, 4.1)
        ax = figure.subplots()
        for label, run in runs.items():
            curve = curves[label]
            times, mean, half = (curve[name].to_numpy(dtype=np.float64) for name in ("time", "mean", "half_width"))
            line(ax, label, ends(times, run), (mean, half), drawn[label], high=1.0)
        frame(ax, runs, WIDE)
        low = min((float(np.nanmin(each["mean"])) for each in curves.values() if len(each)), default=0.0)
        ax.set_ylim(max(0.0, low - 0.05 * (1.0 - low) - 0.005), 1.0 + 0.11 * (1.0 - low) + 0.002)  # room for names
        ax.yaxis.set_major_formatter(percent)
        ax.set_xlabel(f"time ({first.time_unit}s)")
        legend(figure, [ax])
    return figure


def title(comparison: Comparison, marked: str = "") -> str:
    """What is compared, on what luck, and what marks of the picture mean, in a line."""
    first = next(iter(comparison.runs.values()))
    said = f"{comparison.scenario}: {', '.join(comparison.runs)}"
    if not comparison.is_random:
        return f"{said}; nothing is random"
    number = max(run.finished for run in comparison.runs.values())
    return f"{said}; seed {first.identity.seed}, {number} replications each{f'; {marked}' if marked else ''}"


def line(
    ax: Axes,
    label: str,
    times: NDArray[np.float64],
    track: tuple[NDArray[np.float64], ...],
    mark: Mark,
    *,
    high: float = math.inf,
) -> None:
    """A course with its band, which is never below 0 nor above ``high``."""
    mean, half = track
    ax.plot(times, mean, color=mark.colour, linestyle=mark.dashes, linewidth=1.5, label=label, zorder=3)
    wide = np.isfinite(half)
    if wide.any():
        lower, upper = np.maximum(mean - half, 0.0), np.minimum(mean + half, high)
        ax.fill_between(times, lower, upper, where=wide, color=mark.colour, alpha=0.18, linewidth=0, zorder=2)


def frame(ax: Axes, runs: Mapping[str, Run], width: float) -> None:
    """What stands behind courses over time: the warm-up, and the windows of disruptions."""
    until = max(run.period[1] for run in runs.values())
    begin = min(run.period[0] for run in runs.values())
    ax.set_xlim(0.0, until)
    if begin > 0:
        ax.axvspan(0.0, begin, color="#F0F0F0", zorder=0, label="warm-up")
    shade(ax, windows(runs.values()), width)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: tables.number_text(float(f"{value:.9g}")))
    ax.tick_params(labelbottom=True)


def legend(figure: style.Picture, axes: Iterable[Axes]) -> None:
    """One legend for all panels, below them: variants first, grounds last."""
    found = {label: handle for ax in axes for handle, label in zip(*ax.get_legend_handles_labels(), strict=True)}
    order = sorted(found, key=["warm-up", LABEL].__contains__)
    words = [style.shortened(label, 40) for label in order]
    room = 9.4 / max(style.text_width(word, 8) + 0.7 for word in words)
    columns = len(order) if sum(style.text_width(word, 8) + 0.7 for word in words) < 9.4 else max(int(room), 1)
    figure.legend([found[label] for label in order], words, loc="outside lower center", ncols=columns)


def percent(value: float, _: object = None) -> str:
    """A share on an axis."""
    return f"{100 * value:.4g} %" if -1e-9 <= value <= 1.0 + 1e-9 else ""


def _held(runs: Mapping[str, Run], site: str | None, product: str | None) -> set[tuple[str, str]]:
    """The stocks that are asked for, of any variant."""
    pairs = {pair for run in runs.values() for pair in _pairs(run.series)}
    if not pairs:
        raise style.NothingToShowError("nothing is stocked in these runs, so there is no level to draw")
    for number, (what, wanted) in enumerate((("site", site), ("product", product))):
        known = sorted({pair[number] for pair in pairs})
        if wanted is not None and wanted not in known:
            at = f" at {site!r}" if what == "product" and site is not None else ""
            raise UsageError(f"there is no stock of {what} {wanted!r}{at}; {nearest(str(wanted), known)}")
        pairs = {pair for pair in pairs if wanted in (None, pair[number])}
    return pairs


def _pairs(series: pd.DataFrame) -> set[tuple[str, str]]:
    held = series.loc[series["measure"] == "on_hand", ["site", "product"]].drop_duplicates().astype("str")
    return set(held.itertuples(index=False, name=None))


def _only(run: Run, held: set[tuple[str, str]]) -> Run:
    """The run with the levels of some stocks only."""
    from dataclasses import replace

    keys = zip(run.series["site"].astype("str"), run.series["product"].astype("str"), strict=True)
    return replace(run, series=run.series[[key in held for key in keys]])
