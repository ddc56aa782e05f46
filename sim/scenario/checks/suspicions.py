"""Suspicions: what is allowed and yet probably not meant. Each is a warning, and an error only where asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.clock import GRID
from sim.demand.trace import Trace
from sim.disruption.what.closure import Closure
from sim.disruption.what.policy import Policy
from sim.disruption.what.pull_forward import PullForward
from sim.disruption.when.chance import Chance
from sim.disruption.when.recurring import Recurring
from sim.disruption.when.window import Window
from sim.scenario.checks import capacities, carriers, effects, factories, promises, rounding, storage
from sim.scenario.customer import Backorder, Customer
from sim.scenario.factory import Factory
from sim.scenario.supplier import Supplier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.checks.case import Case
    from sim.scenario.network import Node

MANY_ORDERS: Final = 1e8
"""Orders of one customer in one run from which on somebody should be told how long it will take."""
MANY_STRIKES: Final = 1e6
"""Strikes of one disruption in one run from which on somebody should be told how long it will take."""
LARGEST_WARM_UP: Final = 0.5
"""Share of the horizon from which on a warm-up leaves too little to measure."""
MOST_OPENING_STOCK: Final = 2.0
"""Multiple of the level ordered up to above which an opening stock is taken for a slip; textbooks begin overstocked."""


def check(case: Case) -> None:
    """Look for all of them."""
    wanting = (capacities.check, factories.suspicions, carriers.suspicions, storage.suspicions)
    whole = (*wanting, promises.check, rounding.check, effects.check)
    looks = (_time, _disruptions, _stocks, _unused, _purchases, *whole)
    for look in looks:
        look(case)


def _time(case: Case) -> None:
    time = case.scenario.time
    if isinstance(time.horizon, float) and time.measured_from > LARGEST_WARM_UP * time.horizon:
        share = 100 * time.measured_from / time.horizon
        case.report(("time", "warm_up"), f"the warm-up takes {share:.0f} % of the horizon", severity="warning")
    if time.kind == "steady_state" and "warm_up" not in time.model_fields_set:
        message = "a steady state is asked for, and the beginning counts: say 'warm_up: auto', or 0 if that is meant"
        case.report(("time", "kind"), message, severity="warning")


def _disruptions(case: Case) -> None:
    horizon = case.scenario.time.horizon
    if not isinstance(horizon, float):
        return
    for name in sorted(set(case.scenario.active) & set(case.scenario.disruptions)):
        when, what = case.scenario.disruptions[name].when, case.scenario.disruptions[name].what
        heard = any(isinstance(effect, PullForward) for effect in what)  # people act before it begins
        path = ("disruptions", name, "when")
        if isinstance(when, Window | Chance) and when.starts >= horizon and not heard:
            message = f"it never strikes: it starts after {when.starts:g}, and the run ends after {horizon:g}"
            case.report((*path, "starts"), message, severity="warning")
        if isinstance(when, Recurring):
            strikes = horizon / max(when.gap.mean + when.lasts.mean, 1 / GRID) if when.lasts.support[1] > 0 else 0
            if strikes > MANY_STRIKES:
                message = f"about {strikes:.0e} strikes in one run: that takes minutes or hours"
                case.report(path, message, severity="warning")


def _stocks(case: Case) -> None:
    for node, stock in case.stocks.items():
        site, product = node
        path = ("sites", site, "stock", product)
        bought = bool(case.network.followers[node])
        if not bought:
            case.report(path, f"nobody gets {product!r} from {site!r}", severity="warning", key=True)
        elif stock.replenish is None and product not in _by_products(case, site):
            message = f"nothing replenishes {product!r} at {site!r}: it only hands out its opening stock"
            case.report(path, message, severity="warning", key=True)
        if stock.replenish is None and stock.source is not None:
            message = "without 'replenish' nothing is ever ordered from the source"
            case.report((*path, "source"), message, severity="warning")
        up_to = getattr(stock.replenish, "up_to", None)
        if isinstance(up_to, int | float) and stock.opening.on_hand > MOST_OPENING_STOCK * up_to:
            message = f"the opening stock {stock.opening.on_hand:g} is above the level {up_to:g} that is ordered up to"
            case.report((*path, "opening", "on_hand"), message, severity="warning")


def _by_products(case: Case, name: str) -> set[str]:
    site = case.scenario.sites[name]
    recipes = site.makes.values() if isinstance(site, Factory) else ()
    return {part for recipe in recipes for part in recipe.by_products}


def _unused(case: Case) -> None:
    scenario = case.scenario
    links = [link for found in case.network.links.values() for link in found]
    handled = frozenset().union(*case.products.values())
    for product in sorted(scenario.products):
        if product not in handled:
            case.report(("products", product), "no site has this product", severity="warning", key=True)
    spare = _spare(case)
    used = {link.lane for link in links}
    for lane, way in sorted(scenario.lanes.items()):
        if lane not in used and not spare & {lane, way.origin}:
            case.report(("lanes", lane), "nobody orders along this lane", severity="warning", key=True)
    trading = {link.seller for link in links} | {link.buyer for link in links}
    trading |= {scenario.lanes[lane].origin for lane in spare if lane in scenario.lanes}
    for name, site in sorted(scenario.sites.items()):
        if name in trading or name in spare:
            continue
        if isinstance(site, Supplier):
            case.report(("sites", name), "nobody orders from this supplier", severity="warning", key=True)


def _spare(case: Case) -> set[str]:
    """Sites and lanes that a disruption of the catalogue or a variant turns to, whether it is active or not."""
    effects = [effect for disruption in case.scenario.disruptions.values() for effect in disruption.what]
    sources = {name for of in effects if isinstance(of, Policy) and of.source is not None for name in of.source.sites}
    detours = {of.divert_to for of in effects if isinstance(of, Closure) and of.divert_to is not None}
    return sources | detours | {text for variant in case.scenario.variants.values() for text in _texts(variant.set)}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (str(key), *_texts(inner))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _purchases(case: Case) -> None:
    for name, site in sorted(case.scenario.sites.items()):
        if not isinstance(site, Customer):
            continue
        for product, purchase in sorted(site.buys.items()):
            _size(case, (name, product))
            value = case.scenario.products[product].value
            if 0 < purchase.price < value:
                message = f"the price {purchase.price:g} is below the product's value {value:g}"
                case.report(("sites", name, "buys", product, "price"), message, severity="warning")
            if not isinstance(purchase.when_short, Backorder) and not _can_be_short(case, (name, product)):
                message = (
                    "it has no effect: no source of this customer is ever short, since a supplier without 'stock' "
                    "makes whatever is ordered, however long that takes"
                )
                case.report(("sites", name, "buys", product, "when_short"), message, severity="warning")


def _size(case: Case, node: Node) -> None:
    name, product = node
    site = case.scenario.sites[name]
    if not isinstance(site, Customer):
        return
    demand, horizon = site.buys[product].demand, case.scenario.time.horizon
    path = ("sites", name, "buys", product, "demand")
    if isinstance(horizon, float) and not isinstance(demand, Trace):
        rate = 1 / demand.clock[1] if demand.clock is not None else demand.mean_rate
        most = rate * horizon * demand.profile.mean_over(np.zeros(1), np.array([horizon])).item()
        if most > MANY_ORDERS:
            message = f"about {most:.0e} orders or units in one run: that takes hours or days"
            case.report(path, message, severity="warning")


def _can_be_short(case: Case, node: Node) -> bool:
    for link in case.network.links[node]:
        seller = case.scenario.sites[link.seller]
        if not isinstance(seller, Supplier) or seller.supplies[link.product].stock is not None:
            return True
    return False
