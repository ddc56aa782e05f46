"""Machines: how long they were in which state, and a Gantt chart of what they made. Of the first replication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.errors import UsageError
from sim.names import nearest
from sim.report import style, tables
from sim.report.figures.shading import shade
from sim.report.windows import windows

if TYPE_CHECKING:
    import pandas as pd

    from sim.results import Run

MOST: Final = 30
"""The most bars of one picture."""
_JOBS: Final = 40
"""How many stretches of the busiest machine a Gantt chart shows, where nobody says from when until when."""
_STATES: Final = {
    "busy": style.BLUE,
    "setup": style.ORANGE,
    "blocked": style.PURPLE,
    "down": style.VERMILION,
    "disrupted": "#222222",
    "off": "#C8C8C8",
    "idle": "#F2F2F2",
}
"""States in the order in which they are stacked."""
_MORE: Final = (style.GREEN, style.SKY, style.YELLOW, "#5B3A29", "#444444")
_FURTHER: Final = (("#5B3A29", ""), ("#BDBDBD", ""), ("#F0F0F0", "...."), ("#7A7A7A", ""), ("#F0F0F0", "\\\\\\\\"))
_HATCHES: Final = {"setup": "////", "blocked": "xxxx", "down": "", "disrupted": "++++", "off": ""}
_TONES: Final = {"setup": "white", "blocked": "white", "down": "#333333", "disrupted": "white", "off": "#E6E6E6"}
"""How a Gantt chart shows states in which nothing is made: in white, grey and black, since colours are products."""


def draw_utilisation(run: Run, group: str | None = None) -> style.Picture:
    """The share of the measuring period that each line (supplier of limited capacity, fleet) was in each state.

    Args:
        run: The run.
        group: Only this site or line, or this line of a site as ``site/line``.

    Raises:
        UsageError: There is no such line, or the run has no resources; says what comes nearest.
    """
    spells = _spells(run, group)
    start, end = run.period
    time = np.minimum(spells["until"], end) - np.maximum(spells["since"], start)
    frame = spells.assign(time=np.maximum(time, 0.0))
    table = frame.pivot_table(index="group", columns="state", values="time", aggfunc="sum", observed=True).fillna(0.0)
    shares = table.div(table.sum(axis="columns"), axis="index")
    further = sorted(set(shares.columns) - set(_STATES))
    colours = {**_STATES, **{state: _MORE[number % len(_MORE)] for number, state in enumerate(further)}}
    order = ["busy", *further, *[state for state in _STATES if state != "busy"]]
    states = [state for state in order if state in shares.columns and shares[state].max() > 0]
    count = len(shares)
    at_work = 1.0 - shares.reindex(columns=["idle", "off", "disrupted"]).fillna(0.0).sum(axis="columns")
    shares = shares.loc[at_work.sort_values(ascending=False, kind="stable").index[:MOST]]
    title = "Utilisation" if count <= MOST else f"Utilisation: the {MOST} busiest of {count}"
    places, left = np.arange(len(shares)), np.zeros(len(shares))
    with style.style():
        figure = style.sheet(title, f"{tables.title(run)}; first replication", 8, 1.6 + 0.3 * max(len(shares), 2))
        ax = figure.subplots()
        for state in states:
            values = shares[state].to_numpy(dtype=np.float64)
            ax.barh(
                places, values, left=left, color=colours[state], height=0.66, label=state,
                edgecolor=style.GREY if state == "idle" else "none", linewidth=0.4,
            )  # fmt: skip
            for place in np.flatnonzero(values >= 0.06).tolist():
                dark = state in {"busy", "down", "disrupted"}
                middle = left[place] + values[place] / 2
                ax.text(
                    middle, place, f"{values[place]:.0%}", ha="center", va="center", size=7,
                    color="white" if dark else style.INK,
                )  # fmt: skip
            left = left + values
        ax.set_yticks(places, [style.shortened(str(name), 32) for name in shares.index])
        ax.set_ylim(len(shares) - 0.5, -0.5)
        ax.set_xlim(0.0, 1.0)
        ax.grid(visible=False, axis="y")
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        ax.set_xlabel("share of the measuring period")
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=min(5, len(states)))
    return figure


def draw_gantt(
    run: Run, group: str | None = None, start: float | None = None, end: float | None = None
) -> style.Picture:
    """What each machine made and when, product by product.

    Args:
        run: The run.
        group: Only this site, line or machine: ``press``, ``plant/press`` or ``plant/press/1``.
        start: From when, in time units; None for the end of the warm-up.
        end: Until when; None for as long as can be read.

    Raises:
        UsageError: There is no such line, the run has no resources, or nothing lies between ``start`` and ``end``.
    """
    spells = _spells(run, group)
    lines: dict[str, list[str]] = {}
    for name, line in zip(spells["resource"], spells["group"], strict=True):
        lines.setdefault(line, []).append(name)
    # The ledger numbers lines downstream first; a job is read from the top.
    names = [name for line in reversed(lines) for name in dict.fromkeys(lines[line])]
    shown = names[:MOST]
    spells = spells[spells["resource"].isin(shown)]
    begin = run.period[0] if start is None else float(start)
    last = _legible(spells, begin, run.period[1]) if end is None else min(float(end), run.period[1])
    if not begin < last:
        text = f"from {tables.number_text(begin)} to {tables.number_text(last)}"
        raise UsageError(f"there is nothing to draw {text}: the run ends at {tables.number_text(run.period[1])}")
    spells = spells[(spells["until"] > begin) & (spells["since"] < last) & (spells["state"] != "idle")]
    window = f"{run.time_unit} {_rounded(begin)} to {_rounded(last)}"
    more = f"; {MOST} of {len(names)} machines" if len(names) > MOST else ""
    title = f"Gantt chart: {window}{more}"
    with style.style():
        figure = style.sheet(title, f"{tables.title(run)}; first replication", 10, 1.7 + 0.36 * max(len(shown), 2))
        ax = figure.subplots()
        for label, colour, hatch, chosen in _sorts(spells):
            rows = [shown.index(name) for name in chosen["resource"]]
            since = np.maximum(chosen["since"].to_numpy(dtype=np.float64), begin)
            until = np.minimum(chosen["until"].to_numpy(dtype=np.float64), last)
            ax.barh(
                rows, until - since, left=since, height=0.66, color=colour, hatch=hatch, label=label,
                edgecolor="white" if not hatch else style.GREY, linewidth=0.5,
            )  # fmt: skip
        ax.set_yticks(range(len(shown)), [style.shortened(str(name), 32) for name in shown])
        ax.set_ylim(len(shown) - 0.5, -0.5)
        ax.set_xlim(begin, last)
        shade(ax, windows([run]), 8.5)
        ax.grid(visible=False, axis="y")
        ax.xaxis.set_major_formatter(lambda value, _: tables.number_text(float(f"{value:.9g}")))
        ax.set_xlabel(f"time ({run.time_unit}s)")
        handles, _ = ax.get_legend_handles_labels()
        if handles:
            ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=min(8, len(handles)))
    return figure


def _rounded(instant: float) -> str:
    return tables.number_text(float(f"{instant:.5g}"))


def _spells(run: Run, group: str | None) -> pd.DataFrame:
    """The spells of one site, line or machine, or all."""
    if run.scene is None or run.scene.work.empty:
        raise style.NothingToShowError("nothing in this run has limited capacity: there are no machines to show")
    spells = run.scene.work.astype(dict.fromkeys(("resource", "group", "site", "state"), "str"))
    if group is None:
        return spells
    line = spells["group"].str.rpartition("/")[2]
    chosen = (spells["resource"] == group) | (spells["group"] == group) | (spells["site"] == group) | (line == group)
    if not chosen.any():
        known = sorted({*spells["resource"], *spells["group"], *spells["site"], *line})
        raise UsageError(f"there is no line or machine {group!r}; {nearest(str(group), known)}")
    return spells[chosen]


def _legible(spells: pd.DataFrame, begin: float, end: float) -> float:
    """Until when a chart from ``begin`` on can be read: until the busiest machine has had 40 jobs."""
    working = spells[(spells["state"] != "idle") & (spells["until"] > begin)]
    nth = working.groupby("resource", observed=True)["until"].apply(
        lambda until: float(until.sort_values().iloc[_JOBS - 1]) if len(until) >= _JOBS else end
    )
    return float(min([end, *nth]))


def _sorts(spells: pd.DataFrame) -> list[tuple[str, object, str, pd.DataFrame]]:
    """What is drawn alike: label, colour, hatch and rows; products first, then states in which nothing is made."""
    product = spells["product"].astype("object")
    made = product.notna() & (spells["state"] == "busy")
    products = sorted({str(name) for name in product[product.notna()]})
    colours = style.colours_of(products)
    found: list[tuple[str, object, str, pd.DataFrame]] = []
    for name in products:
        chosen = spells[made & (product == name)]
        if len(chosen):
            found.append((name, colours[name], "", chosen))
    rest = spells[~made]
    further = sorted(set(rest["state"]) - set(_TONES))
    for number, state in enumerate([*further, *(name for name in _TONES if name in set(rest["state"]))]):
        tone, hatch = _FURTHER[number % len(_FURTHER)]
        chosen = rest[rest["state"] == state]
        found.append(
            (state, _TONES.get(state, tone), _HATCHES.get(state, hatch if state not in _TONES else ""), chosen)
        )
    return found
