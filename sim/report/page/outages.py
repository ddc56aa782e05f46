"""The pictures of a stress test's page: the network by exposure, the ranking, who is hit, and how service recovers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.report import style
from sim.report.figures import exposure
from sim.report.page.chart import Chart, Line
from sim.report.page.figure import Figure, Gallery, Mark
from sim.report.page.image import image
from sim.report.page.recovery import MOST
from sim.report.page.wording import counted, listed
from sim.report.stress import HALF, span
from sim.report.tables import number_text
from sim.report.windows import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from sim.results.stress import Stress

_WITH, _WITHOUT, _OUT = style.VERMILION, style.BLUE, "#f6d8c3"
_POINTS: Final = 150_000
"""The most points of all lines of a page together; with more, every second, third ... bucket is drawn."""


def galleries(stress: Stress) -> list[Gallery]:
    """All pictures that have something to show."""
    found = [
        _drawn(
            stress,
            exposure.draw_network,
            Gallery(
                "network",
                "Network",
                "Each site in the colour of its risk exposure index: what its outage costs, beside the worst; blue: "
                "it was not taken out. Arrows are as wide as what flowed in the first replication without an outage.",
                (),
            ),
            ("What it costs when a site is out", _network_words(stress)),
        ),
        _drawn(
            stress,
            exposure.draw_ranking,
            Gallery("ranking", "Lost profit", "Operating profit lost by each outage, with its interval.", ()),
            ("Lost profit by outage", _ranking_words(stress)),
        ),
        _drawn(
            stress,
            exposure.draw_heat_map,
            Gallery(
                "ripple",
                "Ripple",
                "Who is hit by whose outage: the darker, the more often; the figure says how much later than the "
                "origin, as a median over the replications in which it was hit.",
                (),
            ),
            ("Who is hit by whose outage, and how much later", _ripple_words(stress)),
        ),
        _recoveries(stress),
    ]
    return [gallery for gallery in found if gallery is not None]


def _drawn(
    stress: Stress, draw: Callable[[Stress], style.Picture], gallery: Gallery, said: tuple[str, str]
) -> Gallery | None:
    """A gallery of one picture; None where it has nothing to show."""
    try:
        picture = draw(stress)
    except style.NothingToShowError:
        return None
    figure = Figure(said[0], image(picture, said[1]), wide=True)
    return Gallery(gallery.key, gallery.title, gallery.text, [figure])


def _recoveries(stress: Stress) -> Gallery | None:
    """The service of the network while each of the worst is out, replication by replication."""
    names = [str(name) for name in stress.outages["name"].head(exposure.WORST)]
    chosen = stress.curves[stress.curves["name"].isin(names) & (stress.curves["replication"] < MOST)]
    if chosen.empty:
        return None
    every = 1 + 2 * len(chosen) // _POINTS
    lines = {name: _lines(chosen[chosen["name"] == name], every) for name in names}
    start, end = stress.provenance.period
    until = end or float(chosen["time"].max())
    every_line = [line for of in lines.values() for line in of]
    whole = Chart("", "share", every_line, until, "", start).range()
    figures = []
    for name in names:
        window = Window(name, stress.start, stress.start + stress.lasts[name])
        title = f"Demand served in time while {name} is out"
        chart = Chart(title, "share", lines[name], until, _recovery_words(stress, name), start, (window,), whole)
        figures.append(Figure.of(chart))
    number = min(stress.replications, MOST)
    text = (
        f"The share of customers' demand that was served in time, for the {counted(len(names), 'outage')} that cost "
        f"most, all on one scale: one thin line for each of {counted(number, 'replication')}, with the outage and "
        "without it on the same luck. What happened is one of these lines, not their mean."
    )
    legend = [Mark("with the outage", _WITH), Mark("without it", _WITHOUT), Mark("out", _OUT, area=True)]
    return Gallery("recovery", "Recovery curves: every replication", text, figures, legend, columns=2)


def _lines(frame: pd.DataFrame, every: int) -> list[Line]:
    found = []
    count = max(frame["replication"].nunique(), 1)
    opacity = 1.0 if count == 1 else min(0.9, max(0.3, 4.0 / count))
    for column, colour, label in (("baseline", _WITHOUT, "without"), ("performance", _WITH, "with")):
        for number, own in frame.groupby("replication", sort=True):
            times, values = (own[key].to_numpy(dtype=np.float64)[::every] for key in ("time", column))
            width = float(np.min(np.diff(times))) if times.size > 1 else 0.0
            # A level of a bucket holds from its beginning to its end: steps, not slopes.
            steps = np.repeat(times, 2) + np.tile([0.0, width], times.size)
            found.append(Line(f"replication {number} {label}", steps, np.repeat(values, 2), colour, opacity=opacity))
    return found


def _recovery_words(stress: Stress, name: str) -> str:
    row = stress.outages[stress.outages["name"] == name].iloc[0]
    frame = stress.curves[stress.curves["name"] == name]
    low = float(np.nanmin(frame["performance"])) if frame["performance"].notna().any() else float("nan")
    back = (
        "it is not back before the run ends"
        if row["unrecovered"]
        else f"it is back {span(row['time_to_recover'], stress.time_unit)} after the start"
        if row["time_to_recover"] > 0.0
        else "it stays within its band"
    )
    return (
        f"Share of customers' demand served in time while {name} is out, after {span(stress.start, stress.time_unit)} "
        f"for {span(stress.lasts[name], stress.time_unit)}: {counted(stress.replications, 'line')} "
        f"with the outage, as many without. Lowest of all: {low:.1%}; in the median {back}."
    )


def _network_words(stress: Stress) -> str:
    sites = stress.outages[stress.outages["kind"] != "lane"].head(3)
    told = [f"{name} {index:.2f}" for name, index in zip(sites["name"], sites["exposure"], strict=True)]
    worst = f" Highest risk exposure: {listed(told)}." if told else " Only lanes were taken out."
    return f"Map of the network: {counted(len(stress.sites), 'site')}, with {counted(len(stress.flows), 'way')}.{worst}"


def _ranking_words(stress: Stress) -> str:
    top = stress.outages.head(5)
    told = [
        f"{name} {number_text(float(f'{lost:.5g}'))}"
        for name, lost in zip(top["name"], top["lost_profit"], strict=True)
    ]
    return f"Bars of the operating profit that each outage costs, in {stress.currency}, longest first: {listed(told)}."


def _ripple_words(stress: Stress) -> str:
    hit = stress.ripple[(stress.ripple["reached"] >= HALF) & (stress.ripple["node"] != stress.ripple["name"])]
    counts = hit.groupby("name", sort=False)["node"].nunique().sort_values(ascending=False, kind="stable").head(3)
    told = [f"{name} reaches {counted(int(count), 'place')}" for name, count in counts.items()]
    return f"Heat map of who is hit by whose outage. {listed(told) or 'None is hit in half of the replications'}."
