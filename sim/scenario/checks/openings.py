"""Opening states that do not fit the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario.checks.case import Case
    from sim.scenario.network import Link, Node
    from sim.scenario.opening import Arrival, OrderUnderWay
    from sim.scenario.warehouse import Stock


def check(case: Case) -> None:
    """Check where goods and orders under way come from, and whether anyone can be owed a backlog."""
    for node, stock in case.stocks.items():
        _check_sources(case, node, stock)
    _check_backlogs(case)


def _check_backlogs(case: Case) -> None:
    if case.broken:
        return  # whoever is owed may be among the broken
    try:
        buyers = case.network.buyers
    except LookupError:
        return  # reported with the sources
    for (site, product), stock in case.stocks.items():
        if stock.opening.backlog and not buyers[(site, product)]:
            message = f"nobody gets {product!r} from {site!r}, so nobody can be owed any"
            case.report(("sites", site, "stock", product, "opening", "backlog"), message)


def _check_sources(case: Case, node: Node, stock: Stock) -> None:
    site, product = node
    path = ("sites", site, "stock", product, "opening")
    under_way: dict[str, tuple[Arrival | OrderUnderWay, ...]] = {
        "arriving": stock.opening.arriving,
        "orders_under_way": stock.opening.orders_under_way,
    }
    if not any(under_way.values()):
        return
    if stock.replenish is None:
        for key, entries in under_way.items():
            if entries:
                message = f"{product!r} is never replenished at {site!r}, so nothing can be under way to it"
                case.report((*path, key), message)
        return
    try:
        links = case.network.resolve(node, stock.source)
    except LookupError:
        return  # reported with the sources
    sellers = {link.recipe or link.seller for link in links}
    lanes = {link.lane for link in links}
    for key, entries in under_way.items():
        for index, entry in enumerate(entries):
            if entry.source is not None and entry.source not in sellers | lanes:
                message = f"{entry.source!r} is not a source of {product!r} at {site!r}"
                case.report((*path, key, index, "from"), message, f"its sources: {', '.join(sorted(sellers))}")
            elif key == "orders_under_way" and _is_made(links, entry.source):
                message = "production orders reach the shop at once: what is in process goes under 'arriving'"
                case.report((*path, key, index), message)


def _is_made(links: tuple[Link, ...], source: str | None) -> bool:
    """Whether what comes from a source (the first, if it is not named) is made at the site."""
    found = [link for link in links if source in (None, link.seller, link.lane, link.recipe)]
    return bool(found) and found[0].recipe is not None
