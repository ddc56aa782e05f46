"""Where each stock and each purchase gets its goods, and whether they come from anywhere at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.disruption.what.policy import Policy
from sim.scenario.checks import instants, owners
from sim.scenario.customer import Customer
from sim.scenario.exposure import active, strikes
from sim.scenario.network import Link
from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.checks.case import Case
    from sim.scenario.network import Node
    from sim.scenario.tree import Step
    from sim.sourcing import Sourcing


def check(case: Case) -> None:
    """Resolve every source; report those that cannot be, goods that change owner, and circles."""
    links: dict[Node, tuple[Link, ...]] = {}
    for node, source in case.network.rules.items():
        found = _resolved(case, _path(case, node, source), node, source)
        found += _standby(case, node)
        if found:
            links[node] = found
    owners.check(case, links)
    stranded = _check_circles(case, links)
    instants.check(case, {node: found for node, found in links.items() if node not in stranded})


def _path(case: Case, node: Node, source: Sourcing | None) -> tuple[str, ...]:
    site, product = node
    buys = isinstance(case.scenario.sites[site], Customer)
    path = ("sites", site, "buys" if buys else "stock", product)
    return path if source is None else (*path, "from" if buys else "source")


def _standby(case: Case, node: Node) -> tuple[Link, ...]:
    """Where the plans of a stock for disruptions would order from."""
    stock = case.stocks.get(node)
    links: tuple[Link, ...] = ()
    for number, plan in enumerate(() if stock is None else stock.on_disruption):
        path: tuple[Step, ...] = ("sites", node[0], "stock", node[1], "on_disruption", number, "source")
        links += () if plan.source is None else _resolved(case, path, node, plan.source)
    for name, number, effect in changes(case, node):
        path = ("disruptions", name, "what", number, "source")
        links += () if effect.source is None else _resolved(case, path, node, effect.source)
    return links


def changes(case: Case, node: Node) -> Iterator[tuple[str, int, Policy]]:
    """What active disruptions change in the policy of a stock: the disruption, the effect's place in it, the effect."""
    for name in active(case.scenario) if set(case.scenario.active) <= case.scenario.disruptions.keys() else ():
        for strike in strikes(case.scenario, name):
            if isinstance(strike.effect, Policy) and (strike.target.owner, strike.target.part) == node:
                yield name, strike.number, strike.effect


def _resolved(case: Case, path: tuple[Step, ...], node: Node, source: Sourcing | None) -> tuple[Link, ...]:
    site = node[0]
    if source is not None:
        doubtful = [name for name in source.sites if _is_broken(case, name)]
        wrong = [reason for name in source.sites if (reason := _wrong_source(case, node, name))]
        for reason in wrong:
            case.report(path, reason)
        if doubtful or wrong:
            return ()
    try:
        return case.network.resolve(node, source)
    except LookupError as reason:
        ambiguous = "several lanes" in str(reason)
        if ambiguous or not case.may_miss_lanes(site):
            case.report(path, str(reason), _advice(case, node, ambiguous=ambiguous), key=source is None)
    return ()


def _is_broken(case: Case, source: str) -> bool:
    return ("sites", source) in case.broken or ("lanes", source) in case.broken


def _wrong_source(case: Case, node: Node, source: str) -> str:
    """Why ``source`` cannot serve ``node``, or an empty text."""
    site, product = node
    scenario = case.scenario
    if source in scenario.sites and source in scenario.lanes:
        return f"{source!r} is a site and a lane: rename one of them"
    recipes = case.network.recipes_of(node)
    if source in recipes:
        twin = "site" if source in scenario.sites else "lane" if source in scenario.lanes else ""
        return f"{source!r} is a recipe and a {twin}: rename one of them" if twin else ""
    if source == site:
        return f"{site!r} cannot be its own source" + (f"; its recipes: {', '.join(recipes)}" if recipes else "")
    if isinstance(scenario.sites.get(source), Customer):
        return f"{source!r} is a customer and sells nothing"
    if source in scenario.sites and not case.has(source, product):
        return f"{source!r} does not have {product!r}"
    return _wrong_lane(case, node, source) if source in scenario.lanes else ""


