"""Replications: the curve of each as a thin line and their mean as a bold one, variant by variant."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import UsageError
from sim.names import nearest
from sim.report import style
from sim.report.courses import MEASURES, ends, mean_curves
from sim.report.figures.variants import NARROW, WIDE, frame, marks, percent, title

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.report.figures.variants import Mark
    from sim.results.comparison import Comparison
    from sim.results.run import Run


def draw(comparison: Comparison, measure: str = "fill_rate") -> style.Picture:
    """A curve of the network for each replication, with a panel for each variant, all on one scale.

    Args:
        comparison: What was compared.
        measure: ``fill_rate`` (share delivered at once), ``backlog``, ``on_hand`` or ``lost``.

    Raises:
        UsageError: There is no such measure, or its curves were not kept.
    """
    if measure not in MEASURES:
        raise UsageError(f"there are no curves of {measure!r}; {nearest(str(measure), list(MEASURES))}")
    runs = {label: run for label, run in comparison.runs.items() if (run.curves["measure"] == measure).any()}
    if not runs:
        raise style.NothingToShowError(f"there are no curves of {measure!r}: they were not kept, or all undefined")
    drawn, (heading, unit) = marks(comparison.runs), MEASURES[measure]
    columns = 1 if len(runs) == 1 else 2
    count = math.ceil(len(runs) / columns)
    with style.style():
        said = title(comparison, "thin: each replication, bold: their mean")
        figure = style.sheet(heading, said, 10, 0.75 + 2.4 * count)
        axes = figure.subplots(count, columns, squeeze=False, sharex=True, sharey=True).ravel()
        for ax in axes[len(runs) :]:
            ax.remove()
        for number, (label, run) in enumerate(runs.items()):
            ax = axes[number]
            _fill(ax, run, measure, drawn[label])
            frame(ax, {label: run}, (WIDE, NARROW)[columns - 1])
            ax.set_title(style.shortened(label, 50))
            ax.tick_params(labelleft=True)
            if number % columns == 0 and unit != "share":
                ax.set_ylabel(unit)
            if number + columns >= len(runs):
                ax.set_xlabel(f"time ({run.time_unit}s)")
            if unit == "share":
                ax.yaxis.set_major_formatter(percent)
        low, high = axes[0].get_ylim()
        axes[0].set_ylim(low if unit == "share" else 0.0, high + 0.07 * (high - low))  # room for names
    return figure


def _fill(ax: Axes, run: Run, measure: str, mark: Mark) -> None:
    chosen = run.curves[run.curves["measure"] == measure]
    count = chosen["replication"].nunique()
    for _, own in chosen.groupby("replication", observed=True):
        times, values = (own[name].to_numpy(dtype=np.float64) for name in ("time", "value"))
        ax.plot(ends(times, run), values, color=mark.colour, linewidth=0.6, alpha=min(0.8, max(0.2, 4.0 / count)))
    mean = mean_curves(run, measure)
    ax.plot(
        ends(mean["time"].to_numpy(dtype=np.float64), run), mean["mean"], color=mark.colour, linewidth=2.2, zorder=4,
        label="mean",
    )  # fmt: skip
