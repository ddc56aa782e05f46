"""Recovery curves: every replication as a thin line. A mean over them would fall and rise where none of them does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.report.courses import MEASURES, ends
from sim.report.page.chart import Chart, Line
from sim.report.page.courses import marks, shades
from sim.report.page.figure import Figure, Gallery
from sim.report.page.wording import counted
from sim.report.windows import windows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from sim.report.page.figure import Mark
    from sim.results.run import Run

    Runs = Mapping[str, Run]

MOST: Final = 40
"""The most replications that are drawn of each variant."""
_POINTS: Final = 200_000
"""The most points of all lines together; with more, every second, third ... bucket is drawn."""


def gallery(runs: Runs) -> Gallery | None:
    """The curves of all replications, a picture for each measure and variant; None where there are not several."""
    curves = {label: _shown(run.curves) for label, run in runs.items() if not run.curves.empty}
    if not curves or max(run.finished for run in runs.values()) < 2:
        return None
    drawn, shaded = marks(runs), windows(runs.values())
    every = 1 + sum(len(frame) for frame in curves.values()) // _POINTS
    figures = []
    for measure, (title, unit) in MEASURES.items():
        lines = {label: _lines(runs[label], frame, measure, drawn[label], every) for label, frame in curves.items()}
        if measure == "on_hand" or not any(line.levels.any() for own in lines.values() for line in own):
            continue
        every_line = [line for own in lines.values() for line in own]
        whole = Chart(title, unit, every_line, 1.0, "", next(iter(runs.values())).period[0]).range()
        for label, own in lines.items():
            if not own:
                continue
            run = runs[label]
            said = "" if unit == "share" else f" ({unit})"
            heading = f"{title}{said}: {label}" if len(runs) > 1 else f"{title}{said}"
            alt, struck = f"{heading}. {_spoken(own, unit)}", windows([run])
            chart = Chart(heading, unit, own, run.period[1], alt, run.period[0], struck, whole)
            figures.append(Figure.of(chart))
    number = max(run.finished for run in runs.values())
    cut = f"the first {MOST} of {number}" if number > MOST else counted(number, "replication")
    thinned = f" Every {every}th bucket is drawn." if every > 1 else ""
    text = (
        f"One thin line for each replication ({cut}), all variants of a measure on one scale. What happened is one of "
        f"these lines, not their mean: look for those that fall deepest and come back last.{thinned}"
    )
    legend = shades(shaded)
    columns = next((each for each in (3, 2) if len(curves) % each == 0), 0)  # variants stay below each other
    title = "Recovery curves: every replication" if shaded else "Every replication"
    return Gallery("recovery", title, text, figures, legend, columns=columns) if figures else None


def _shown(curves: pd.DataFrame) -> pd.DataFrame:
    return curves[curves["replication"] < MOST]


def _lines(run: Run, frame: pd.DataFrame, measure: str, mark: Mark, every: int) -> list[Line]:
    chosen = frame[frame["measure"] == measure]
    opacity = min(0.9, max(0.3, 4.0 / max(chosen["replication"].nunique(), 1)))
    found = []
    for number, own in chosen.groupby("replication", observed=True):
        begins, values = (own[name].to_numpy(dtype=np.float64) for name in ("time", "value"))
        times, values = ends(begins, run)[::every], values[::every]
        found.append(Line(f"replication {number}", times, values, mark.colour, opacity=opacity))
    return found


def _spoken(lines: list[Line], unit: str) -> str:
    """What the worst replication shows, in words."""
    worst = [float(np.nanmin(line.levels) if unit == "share" else np.nanmax(line.levels)) for line in lines]
    deepest = int(np.argmin(worst) if unit == "share" else np.argmax(worst))
    at = lines[deepest].times[int((np.nanargmin if unit == "share" else np.nanargmax)(lines[deepest].levels))]
    value = f"{100 * worst[deepest]:.1f}%" if unit == "share" else f"{worst[deepest]:,.0f} units"
    what = "The lowest point" if unit == "share" else "The highest point"
    return f"{counted(len(lines), 'line')}. {what} of any is {value}, at {at:g}, in {lines[deepest].label}."
