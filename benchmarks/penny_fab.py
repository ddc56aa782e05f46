"""Runs the variants of the penny fab and draws them over the three laws: ``python -m benchmarks.penny_fab``.

Writes ``docs/figures/penny_fab.svg`` and the table in ``docs/penny_fab.md``. The laws are those of Hopp and Spearman
(2011), *Factory Physics*, 3rd ed., ch. 7, for a balanced line of single machines with the raw process time T0 and the
bottleneck rate rb.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.figure import Figure

import sim

ROOT: Final = Path(__file__).resolve().parents[1]
SCENARIO: Final = ROOT / "scenarios" / "penny_fab.yaml"
PAGE: Final = ROOT / "docs" / "penny_fab.md"
PICTURE: Final = ROOT / "docs" / "figures" / "penny_fab.svg"

RAW_TIME: Final = 8.0
"""T0, in hours."""
BOTTLENECK_RATE: Final = 0.5
"""rb, in pennies per hour."""
CRITICAL_WIP: Final = RAW_TIME * BOTTLENECK_RATE
"""W0, in pennies."""
MOST: Final = 12
"""The largest number of pennies in the line."""


def best_case(wip: float) -> float:
    """Throughput of a line without luck, in pennies per hour."""
    return min(wip / RAW_TIME, BOTTLENECK_RATE)


def practical_worst_case(wip: float) -> float:
    """Throughput of a balanced line with exponential times, in pennies per hour."""
    return wip / (wip + CRITICAL_WIP - 1.0) * BOTTLENECK_RATE


def worst_case(wip: float) -> float:
    """Throughput of a line in which all pennies move as one load, in pennies per hour, for one penny or more."""
    return min(wip, 1.0) / RAW_TIME


@dataclass(frozen=True)
class Law:
    """One of the three cases.

    Attributes:
        title: What it is called.
        throughput: Pennies per hour for a number of pennies in the line.
        colour: Of its curve; told apart by the colour-blind too (Okabe and Ito 2008).
        marker: Of its points.
    """

    title: str
    throughput: Callable[[float], float]
    colour: str
    marker: str


LAWS: Final = {
    "best_case": Law("best case", best_case, "#0072B2", "o"),
    "practical_worst_case": Law("practical worst case", practical_worst_case, "#D55E00", "s"),
    "worst_case": Law("worst case", worst_case, "#009E73", "^"),
}


@dataclass(frozen=True)
class Point:
    """What the runs of one variant found, rounded as the page shows it.

    Attributes:
        case: The law that it should obey.
        wip: Pennies in the line.
        throughput: Pennies per hour.
        within: Half-width of the 95 % interval of the throughput.
        cycle_time: Hours from release to completion.
    """

    case: str
    wip: int
    throughput: float
    within: float
    cycle_time: float


def measured(variant: str, replications: int | None = None) -> Point:
    """Runs one variant; its name is its case and its pennies."""
    case, _, pennies = variant.rpartition("_")
    result = sim.run(SCENARIO, variant=variant, replications=replications)
    rows = result.kpis[(result.kpis["kpi"] == "throughput") & (result.kpis["site"] == "fab")]
    row = rows[rows[["product", "resource", "category"]].isna().all(axis=1)].iloc[0]
    within = 0.0 if math.isnan(row["half_width"]) else float(row["half_width"])
    time = result.kpi("cycle_time", site="fab")
    return Point(case, int(pennies), round(float(row["mean"]), 4), round(within, 4), round(time, 2))


def points() -> list[Point]:
    """Runs all variants, by case and number of pennies."""
    return [measured(variant) for variant in sorted(sim.load(SCENARIO).scenario.variants)]


def picture(found: list[Point]) -> bytes:
    """The figure as SVG: throughput and cycle time against work in process, laws as curves and runs as points."""
    style = {"svg.hashsalt": "penny_fab", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False}
    with mpl.rc_context(style):
        figure = Figure(figsize=(9.6, 4.2), layout="constrained")
        rate, time = figure.subplots(1, 2)
        wips = [1 + step / 20 for step in range(20 * (MOST - 1) + 1)]
        for case, law in LAWS.items():
            curve = [law.throughput(wip) for wip in wips]
            of_case = [point for point in found if point.case == case]
            at = [point.wip for point in of_case]
            marks = {"linestyle": "none", "marker": law.marker, "color": law.colour, "label": law.title}
            rate.plot(wips, curve, color=law.colour, linewidth=1.2)
            rate.plot(at, [point.throughput for point in of_case], **marks)
            waits = [wip / made for wip, made in zip(wips, curve, strict=True)]
            time.plot(wips, waits, color=law.colour, linewidth=1.2)
            time.plot(at, [point.cycle_time for point in of_case], **marks)
        for axes, label in ((rate, "throughput in pennies per hour"), (time, "cycle time in hours")):
            axes.axvline(CRITICAL_WIP, color="0.75", linewidth=1, linestyle=":", zorder=0)
            axes.set(xlabel="work in process in pennies", ylabel=label, xlim=(0, MOST + 0.5), ylim=(0, None))
            axes.set_xticks(range(0, MOST + 1, 2))
        rate.annotate("critical WIP", (CRITICAL_WIP, 0.02), xytext=(4, 0), textcoords="offset points", color="0.45")
        time.legend(loc="upper left", frameon=False)
        file = io.BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


def table(found: list[Point]) -> str:
    """The points beside the laws, in Markdown."""
    lines = [
        "| case | w | throughput: law | runs | cycle time: law | runs |",
        "|---|---|---|---|---|---|",
    ]
    for case, law in LAWS.items():
        for point in found:
            if point.case == case:
                made = law.throughput(point.wip)
                runs = f"{point.throughput:.4f}" + (f" ± {point.within:.4f}" if point.within else "")
                times = f"{point.wip / made:.2f} | {point.cycle_time:.2f}"
                lines.append(f"| {law.title} | {point.wip} | {made:.4f} | {runs} | {times} |")
    return "\n".join(lines)


def write() -> None:
    """Runs everything and writes the picture and the table."""
    found = points()
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_bytes(picture(found))
    page = PAGE.read_text(encoding="utf-8")
    inner = f"<!-- points -->\n{table(found)}\n<!-- end -->"
    PAGE.write_text(re.sub(r"<!-- points -->.*?<!-- end -->", inner, page, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    write()
