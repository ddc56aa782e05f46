"""Courses over time: the network as a whole and the stocks that matter, by variant, with bands and disruptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.report import style
from sim.report.courses import MEASURES, chosen_stocks, ends, mean_curves, tracks, units
from sim.report.page.chart import Chart, Line
from sim.report.page.figure import Figure, Gallery, Mark
from sim.report.page.wording import compact, figure, listed
from sim.report.windows import Window, named, windows
from sim.results.run import CONFIDENCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.results.run import Run

    Runs = Mapping[str, Run]

_DASHES: Final = ("", "14 5", "4 4", "18 5 4 5", "10 4 3 4 3 4")


def marks(runs: Runs) -> dict[str, Mark]:
    """How each variant is drawn: by colour and by dashes, so that it can be told without colours, too."""
    colours = [style.INK if len(runs) > 1 else style.BLUE, *style.PALETTE[: len(style.PALETTE) - 1]]
    return {
        label: Mark(label, colours[number % len(colours)], _DASHES[number % len(_DASHES)])
        for number, label in enumerate(runs)
    }


def gallery(runs: Runs) -> Gallery:
    """All courses over time."""
    drawn, shaded, first = marks(runs), windows(runs.values()), next(iter(runs.values()))
    figures = [Figure.of(chart) for chart in (*_network(runs, drawn, shaded), *_stocks(runs, drawn, shaded))]
    several = first.is_random and max(run.finished for run in runs.values()) > 1
    text = f"Time in {first.time_unit}s from the start of the run."
    if several:
        text += f" Lines are means over the replications, bands their {CONFIDENCE:.0%} intervals."
    if shaded:
        first_one = " in the first replication" if several else ""
        text += f" Shaded: {listed(list(named(shaded)), 8)} in force{first_one}"
        text += f" (in {listed([label for label, run in runs.items() if windows([run])])})." if len(runs) > 1 else "."
    legend = [*drawn.values()] if len(runs) > 1 else [Mark("mean", style.BLUE)]
    if len(runs) == 1 and any(" backlog" in each.title for each in figures):
        legend.append(Mark("backlog, below 0", style.VERMILION, "14 5"))
    legend += [Mark("warm-up, not measured", "#ececec", area=True)] if first.period[0] > 0 else []
    legend += shades(shaded)
    return Gallery("over-time", "Over time", text, figures, legend)


def shades(shaded: tuple[Window, ...]) -> list[Mark]:
    """What stands in a legend for windows."""
    return [Mark(f"in force: {listed(list(named(shaded)), 4)}", style.SHADE, area=True)] if shaded else []


def _network(runs: Runs, drawn: Mapping[str, Mark], shaded: tuple[Window, ...]) -> list[Chart]:
    found = []
    for measure, (title, unit) in MEASURES.items():
        lines, said = [], []
        for label, run in runs.items():
            curve = mean_curves(run, measure)
            values = curve["mean"].to_numpy()
            if not values.size:
                continue
            mark = drawn[label]
            lines.append(
                Line(label, ends(curve["time"].to_numpy(), run), values, mark.colour, mark.dashes,
                     curve["half_width"].to_numpy())
            )  # fmt: skip
            said.append(_spoken(label if len(runs) > 1 else "", values, curve["time"].to_numpy(), unit, run))
        quiet = measure != "on_hand" and all(not line.levels.any() for line in lines)
        if lines and not quiet:
            found.append(_chart(title, unit, lines, runs, f"{title}. {' '.join(said)}", shaded))
    return found


def _stocks(runs: Runs, drawn: Mapping[str, Mark], shaded: tuple[Window, ...]) -> list[Chart]:
    pairs, why = chosen_stocks(runs)
    levels = {label: tracks(run, pairs) for label, run in runs.items()}
    names = units(next(iter(runs.values())))
    found = []
    for site, product in pairs:
        lines, said, title = [], [], f"{product} at {site}"
        for label, run in runs.items():
            held = levels[label].get((site, product, "on_hand"))
            if held is None:
                continue
            mark = drawn[label]
            times, values, half = held
            lines.append(Line(label, ends(times, run), values, mark.colour, mark.dashes, half))
            said.append(_spoken(label if len(runs) > 1 else "stock", values, times, "units", run))
            owed = levels[label].get((site, product, "backlog"))
            if len(runs) == 1 and owed is not None and np.nanmax(owed[1], initial=0.0) > 0:
                lines.append(Line("backlog", ends(owed[0], run), -owed[1], style.VERMILION, "14 5", owed[2]))
                title = f"{product} at {site}, and its backlog"
        if lines:
            alt = f"Stock on hand of {product} at {site}{why}. {' '.join(said)}"
            found.append(_chart(f"Stock of {title}", names.get(product, "units"), lines, runs, alt, shaded))
    return found


def _chart(title: str, unit: str, lines: list[Line], runs: Runs, alt: str, shaded: tuple[Window, ...]) -> Chart:
    first = next(iter(runs.values()))
    until = max(run.period[1] for run in runs.values())
    said = "" if unit == "share" else f" ({unit})"
    return Chart(f"{title}{said}", unit, lines, until, alt, first.period[0], shaded)


def _spoken(label: str, values: np.ndarray, times: np.ndarray, unit: str, run: Run) -> str:
    """The course after the warm-up in words: mean, least and largest, and when."""
    values, times = values[times >= run.period[0]], times[times >= run.period[0]]
    if not np.isfinite(values).any():
        return f"{label}: undefined."
    least, most = int(np.nanargmin(values)), int(np.nanargmax(values))
    mean, low, high = (figure(float(f"{value:.4g}"), np.nan, unit) for value in
                       (np.nanmean(values), values[least], values[most]))  # fmt: skip
    begin = f"{label}: mean" if label else "Mean"
    return f"{begin} {mean}, lowest {low} at {compact(times[least])}, highest {high} at {compact(times[most])}."
