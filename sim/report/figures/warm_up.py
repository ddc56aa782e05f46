"""Where the beginning was cut off, and why there: each measure's course above, the statistic of MSER-5 below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.report import style, tables

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.results import Run
    from sim.results.warm_up import WarmUp

_SHADE: Final = "#F0F0F0"


def draw(run: Run) -> style.Picture:
    """The picture that justifies a warm-up.

    Each measure has two panels: its batch means, averaged over the pilot replications, with the mean of what is left;
    and the statistic of MSER-5 over where the run is cut, with the lowest point of its first half.

    Raises:
        UsageError: The warm-up was stated, or there is none.
    """
    found = run.warm_up
    if found is None or found.table.empty:
        raise style.NothingToShowError("no warm-up was looked for in this run; say 'warm_up: auto' to have one found")
    measures = list(found.cuts)
    kind = f"{found.replications} pilot replications" if found.replications > 1 else "the only replication"
    said = f"{tables.title(run)}; means of five observations in {kind}"
    with style.style():
        figure = style.sheet(_headline(run, found), said, 10, 0.95 + 2.1 * len(measures))
        axes = figure.subplots(len(measures), 2, squeeze=False, sharex=True)
        for (course, statistic), measure in zip(axes, measures, strict=True):
            _draw_course(course, run, found, measure)
            _draw_statistic(statistic, run, found, measure)
        for ax in axes[-1]:
            ax.set_xlabel(f"time ({run.time_unit}s)")
        named = {
            label: handle for ax in axes.ravel() for handle, label in zip(*ax.get_legend_handles_labels(), strict=True)
        }
        figure.legend(named.values(), named.keys(), loc="outside lower center", ncols=min(5, len(named)))
    return figure


def _headline(run: Run, found: WarmUp) -> str:
    if found.cut == 0:
        return "No beginning to cut off"
    largest = max(found.cuts, key=found.cuts.__getitem__).replace("_", " ")
    return f"The beginning ends at {run.time_unit} {tables.number_text(found.cut)}, when {largest} has settled"


def _draw_course(ax: Axes, run: Run, found: WarmUp, measure: str) -> None:
    rows = found.table[found.table["measure"] == measure]
    times, values = (rows[name].to_numpy(dtype=np.float64) for name in ("time", "value"))
    middle = times + np.diff(times, append=found.end) / 2
    ax.plot(middle, values, color=style.BLUE, linewidth=1.2, label="mean of a batch")
    left = values[times >= found.cut].mean()
    ax.plot(
        [found.cut, found.end], [left, left], color=style.INK, linewidth=1, linestyle="--", label="mean of what is left"
    )
    ax.set_ylim(bottom=min(0.0, float(values.min())))
    ax.set_title(measure.replace("_", " "))
    _mark(ax, run, found, measure)


def _draw_statistic(ax: Axes, run: Run, found: WarmUp, measure: str) -> None:
    rows = found.table[found.table["measure"] == measure]
    times, values = (rows[name].to_numpy(dtype=np.float64) for name in ("time", "statistic"))
    searched = times <= times[times.size // 2]
    ax.plot(times[searched], values[searched], color=style.GREEN, linewidth=1.2, label="MSER-5 statistic")
    ax.plot(times[~searched], values[~searched], color=style.GREY, linewidth=1, label="not searched")
    at = int(np.argmin(np.abs(times - found.cuts[measure])))
    ax.plot(times[at : at + 1], values[at : at + 1], "o", color=style.VERMILION, markersize=4, label="its lowest point")
    first = values[searched & np.isfinite(values)]
    if first.size and first.max() > 0:
        ax.set_ylim(0.0, 1.1 * float(first.max()))
    ax.set_title(f"{measure.replace('_', ' ')}: MSER-5")
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:.3g}")
    _mark(ax, run, found, measure)


def _mark(ax: Axes, run: Run, found: WarmUp, measure: str) -> None:
    """The cut of the measure as a line, what is left out of the run as a shade."""
    if found.cut > 0:
        ax.axvspan(0.0, found.cut, color=_SHADE, zorder=0, label="warm-up")
    ax.axvline(found.cuts[measure], color=style.VERMILION, linewidth=1, label="cut of this measure")
    ax.set_xlim(0.0, run.period[1])
