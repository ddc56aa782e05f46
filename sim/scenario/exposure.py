"""Exposure: which things each active disruption strikes, effect by effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sim.scenario.customer import Customer
from sim.scenario.factory import Factory
from sim.scenario.supplier import Supplier
from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.disruption.what import Effect, Sort
    from sim.scenario.disruption import Disruption, Where
    from sim.scenario.document import AnySite, Scenario


class Target(NamedTuple):
    """A thing that can be struck.

    Attributes:
        sort: What it is.
        owner: The site, lane or carrier that it belongs to.
        part: The product, recipe, line or dock of the site; empty of a lane or carrier as a whole.
    """

    sort: Sort
    owner: str
    part: str

    def __str__(self) -> str:
        return f"{self.owner}/{self.part}" if self.part else self.owner


@dataclass(frozen=True, slots=True)
class Strike:
    """One effect of a disruption on one thing.

    Attributes:
        disruption: Name of the disruption.
        effect: What it does.
        number: Place of the effect in the disruption's list, from 0.
        target: What it strikes.
    """

    disruption: str
    effect: Effect
    number: int
    target: Target

    @property
    def name(self) -> str:
        """The name by which the ledger tells it: ``frost/capacity/grove/oranges``."""
        again = f"-{self.number + 1}" if self.number else ""
        # A line or a recipe may have the name of a product that is stocked beside it.
        sort = f" ({self.target.sort})" if self.target.sort in ("line", "recipe", "dock") else ""
        return f"{self.disruption}/{self.effect.name}{again}/{self.target}{sort}"


def active(scenario: Scenario) -> dict[str, Disruption]:
    """The disruptions that may strike, sorted by name."""
    return {name: scenario.disruptions[name] for name in sorted(scenario.active)}


def is_foreseen(scenario: Scenario, name: str) -> bool:
    """Whether the windows of a disruption are known before the run: neither it nor what it follows is a condition."""
    seen, trigger = {name}, scenario.disruptions[name].when
    while trigger.follows in scenario.disruptions and trigger.follows not in seen:
        seen.add(str(trigger.follows))
        trigger = scenario.disruptions[str(trigger.follows)].when
    return trigger.is_foreseen


def strikes(scenario: Scenario, name: str) -> tuple[Strike, ...]:
    """All that a disruption does, sorted by effect and target; nothing twice."""
    disruption = scenario.disruptions[name]
    return tuple(
        Strike(name, effect, number, target)
        for number, effect in enumerate(disruption.what)
        for target in sorted({found for where in disruption.where for found in targets(scenario, where, effect)})
    )


def targets(scenario: Scenario, where: Where, effect: Effect) -> Iterator[Target]:
    """The things at a place that an effect can act on."""
    for owner in _owners(scenario, where):
        found = [
            target for target in _things(scenario, owner) if target.sort in effect.acts_on and _is_meant(target, where)
        ]
        if not effect.takes_all:
            first = next((sort for sort in effect.acts_on if any(target.sort == sort for target in found)), None)
            found = [target for target in found if target.sort == first]
        yield from found


def _owners(scenario: Scenario, where: Where) -> Iterator[tuple[str, str]]:
    """The sites, lanes and carriers that are meant, each as what it is and its name."""
    for kind, things in (("site", scenario.sites), ("lane", scenario.lanes), ("carrier", scenario.carriers)):
        said = getattr(where, kind)
        if said is not None:
            yield kind, said
        elif where.name in things:
            yield kind, str(where.name)
    if where.region is not None or where.tag is not None:
        for name, site in sorted(scenario.sites.items()):
            if where.region in (None, site.region) and (where.tag is None or where.tag in site.tags):
                yield "site", name


def _things(scenario: Scenario, owner: tuple[str, str]) -> Iterator[Target]:
    kind, name = owner
    if kind == "lane":
        yield Target("lane", name, "")
    elif kind == "carrier":
        yield Target("fleet", name, "")
    else:
        yield from _parts(name, scenario.sites[name])


def _parts(name: str, site: AnySite) -> Iterator[Target]:
    if isinstance(site, Supplier):
        yield from (Target("supply", name, product) for product in site.supplies)
    if isinstance(site, Customer):
        yield from (Target("purchase", name, product) for product in site.buys)
    if isinstance(site, Factory):
        yield from (Target("line", name, line) for line in site.lines)
        yield from (Target("recipe", name, recipe) for recipe in site.makes)
    if isinstance(site, StockingSite):
        yield from (Target("stock", name, product) for product in site.stock)
        docks = (("receiving", site.receiving), ("shipping", site.shipping))
        yield from (Target("dock", name, dock) for dock, of in docks if of is not None and of.takes_turns)


def _is_meant(target: Target, where: Where) -> bool:
    """Whether a thing is among what a narrower place names."""
    if where.line is not None:
        return target.sort == "line" and target.part == where.line
    if where.product is not None:
        return target.sort in ("supply", "stock", "purchase", "recipe", "lane") and target.part in (where.product, "")
    return True
