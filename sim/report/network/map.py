"""Maps: who delivers to whom, and how much, taken from a scenario or from a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.errors import UsageError
from sim.scenario.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from sim.results import Run
    from sim.scenario import Scenario

Arrow = tuple[str, str]
"""From whom to whom: names of places."""


@dataclass(frozen=True, slots=True)
class Place:
    """A site, or several of one sort that are drawn as one.

    Attributes:
        name: Name of the site; of several, a name that no site has.
        kind: ``supplier``, ``factory``, ``warehouse`` or ``customer``.
        region: Where it is; None where nobody says, or where they differ.
        members: The sites that it stands for, sorted.
    """

    name: str
    kind: str
    region: str | None
    members: tuple[str, ...]


@dataclass(frozen=True)
class Map:
    """Places and the arrows between them.

    Attributes:
        title: What is shown, in one line.
        legend: What the width of an arrow means, in one line; ``{}`` stands for the largest flow.
        places: All places, sorted by name.
        flows: What flows along each arrow, as the legend counts it; 0 where a way is open and not used.
    """

    title: str
    legend: str
    places: tuple[Place, ...]
    flows: Mapping[Arrow, float]


def of_scenario(scenario: Scenario) -> Map:
    """The map of a scenario: flows are those that mean demand asks for if nothing is lost."""
    network = Network(scenario)
    rows = []
    for node, links in network.links.items():
        shares = network.shares(node)
        for link, share in zip(links, shares, strict=True):
            if link.recipe is None:
                rows.append((link.seller, link.buyer, link.product, share * network.mean_demand[node]))
    products = scenario.products
    flows = [
        (origin, destination, products[name].unit, rate, rate * products[name].weight)
        for origin, destination, name, rate in rows
    ]
    sites = [(name, site.kind, site.region) for name, site in sorted(scenario.sites.items())]
    return _map(scenario.name, "mean demand", scenario.time.unit, sites, flows)


def of_run(run: Run) -> Map:
    """The map of a run: flows are those of the first replication, measured over the measuring period.

    Raises:
        UsageError: The first replication did not finish, or what it looked like was not kept.
    """
    if run.scene is None:
        raise UsageError("what the first replication looked like was not kept: run the scenario again")
    title = "-".join(filter(None, (run.identity.scenario, run.identity.variant)))
    return of_flows(title, run.time_unit, run.scene.sites, run.scene.flows)


def of_flows(title: str, time_unit: str, sites: pd.DataFrame, flows: pd.DataFrame) -> Map:
    """The map of what flowed in a first replication; ``sites`` and ``flows`` are tables of a ``Scene``."""
    columns = ("origin", "destination", "unit", "rate", "mass")
    rows = list(zip(*(flows[name].tolist() for name in columns), strict=True))
    kinds = zip(*(sites[name].tolist() for name in ("site", "kind", "region")), strict=True)
    places = [(site, kind, region if isinstance(region, str) else None) for site, kind, region in kinds]
    return _map(title, "flow in the first replication", time_unit, places, rows)


def _map(
    title: str,
    what: str,
    time_unit: str,
    sites: Iterable[tuple[str, str, str | None]],
    rows: list[tuple[str, str, str, float, float]],
) -> Map:
    """A map of flows that are added up over products: as such if all have one unit, else by weight if all have one."""
    used = {unit for *_, unit, rate, _ in rows if rate > 0} or {unit for *_, unit, _, _ in rows}
    weighed = all(mass > 0 for *_, rate, mass in rows if rate > 0)
    by_weight = len(used) > 1 and weighed
    unit = "kg" if by_weight else used.pop() if len(used) == 1 else "any"
    flows: dict[Arrow, float] = {}
    for origin, destination, _, rate, mass in sorted(rows):
        arrow = (origin, destination)
        flows[arrow] = flows.get(arrow, 0.0) + (mass if by_weight else rate)
    places = tuple(Place(name, kind, region, (name,)) for name, kind, region in sites)
    counted = {"each": f"units per {time_unit}", "any": f"units of all products per {time_unit}"}
    amount = counted.get(unit, f"per {time_unit} (unit: {unit})".replace("{", "{{").replace("}", "}}"))
    return Map(title, f"{what}; the widest is {{}} {amount}", places, flows)
