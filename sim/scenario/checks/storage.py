"""Storage and docks: room that is overfull from the start, limits without effect, and docks that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.checks.case import Case
    from sim.scenario.handling import Dock
    from sim.scenario.product import Product

_DOCKS: Final = ("receiving", "shipping")
_NEARLY: Final = 1e-9
_PROPERTY: Final = {"weight": "weight", "volume": "volume"}
"""The measures that products may not have."""


def check(case: Case) -> None:
    """Refuse what is overfull when the run begins, what nothing follows from, and goods that cannot pass a dock."""
    for name, site in _sites(case):
        _capacities(case, name, site)
        if site.storage is not None:
            _storage(case, name, site)
        for key, dock in _docks(site):
            _measures(case, name, site, (key,), dock.rates)
            if dock.costs.per_kg:
                _measures(case, name, site, (key, "costs"), {"per_kg": dock.costs.per_kg}, {"per_kg": "weight"})
            if dock.hours is not None and case.scenario.time.unit == "period":
                message = "working hours need a unit of time with a length, and this scenario counts in periods"
                case.report(("sites", name, key, "hours"), message)
        if site.shipping is not None and site.shipping.takes_turns:
            _ways_out(case, name)


def _sites(case: Case) -> Iterator[tuple[str, StockingSite]]:
    for name, site in sorted(case.scenario.sites.items()):
        if isinstance(site, StockingSite):
            yield name, site


def _docks(site: StockingSite) -> Iterator[tuple[str, Dock]]:
    if site.receiving is not None:
        yield "receiving", site.receiving
    if site.shipping is not None:
        yield "shipping", site.shipping


def _each(product: Product) -> dict[str, float]:
    """What one unit of a product is in each measure."""
    return {"units": 1.0, "weight": product.weight, "volume": product.volume}


def _products(case: Case, site: str) -> dict[str, Product]:
    """What a site has, as far as it is known."""
    known = case.scenario.products
    return {product: known[product] for product in sorted(case.products[site]) if product in known}


def _capacities(case: Case, name: str, site: StockingSite) -> None:
    for product, stock in sorted(site.stock.items()):
        if stock.capacity is not None and stock.opening.on_hand > stock.capacity:
            path = ("sites", name, "stock", product, "opening", "on_hand")
            message = f"there is room for {stock.capacity:g} of {product!r} at {name!r}, and {stock.opening.on_hand:g} "
            case.report(path, f"{message}are on hand at the start", "raise 'capacity', or begin with less")


def _storage(case: Case, name: str, site: StockingSite) -> None:
    limits = site.storage.limits if site.storage is not None else {}
    _measures(case, name, site, ("storage",), limits)
    for measure, limit in limits.items():
        path = ("sites", name, "storage", measure)
        taken = 0.0
        for product, goods in _products(case, name).items():
            each, stock = _each(goods)[measure], site.stock.get(product)
            taken += each * stock.opening.on_hand if stock is not None else 0.0
            if each / goods.steps_per_unit > limit * (1 + _NEARLY):
                case.report(path, f"not even the smallest amount of {product!r} fits into {limit:g}: it takes {each:g}")
        if taken > limit * (1 + _NEARLY):
            message = f"the opening stock of {name!r} takes up {taken:g}, and there is room for {limit:g}"
            case.report(path, message, "make room, or begin with less on hand")


def _measures(
    case: Case,
    name: str,
    site: StockingSite,
    below: tuple[str, ...],
    said: dict[str, float],
    properties: dict[str, str] | None = None,
) -> None:
    """Refuse a limit by weight or volume where no product has any: nothing would follow from it."""
    goods = _products(case, name)
    for key in said:
        wanted = (properties or _PROPERTY).get(key)
        if wanted is None or len(goods) < len(site.stock) or any(getattr(of, wanted) for of in goods.values()):
            continue
        message = f"no product at {name!r} has a {wanted}, so that nothing follows from this"
        case.report(("sites", name, *below, key), message, f"give products.{next(iter(goods))} a '{wanted}'")


def _ways_out(case: Case, name: str) -> None:
    """Whatever leaves a site with a shipping dock must leave on a lane of its own time."""
    if case.broken:
        return
    path = ("sites", name, "shipping")
    try:
        links = [link for links in case.network.links.values() for link in links if link.seller == name]
    except LookupError:
        return  # reported with the sources
    door = sorted({link.buyer for link in links if link.lane is None and link.recipe is None})
    if door:
        message = f"{', '.join(map(repr, door))} takes goods at the door of {name!r}, where no shipping dock is passed"
        case.report(path, message, f"add a lane from {name!r} to {door[0]!r}", key=True)
    lanes = case.scenario.lanes
    carried = sorted({link.lane for link in links if link.lane is not None and lanes[link.lane].by is not None})
    if carried:
        message = f"the lane {carried[0]!r} is served by vehicles, which do not pass the shipping dock of {name!r}"
        case.report(path, message, "leave out its rates and hours; carriers have 'loading' and 'hours'", key=True)


def suspicions(case: Case) -> None:
    """Warn of docks of which more is asked than they can do, and of limits that single products pass by."""
    work = _work(case)
    for name, site in _sites(case):
        for key, dock in _docks(site):
            share = 1.0 if dock.hours is None else dock.hours.share(case.scenario.time.clock)
            asked = work.get((name, key), 0.0)
            if dock.takes_turns and asked > share * (1 + _NEARLY):
                message = f"what passes it needs {asked:.3g} of its time on average, and it is open {share:.3g} of it"
                case.report(("sites", name, key), message, severity="warning", key=True)
        limits = [("storage", site.storage.limits)] if site.storage is not None else []
        for key, said in [*limits, *((key, dock.rates) for key, dock in _docks(site))]:
            for measure in said:
                without = [product for product, of in _products(case, name).items() if not _each(of)[measure]]
                if without:
                    message = f"{', '.join(map(repr, without))} has no {measure} and passes this by"
                    case.report(("sites", name, key, measure), message, severity="warning")


def _work(case: Case) -> dict[tuple[str, str], float]:
    """The mean share of time that each dock is asked to work, by site and dock."""
    asked: dict[tuple[str, str], float] = {}
    rates = case.network.mean_demand
    for node, drawn in case.network.feeds.items():
        for seller, share in drawn:
            if seller[0] == node[0]:
                continue  # what a recipe uses up passes no dock
            flow, goods = rates[node] * share, case.scenario.products[node[1]]
            for site, key in ((seller[0], "shipping"), (node[0], "receiving")):
                place = case.scenario.sites[site]
                dock = getattr(place, key) if isinstance(place, StockingSite) else None
                if dock is not None:
                    each = _each(goods)
                    time = max((each[measure] / rate for measure, rate in dock.rates.items()), default=0.0)
                    asked[(site, key)] = asked.get((site, key), 0.0) + flow * time
    return asked
