"""Outages of information that could keep nothing from anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.disruption.what.information_outage import InformationOutage
from sim.scenario.exposure import targets

if TYPE_CHECKING:
    from sim.scenario.checks.case import Case
    from sim.scenario.disruption import Disruption
    from sim.scenario.exposure import Target
    from sim.scenario.tree import Step


def check(case: Case) -> None:
    """Check each outage of information at each of its places."""
    for name, disruption in sorted(case.scenario.disruptions.items() if not case.broken else ()):
        for number, effect in enumerate(disruption.what):
            if isinstance(effect, InformationOutage):
                _check(case, ("disruptions", name), disruption, (number, effect))


def _check(case: Case, path: tuple[Step, ...], disruption: Disruption, numbered: tuple[int, InformationOutage]) -> None:
    number, effect = numbered
    found = [tuple(targets(case.scenario, where, effect)) for where in disruption.where]
    if (
        effect.stale_demand
        and any(found)
        and not any(target.sort == "stock" for several in found for target in several)
    ):
        message = "it strikes lanes only, and it is stocks that have records of demand"
        case.report((*path, "what", number, "stale_demand"), message, "name the stocks, e.g. {site: shop}")
    for place, several in enumerate(found):
        if several and not any(_orders(case, target) for target in several):
            message = f"{', '.join(sorted(map(str, several)))}: nothing is ever ordered there that could be held back"
            case.report((*path, "where", place), message, "name a stock with a 'replenish', or a lane that is used")


def _orders(case: Case, target: Target) -> bool:
    """Whether orders are placed by a stock, or over a lane."""
    if target.sort == "stock":
        stock = case.stocks.get((target.owner, target.part))
        return stock is not None and stock.replenish is not None
    return any(link.lane == target.owner for links in case.network.links.values() for link in links)
