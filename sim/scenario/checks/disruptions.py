"""Disruptions: places at which an effect can do nothing, and disruptions that follow none that strikes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.disruption.what.capacity import Capacity
from sim.disruption.what.closure import Closure
from sim.names import nearest
from sim.scenario.exposure import Target, targets
from sim.scenario.supplier import Supplier

if TYPE_CHECKING:
    from sim.disruption.what import Effect, Sort
    from sim.scenario.checks.case import Case
    from sim.scenario.disruption import Disruption, Where
    from sim.scenario.tree import Step

_WORDS: Final[dict[Sort, str]] = {
    "supply": "what a supplier sells",
    "stock": "a stock",
    "recipe": "a recipe",
    "line": "a line",
    "dock": "a dock",
    "purchase": "what a customer buys",
    "lane": "a lane",
    "fleet": "the vehicles of a carrier",
}


def check(case: Case) -> None:
    """Check the catalogue, and which disruptions are active."""
    for name, disruption in sorted(case.scenario.disruptions.items()):
        _follows(case, name, disruption)
        for place, where in enumerate(disruption.where):
            if not _part(case, ("disruptions", name, "where", place), where):
                continue
            for number, effect in enumerate(disruption.what):
                _effect(case, name, (place, where), (number, effect))


def _follows(case: Case, name: str, disruption: Disruption) -> None:
    path = ("disruptions", name, "when", "of")
    known, seen, cause = case.scenario.disruptions, [name], disruption.when.follows
    if cause is not None and name in case.scenario.active and cause in known and cause not in case.scenario.active:
        case.report(path, f"{name!r} is active and follows {cause!r}, which is not", f"make {cause!r} active, too")
    while cause is not None and cause in known:
        if cause in seen:
            if name == min(seen[seen.index(cause) :]):  # told once, and not of what only leads into it
                case.report(path, f"a circle: {' follows '.join([*seen, cause])}", "let one of them come by itself")
            return
        seen.append(cause)
        cause = known[cause].when.follows


def _part(case: Case, path: tuple[Step, ...], where: Where) -> bool:
    """Refuses lines and products that a place does not have, and groups of nobody; returns whether all is there."""
    name = where.site or where.name or ""
    site = case.scenario.sites.get(name)
    lines = getattr(site, "lines", None) or ()
    if where.line is not None and site is not None and where.line not in lines:
        case.report((*path, "line"), f"{name!r} has no line {where.line!r}", nearest(where.line, lines))
        return False
    if where.product is not None and site is not None and not case.has(name, where.product):
        case.report((*path, "product"), f"{name!r} has no {where.product!r}", _list(case.products[name]))
        return False
    if where.region is not None or where.tag is not None:
        sites = case.scenario.sites.values()
        if not any(where.region in (None, of.region) and (where.tag is None or where.tag in of.tags) for of in sites):
            said = {key: getattr(where, key) for key in ("region", "tag") if getattr(where, key) is not None}
            known = (
                {of.region for of in sites if of.region}
                if where.tag is None
                else {tag for of in sites for tag in of.tags}
            )
            hint = nearest(next(iter(said.values())), known) if len(said) == 1 else ""
            case.report(path, f"no site has the {' and the '.join(f'{key} {of!r}' for key, of in said.items())}", hint)
            return False
    return True


def _list(names: object) -> str:
    known = sorted(names) if isinstance(names, dict | frozenset | tuple) else []
    return f"it has {', '.join(known[:12])}" if known else ""


def _effect(case: Case, name: str, place: tuple[int, Where], numbered: tuple[int, Effect]) -> None:
    number, effect = numbered
    if case.broken:
        return  # what it would strike may be among what could not be read
    found = tuple(targets(case.scenario, place[1], effect))
    path = ("disruptions", name, "what", number)
    if not found:
        where = ("disruptions", name, "where", place[0])
        acts_on = ", ".join(_WORDS[sort] for sort in effect.acts_on)
        case.report(where, f"{effect.name!r} can do nothing here", f"it acts on {acts_on}")
    for target in found:
        if isinstance(effect, Capacity) and target.sort == "supply":
            _capacity(case, path, effect, target)
        if isinstance(effect, Closure) and target.sort == "supply":
            _refusal(case, path, effect, target)
            _loss(case, path, effect, target)


def _capacity(case: Case, path: tuple[Step, ...], effect: Capacity, target: Target) -> None:
    site = case.scenario.sites[target.owner]
    if isinstance(site, Supplier) and site.supplies[target.part].capacity is None and effect.left not in (0.0, 1.0):
        message = (
            f"{target.owner!r} has no limit of capacity for {target.part!r} of which {effect.left:g} could be left"
        )
        case.report((*path, "left"), message, "state its 'capacity', or let nothing be left")


def _refusal(case: Case, path: tuple[Step, ...], effect: Closure, target: Target) -> None:
    site = case.scenario.sites[target.owner]
    if isinstance(site, Supplier) and site.supplies[target.part].stock is not None and effect.orders == "refuse":
        message = f"{target.owner!r} has promised {target.part!r} out of a finite stock, and cannot refuse it"
        case.report((*path, "orders"), message, "hold the orders")


def _loss(case: Case, path: tuple[Step, ...], effect: Closure, target: Target) -> None:
    site = case.scenario.sites[target.owner]
    if not isinstance(site, Supplier) or effect.in_process != "lose":
        return
    supply = site.supplies[target.part]
    if supply.capacity is not None and supply.lead_time.support[1] <= 0.0:
        message = f"{target.owner!r} goes on afterwards with the {target.part!r} that its limited capacity is busy with"
        case.report((*path, "in_process"), message, "only what has a 'lead_time' can be lost", severity="warning")