def _wrong_lane(case: Case, node: Node, name: str) -> str:
    """Why a lane cannot serve ``node``, or an empty text."""
    site, product = node
    lane = case.scenario.lanes[name]
    if lane.destination != site:
        return f"the lane {name!r} leads to {lane.destination!r}, not to {site!r}"
    if not case.has(lane.origin, product):
        return f"the lane {name!r} comes from {lane.origin!r}, which does not have {product!r}"
    if lane.products is not None and product not in lane.products:
        return f"the lane {name!r} does not carry {product!r}"
    return ""


def _advice(case: Case, node: Node, *, ambiguous: bool) -> str:
    if ambiguous:
        return ""
    site, product = node
    sellers = sorted(
        name
        for name, products in case.products.items()
        if product in products and name != site and not isinstance(case.scenario.sites[name], Customer)
    )
    return f"{', '.join(sellers[:6])} {'has' if len(sellers) == 1 else 'have'} it" if sellers else "nobody else has it"


def _check_circles(case: Case, links: dict[Node, tuple[Link, ...]]) -> frozenset[Node]:
    """Report stocks that get goods only from each other, or are made of themselves; returns what none can reach."""
    ways = _ways(case, links)
    fed = _fed(ways)
    found = {node for node in ways if node not in fed and isinstance(case.scenario.sites[node[0]], StockingSite)}
    stranded = set(found)
    while stranded:
        circle = _circle(min(stranded), ways, stranded)
        stranded -= set(circle)
        if len(circle) > 1 or any(circle[0] in way for way in ways[circle[0]]):
            first = min(circle)
            turned = circle[circle.index(first) :] + circle[: circle.index(first)]
            at_one_site = len({site for site, _ in circle}) == 1
            names = " <- ".join(product if at_one_site else site for site, product in (*turned, first))
            message = f"goods only go round in a circle: {names}; nothing comes from outside"
            stock = case.stocks.get(first)
            path = ("sites", first[0], "stock", first[1]) if stock is not None else ("sites", first[0], "makes")
            case.report(path, message, key=True)
    return frozenset(found)


Way = tuple["Node", ...]
"""All that a node needs to get its product in one way: its seller, or every component."""


def _ways(case: Case, links: dict[Node, tuple[Link, ...]]) -> dict[Node, list[Way]]:
    """The ways in which each node that gets its goods from others can get them."""
    ways: dict[Node, list[Way]] = {}
    for node, found in links.items():
        for link in found:
            seller = ((link.seller, link.product),)
            ways.setdefault(node, []).append(seller if link.recipe is None else _components(case, link))
    for node in case.network.made_to_order:
        for recipe in case.network.recipes_of(node):
            ways.setdefault(node, []).append(_components(case, Link(node[0], node[0], node[1], None, recipe)))
    return ways


def _components(case: Case, link: Link) -> Way:
    made = case.network.recipe(link.seller, link.recipe or "")
    return tuple((link.seller, product) for product in sorted(made.components))


def _fed(ways: dict[Node, list[Way]]) -> set[Node]:
    """What goods can reach: suppliers, stocks that are never replenished, and all that these feed."""
    needs: dict[Node, list[tuple[Node, int]]] = {}
    missing: dict[tuple[Node, int], int] = {}
    waiting: list[Node] = []
    for node, options in ways.items():
        for number, way in enumerate(options):
            missing[(node, number)] = len(set(way))
            if not way:
                waiting.append(node)
            for needed in set(way):
                needs.setdefault(needed, []).append((node, number))
    waiting += [node for node in needs if node not in ways]
    fed = set(waiting)
    while waiting:
        for option in needs.get(waiting.pop(), ()):
            missing[option] -= 1
            if not missing[option] and option[0] not in fed:
                fed.add(option[0])
                waiting.append(option[0])
    return fed


def _circle(start: Node, ways: dict[Node, list[Way]], stranded: set[Node]) -> list[Node]:
    """Follow first sources from ``start`` until a node comes again; the nodes from there on, buyers first."""
    path: dict[Node, None] = {}
    node = start
    while node not in path:
        path[node] = None
        following = [needed for way in ways[node] for needed in way if needed in stranded]
        if not following:
            return [node]
        node = following[0]
    found = list(path)
    return found[found.index(node) :]
