"""Exposure: pictures of a stress test - who is hit by whose outage, where the risk lies, and how service recovers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from sim.errors import UsageError
from sim.names import nearest
from sim.report import network, style
from sim.report.stress import title
from sim.report.tables import number_text
from sim.results.files import discard, replacing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from matplotlib.axes import Axes

    from sim.results.stress import Stress

WORST: Final = 6
"""The recovery of so many outages, the worst, is drawn."""
MOST: Final = 30
"""The most rows and the most columns of a heat map."""
_BANDS: Final = (
    ("risk exposure 0", 0.0, "#F2F2F2"),
    ("risk exposure up to 0.25", 0.25, "#FBE3D2"),
    ("risk exposure up to 0.50", 0.50, "#F2B48C"),
    ("risk exposure up to 0.75", 0.75, "#E3803F"),
    ("risk exposure up to 1.00", 1.00, "#B34700"),
)
"""Bands of exposure: their names in order, up to where each reaches, and its colour."""
_SHADES: Final = LinearSegmentedColormap.from_list("shades", ["#FFF6EE", "#F0A875"])


def draw_heat_map(stress: Stress) -> style.Picture:
    """Who is hit by whose outage: how often by colour, and how much later than the origin in figures.

    Raises:
        UsageError: No outage reached anybody.
    """
    beside = stress.ripple[stress.ripple["node"] != stress.ripple["name"]]
    rows = [name for name in stress.outages["name"] if name in set(beside["name"])]
    if not rows:
        raise style.NothingToShowError("no outage made anybody else leave the band: there is nothing to show")
    nodes = list(dict.fromkeys(beside.sort_values(["kind", "node"])["node"]))
    hits = beside.groupby("node")["reached"].sum()
    kept = set(hits.reindex(nodes).sort_values(ascending=False, kind="stable").index[:MOST])
    columns = [node for node in nodes if node in kept]
    shown = rows[:MOST]
    share = np.full((len(shown), len(columns)), np.nan)
    words: dict[tuple[int, int], str] = {}
    for name, node, reached, later in zip(
        *(beside[key].tolist() for key in ("name", "node", "reached", "later")), strict=True
    ):
        if name in shown and node in kept:
            place = (shown.index(name), columns.index(node))
            share[place] = reached
            words[place] = f"+{number_text(float(f'{later:.3g}'))}"
    width, height = max(8.0, 3.2 + 0.5 * len(columns)), 2.6 + 0.3 * max(len(shown), 2)
    with style.style():
        figure = style.sheet("Who is hit by whose outage", title(stress), width, height)
        ax = figure.subplots()
        image = ax.imshow(share, aspect="auto", cmap=_SHADES, vmin=0.0, vmax=1.0)
        for (row, column), word in words.items():
            ax.text(column, row, word, ha="center", va="center", size=7, color=style.INK)
        ax.set_yticks(range(len(shown)), [style.shortened(name, 28) for name in shown])
        ax.set_xticks(range(len(columns)), [style.shortened(name, 20) for name in columns], rotation=60, ha="right")
        ax.set_ylabel("who is out")
        ax.set_xlabel(f"who is hit; figures: {stress.time_unit}s later than the origin (median)")
        ax.grid(visible=False)
        ax.set_xticks(np.arange(len(columns) + 1) - 0.5, minor=True)
        ax.set_yticks(np.arange(len(shown) + 1) - 0.5, minor=True)
        ax.grid(visible=True, which="minor", color="white", linewidth=2.5)
        ax.tick_params(which="minor", length=0)
        bar = figure.colorbar(image, ax=ax, fraction=0.04, pad=0.02)
        bar.set_label("share of runs in which it was hit")
        bar.ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    return figure


def draw_ranking(stress: Stress) -> style.Picture:
    """Lost profit of each outage with its interval, the worst on top.

    Raises:
        UsageError: Nothing was tested.
    """
    frame = stress.outages.head(MOST)
    if frame.empty:
        raise style.NothingToShowError("no site or lane was tested: there is nothing to rank")
    count = len(stress.outages)
    means = frame["lost_profit"].to_numpy(dtype=np.float64)
    half = np.nan_to_num(frame["lost_profit_half_width"].to_numpy(dtype=np.float64))
    places = np.arange(means.size)
    heading = "Lost profit by outage" if count <= MOST else f"Lost profit: the {MOST} worst of {count} outages"
    with style.style():
        figure = style.sheet(heading, title(stress), 8, 1.6 + 0.26 * max(means.size, 2))
        ax = figure.subplots()
        colours = [style.GREY if kind == "lane" else style.BLUE for kind in frame["kind"]]
        ax.barh(places, means, color=colours, height=0.66)
        ax.errorbar(means, places, xerr=half, fmt="none", ecolor=style.INK, elinewidth=1.0, capsize=2)
        ax.axvline(0.0, color=style.INK, linewidth=0.8)
        ax.set_yticks(places, [style.shortened(name, 32) for name in frame["name"]])
        ax.set_ylim(means.size - 0.5, -0.5)
        ax.grid(visible=False, axis="y")
        ax.xaxis.set_major_formatter(lambda value, _: number_text(float(f"{value:.6g}")))
        lanes = "; grey: lanes" if (frame["kind"] == "lane").any() else ""
        ax.set_xlabel(f"operating profit lost ({stress.currency}){lanes}")
    return figure


def draw_network(stress: Stress) -> style.Picture:
    """The network, each site in the colour of its risk exposure; sites that were not tested in another.

    Raises:
        UsageError: The network was not kept.
    """
    if not len(stress.sites):
        raise style.NothingToShowError("no replication without an outage finished: there is no network to draw")
    exposure = dict(zip(stress.outages["name"], stress.outages["exposure"], strict=True))
    found = network.of_flows(stress.identity.scenario, stress.time_unit, stress.sites, stress.flows)
    places = tuple(replace(place, region=_band(exposure.get(place.name))) for place in found.places)
    heading = f"{found.title}: what it costs when a site is out"
    banded = replace(found, title=heading, places=places)
    colours = {name: colour for name, _, colour in _BANDS}
    paint = {place.name: colours[place.region] for place in network.grouped(banded).places if place.region in colours}
    return network.draw(banded, network.Shades(paint, colours))


def draw_recovery(stress: Stress, name: str | None = None) -> style.Picture:
    """The service of the network with an outage, each replication by itself, and without.

    Args:
        stress: The stress test.
        name: The site or lane that was out; None for the outage that costs most.

    Raises:
        UsageError: There was no such outage; says what comes nearest.
    """
    known = [str(each) for each in stress.outages["name"]]
    if not known:
        raise style.NothingToShowError("no site or lane was tested: there is nothing to recover from")
    chosen = known[0] if name is None else name
    if chosen not in known:
        raise UsageError(f"there was no outage of {chosen!r}; {nearest(chosen, known)}")
    frame = stress.curves[stress.curves["name"] == chosen]
    row = stress.outages[stress.outages["name"] == chosen].iloc[0]
    end = stress.start + stress.lasts[chosen]
    with style.style():
        figure = style.sheet(f"Service while {chosen} is out", title(stress), 8, 3.4)
        ax = figure.subplots()
        ax.axvspan(stress.start, end, color=style.PALE, linewidth=0, label="out")
        _draw_curves(ax, frame, "baseline", style.SKY, "without it")
        _draw_curves(ax, frame, "performance", style.VERMILION, "with it")
        recovers = float(row["time_to_recover"])
        if np.isfinite(recovers) and recovers > 0.0 and not row["unrecovered"]:
            label = f"recovered (median): {number_text(recovers)} {stress.time_unit}s after the start"
            ax.axvline(stress.start + recovers, color=style.GREEN, linewidth=1.4, label=label)
        ax.set_ylim(-0.02, 1.04)
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}" if value <= 1.0 + 1e-9 else "")
        ax.set_ylabel("demand served in time")
        ax.set_xlabel(f"time ({stress.time_unit}s)")
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4)
    return figure


FIGURES: Final[dict[str, Callable[[Stress], style.Picture]]] = {
    "ranking": draw_ranking,
    "heat_map": draw_heat_map,
    "network": draw_network,
    "recovery": draw_recovery,
}
"""The figures of a stress test by name, in the order in which they are told."""


def write(stress: Stress, folder: Path) -> tuple[str, ...]:
    """Writes every figure that has something to show, as ``NAME.png``, and the recovery of each of the worst outages.

    Args:
        stress: The stress test.
        folder: Where to; made if it is not there.

    Returns:
        The names of the figures written.

    Raises:
        ResultsError: The system refused to write; names the file.
    """
    figures = dict(FIGURES)
    for rank, name in enumerate(stress.outages["name"].head(WORST), start=1):
        figures[f"recovery_{rank}"] = partial(draw_recovery, name=str(name))
    figures.pop("recovery")
    written = []
    for name, figure in figures.items():
        path = folder / f"{name}.png"
        try:
            content = style.rendered(figure(stress), "png")
        except style.NothingToShowError:
            discard(path)
            continue
        with replacing(path) as partial_path:
            partial_path.write_bytes(content)
        written.append(name)
    return tuple(written)


def _draw_curves(ax: Axes, frame: pd.DataFrame, column: str, colour: str, label: str) -> None:
    """One line for each replication: an average of runs that fail at different times would never fail."""
    runs = frame.groupby("replication", sort=True)
    faint = max(0.15, 1.0 / np.sqrt(runs.ngroups))
    each = f"each of {runs.ngroups} runs {label}" if runs.ngroups > 1 else f"the run {label}"
    for number, (_, own) in enumerate(runs):
        ax.step(
            own["time"], own[column], where="post", color=colour, linewidth=0.9, alpha=faint,
            label="_" if number else each,
        )  # fmt: skip


def _band(exposure: float | None) -> str | None:
    """The band that an exposure lies in; None where the site was not tested."""
    if exposure is None or np.isnan(exposure):
        return None
    return next(name for name, limit, _ in _BANDS if exposure <= limit + 1e-9)
