"""The network of each run, its places coloured by how they are doing in one KPI."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.errors import UsageError
from sim.names import nearest
from sim.report.network import Shades, draw, grouped, of_run
from sim.report.page.figure import Figure, Gallery
from sim.report.page.image import image
from sim.report.page.wording import counted, figure, listed, named
from sim.report.tables import rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.report.network import Place
    from sim.results.run import Run
    from sim.results.scene import Scene

COLOUR: Final = "fill_rate"
"""The KPI that colours the places where nobody chooses one."""
MOST: Final = 6
"""The most networks that are drawn."""
_COLOURS: Final = ("#D55E00", "#E69F00", "#F3D9A4", "#9CCBEA", "#0072B2")
"""From what needs a look to what needs none; told apart however one sees colours. Blue to vermilion."""
_SERVICE: Final = (0.90, 0.95, 0.98, 0.995)
"""Borders between the colours of a KPI that is a share and should be high."""


def gallery(runs: Mapping[str, Run], kpi: str = COLOUR) -> Gallery | None:
    """The networks of the runs; None where the first replication of none of them finished.

    Raises:
        UsageError: There is no such KPI by site; names the nearest.
    """
    shown = {label: run for label, run in list(runs.items())[:MOST] if run.scene is not None}
    if not shown:
        return None
    values = {label: _values(run, kpi) for label, run in shown.items()}
    if kpi == COLOUR:
        for label, run in shown.items():
            for site, product in made_to_order(run):
                if product is None:
                    values[label].pop(site, None)
    known = sorted({str(name) for run in shown.values() for name in rows(run.kpis, "site")["kpi"].dropna()})
    if kpi != COLOUR and kpi not in known:
        raise UsageError(f"places cannot be coloured by {kpi!r}; {nearest(kpi, known)}")
    unit, better = _declared(shown, kpi)
    borders = _borders([value for own in values.values() for value in own.values()], unit, better)
    figures, same, base = [], [], None
    for label, run in shown.items():
        paint = _paint(run, values[label], borders, better)
        if base is not None and paint == base:
            same.append(label)
            continue
        base = paint if base is None else base
        title = (
            f"{named(kpi).capitalize()} by site" if len(runs) == 1 else f"{named(kpi).capitalize()} by site: {label}"
        )
        figures.append(_figure(title, run, values[label], kpi, (paint, _legend(borders, unit, better))))
    text = (
        f"Colour tells the {named(kpi)} of each site, from blue (needs no look) to vermilion (look here); grey: it has "
        f"none{', or makes to order' if kpi == COLOUR else ''}. "
        "A stack of sites has the colour of its mean. Arrows are as wide as what flowed in the first replication."
    )
    if same:
        text += f" Every place has the same colour in {listed(same)} as in {next(iter(shown))}."
    if len(runs) > len(shown):
        text += f" Looked at are {len(shown)} of {counted(len(runs), 'variant')}."
    return Gallery("network", "Network", text, figures)


def _values(run: Run, kpi: str) -> dict[str, float]:
    found = rows(run.kpis[run.kpis["kpi"] == kpi], "site")
    found = found[found["category"].isna() & found["mean"].notna()]
    return {str(site): float(mean) for site, mean in zip(found["site"], found["mean"], strict=True)}


def _declared(runs: Mapping[str, Run], kpi: str) -> tuple[str, str]:
    """Unit of a KPI as the runs spell it, and which direction is better."""
    from sim.kpi import KINDS

    units = [str(unit) for run in runs.values() for unit in run.kpis.loc[run.kpis["kpi"] == kpi, "unit"].head(1)]
    return (units or [""])[0], KINDS[kpi].better if kpi in KINDS else "neither"


def _borders(values: Sequence[float], unit: str, better: str) -> tuple[float, ...]:
    """Four borders between five colours: fixed ones for service, else fifths of what there is."""
    if unit == "share" and better == "higher":
        return _SERVICE
    if not values:
        return ()
    found = np.quantile(np.array(values), [0.2, 0.4, 0.6, 0.8])
    return tuple(dict.fromkeys(float(f"{border:.2g}") for border in found.tolist()))


def made_to_order(run: Run) -> frozenset[tuple[str, str | None]]:
    """The stocks, as (site, product), and the sites, as (site, None), from which nobody can be served at once.

    Their fill rate is 0 by definition and tells nothing: what is made to order is owed from the order on. It is told
    from an empty shelf by being delivered on time.
    """
    found = {}
    for kpi in (COLOUR, "on_time_in_full"):
        chosen = run.kpis[(run.kpis["kpi"] == kpi) & run.kpis["site"].notna() & run.kpis["category"].isna()]
        columns = (chosen[name].tolist() for name in ("site", "product", "mean"))
        found[kpi] = {
            (str(site), product if isinstance(product, str) else None): float(mean)
            for site, product, mean in zip(*columns, strict=True)
        }
    on_time = found["on_time_in_full"]
    return frozenset(pair for pair, mean in found[COLOUR].items() if mean == 0 and on_time.get(pair, 0.0) > 0)


def _paint(run: Run, values: Mapping[str, float], borders: tuple[float, ...], better: str) -> dict[str, str]:
    """The colour of each place of the grouped map that has a value."""
    shown = {place.name: _mean(place, values) for place in grouped(of_run(run)).places}
    colours = _colours(borders, better)
    return {
        name: colours[int(np.searchsorted(borders, value, side="right"))]
        for name, value in shown.items()
        if value is not None
    }


def _colours(borders: tuple[float, ...], better: str) -> tuple[str, ...]:
    """As many colours as there are classes, from low to high."""
    spread = {0: (4,), 1: (0, 4), 2: (0, 2, 4), 3: (0, 1, 3, 4)}.get(len(borders), (0, 1, 2, 3, 4))
    colours = tuple(_COLOURS[number] for number in spread)
    return colours[::-1] if better == "lower" else colours


def _legend(borders: tuple[float, ...], unit: str, better: str) -> dict[str, str]:
    """What each colour means."""
    return dict(zip(_classes(borders, unit), _colours(borders, better), strict=True))


def _figure(
    title: str, run: Run, values: Mapping[str, float], kpi: str, painted: tuple[dict[str, str], dict[str, str]]
) -> Figure:
    paint, legend = painted
    entries = {words: colour for words, colour in legend.items() if colour in paint.values()}
    picture = draw(of_run(run), Shades(paint, entries))
    return Figure(title, image(picture, _spoken(run, values, kpi)), wide=True)


def kinds_of(scene: Scene) -> str:
    """How many sites of each kind there are, in words."""
    kinds = sorted(str(kind) for kind in scene.sites["kind"])
    many = {"factory": "factories"}
    return listed([counted(kinds.count(kind), kind, many.get(kind)) for kind in dict.fromkeys(kinds)])


def _mean(place: Place, values: Mapping[str, float]) -> float | None:
    known = [values[member] for member in place.members if member in values]
    return float(np.mean(known)) if known else None


def _classes(borders: tuple[float, ...], unit: str) -> list[str]:
    said = [figure(border, np.nan, unit) for border in borders]
    if not said:
        return ["known"]
    middle = [f"{low} to {high}" for low, high in pairwise(said)]
    return [f"below {said[0]}", *middle, f"{said[-1]} and more"]


def _spoken(run: Run, values: Mapping[str, float], kpi: str) -> str:
    """The network in words: how many of what, and who is doing worst."""
    assert run.scene is not None
    text = f"Map of the network: {kinds_of(run.scene)}, with {counted(len(run.scene.flows), 'way')} for goods."
    if not values:
        return f"{text} No site has a {named(kpi)}."
    unit, _ = _declared({"": run}, kpi)
    order = sorted(values, key=lambda site: (values[site], site))
    ends = [f"{site} {figure(values[site], np.nan, unit)}" for site in (order[:3] if len(order) > 3 else order)]
    return f"{text} Lowest {named(kpi)}: {listed(ends)}."
