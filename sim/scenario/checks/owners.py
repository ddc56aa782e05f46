"""Owners: goods that would change hands without a price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.site import COMPANY, OUTSIDE
from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.checks.case import Case
    from sim.scenario.network import Link, Node


def check(case: Case, links: Mapping[Node, tuple[Link, ...]]) -> None:
    """Refuse goods that go from one warehouse to another of a different owner: they have no prices.

    Args:
        case: The scenario.
        links: Whom each stock and each purchase gets its goods from, where that could be told.
    """
    _check_names(case)
    told: set[tuple[str, str]] = set()
    for found in links.values():
        for link in found:
            buyer, seller = case.scenario.sites[link.buyer], case.scenario.sites[link.seller]
            if not (isinstance(buyer, StockingSite) and isinstance(seller, StockingSite)):
                continue
            taker, giver = buyer.owner or COMPANY, seller.owner or COMPANY
            if taker != giver and (link.buyer, link.seller) not in told:
                told.add((link.buyer, link.seller))
                message = (
                    f"{link.buyer!r} belongs to {taker!r} and gets goods from {link.seller!r} of {giver!r}: goods "
                    "between warehouses of different owners need a transfer price, which cannot be said yet"
                )
                case.report(("sites", link.buyer if buyer.owner else link.seller, "owner"), message)


def _check_names(case: Case) -> None:
    """Refuse owners and sites that would be taken for a party of the books, with which they would not settle."""
    for name, site in sorted(case.scenario.sites.items()):
        if site.owner == OUTSIDE:
            case.report(("sites", name, "owner"), f"{OUTSIDE!r} stands for carriers and the like", "choose another")
        elif site.owner is None and not isinstance(site, StockingSite) and name in (COMPANY, OUTSIDE):
            message = f"{name!r} is a party of the books already, so nothing would be billed"
            case.report(("sites", name), message, "choose another name, or say its owner", key=True)
