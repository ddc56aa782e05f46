"""Where each stock and each purchase gets its goods, and whether they come from anywhere at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.checks import instants, owners
from sim.scenario.customer import Customer
from sim.scenario.supplier import Supplier
from sim.scenario.warehouse import Warehouse

if TYPE_CHECKING:
    from sim.scenario.checks.case import Case
    from sim.scenario.network import Link, Node
    from sim.sourcing import Sourcing


def check(case: Case) -> None:
    """Resolve every source; report those that cannot be, goods that change owner, and circles."""
    links: dict[Node, tuple[Link, ...]] = {}
    for node, source in case.network.rules.items():
        found = _resolved(case, node, source)
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


def _resolved(case: Case, node: Node, source: Sourcing | None) -> tuple[Link, ...]:
    site = node[0]
    path = _path(case, node, source)
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
    if source == site:
        return f"{site!r} cannot be its own source"
    if isinstance(scenario.sites.get(source), Customer):
        return f"{source!r} is a customer and sells nothing"
    if source in scenario.sites and not case.has(source, product):
        return f"{source!r} does not have {product!r}"
    if source in scenario.lanes:
        lane = scenario.lanes[source]
        if lane.destination != site:
            return f"the lane {source!r} leads to {lane.destination!r}, not to {site!r}"
        if not case.has(lane.origin, product):
            return f"the lane {source!r} comes from {lane.origin!r}, which does not have {product!r}"
        if lane.products is not None and product not in lane.products:
            return f"the lane {source!r} does not carry {product!r}"
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
    """Report stocks that get their goods only from each other; returns all stocks that no goods can reach."""
    fed = _fed(case, links)
    found = {node for node in links if node not in fed and isinstance(case.scenario.sites[node[0]], Warehouse)}
    stranded = set(found)
    while stranded:
        circle = _circle(min(stranded), links, stranded)
        stranded -= set(circle)
        if len(circle) > 1 or circle[0] in {(link.seller, link.product) for link in links[circle[0]]}:
            first = min(circle)
            turned = circle[circle.index(first) :] + circle[: circle.index(first)]
            names = " <- ".join(site for site, _ in (*turned, first))
            message = f"goods only go round in a circle: {names}; nothing comes from outside"
            case.report(("sites", first[0], "stock", first[1]), message, key=True)
    return frozenset(found)


def _fed(case: Case, links: dict[Node, tuple[Link, ...]]) -> set[Node]:
    """What goods can reach: suppliers, stocks that are never replenished, and all that these feed."""
    buyers: dict[Node, list[Node]] = {}
    for node, found in links.items():
        for link in found:
            buyers.setdefault((link.seller, link.product), []).append(node)
    waiting = [node for node in buyers if node not in links or isinstance(case.scenario.sites.get(node[0]), Supplier)]
    fed = set(waiting)
    while waiting:
        for buyer in buyers.get(waiting.pop(), ()):
            if buyer not in fed:
                fed.add(buyer)
                waiting.append(buyer)
    return fed


def _circle(start: Node, links: dict[Node, tuple[Link, ...]], stranded: set[Node]) -> list[Node]:
    """Follow first sources from ``start`` until a node comes again; the nodes from there on, buyers first."""
    path: list[Node] = []
    node = start
    while node not in path:
        path.append(node)
        following = [(link.seller, link.product) for link in links[node] if (link.seller, link.product) in stranded]
        if not following:
            return path[-1:]
        node = following[0]
    return path[path.index(node) :]
