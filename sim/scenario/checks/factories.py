"""Factories: recipes that name what is not there, and lines that cannot do what is asked of them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from sim.names import nearest
from sim.release.push import Push
from sim.scenario.factory import Factory
from sim.scenario.recipe import brought, used

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.checks.case import Case
    from sim.scenario.line import Line
    from sim.scenario.recipe import Operation, Recipe

_MANY_JOBS: Final = 1e7
"""Jobs in one production order from which on somebody should be told how long it will take."""
_NEARLY: Final = 1e-9
_FAR_OFF: Final = 0.05
"""The share by which rounding to whole steps may miss a recipe."""
_VERY_MANY: Final = 10**9
"""More jobs than any shop has in process."""


def check(case: Case) -> set[str]:
    """Check each factory by itself; returns the names of those that are wrong."""
    wrong: set[str] = set()
    for name, factory in _factories(case):
        before = case.errors
        for recipe in sorted(factory.makes):
            _recipe(case, name, factory, recipe)
        for product, recipes in factory.products.items():
            if len(recipes) > 1 and product not in factory.stock:
                message = f"{product!r} is made by several recipes ({', '.join(recipes)}) and not stocked"
                case.report(("sites", name, "makes"), message, "stock it, with a 'source' that names recipes", key=True)
        for product, stock in sorted(factory.stock.items()):
            if stock.replenish is not None and stock.replenish.looks_at == "releases":
                _saturated(case, name, factory, product)
        for line in sorted(factory.lines):
            _hours(case, name, factory, line)
        if case.errors > before:
            wrong.add(name)
    return wrong


def _factories(case: Case) -> Iterator[tuple[str, Factory]]:
    for name, site in sorted(case.scenario.sites.items()):
        if isinstance(site, Factory):
            yield name, site


def _recipe(case: Case, site: str, factory: Factory, name: str) -> None:
    recipe, product = factory.makes[name], factory.product_of(name)
    path = ("sites", site, "makes", name)
    if product not in case.scenario.products:
        message = f"there is no product {name!r}: a recipe that is not named after its product says it with 'product'"
        case.report(path, message, nearest(name, case.scenario.products), key=True)
        return
    for key, parts in (("from", recipe.components), ("also", recipe.by_products)):
        for part in sorted(parts):
            if part == product:
                case.report((*path, key, part), f"{part!r} is what the recipe makes", key=True)
            elif part not in factory.stock:
                where = "taken from" if key == "from" else "put into"
                message = f"{part!r} has no stock at {site!r} that it could be {where}"
                case.report((*path, key, part), message, f"add sites.{site}.stock.{part}", key=True)
    for part in sorted(recipe.components.keys() & recipe.by_products.keys()):
        case.report((*path, "also", part), f"{part!r} is a component too: subtract one from the other", key=True)
    for index, operation in enumerate(recipe.route):
        written = case.root["sites"][site]["makes"][name]
        place = (*path, "line") if "line" in written else (*path, "route", index)
        if operation.line not in factory.lines:
            hint = nearest(operation.line, factory.lines)
            case.report(place, f"{site!r} has no line {operation.line!r}", hint)
        elif (said := operation.work_on(factory.lines[operation.line])).rate is None and said.time is None:
            message = f"nothing says how long {name!r} takes on {operation.line!r}"
            case.report(place, message, f"give sites.{site}.lines.{operation.line} a 'rate' or a 'time'")


def _saturated(case: Case, site: str, factory: Factory, product: str) -> None:
    """A stock that always orders needs lines that let only so much in, or it orders without end."""
    path = ("sites", site, "stock", product, "replenish")
    source = factory.stock[product].source
    recipes = factory.products.get(product, ())
    if not recipes:
        case.report(path, f"{product!r} is not made at {site!r}: there is no line that could be saturated")
    elif source is not None and not set(source.sites) <= set(recipes):
        message = f"{product!r} has other sources than the recipes of {site!r}: these are never saturated"
        case.report(path, message, f"name its recipes only: {', '.join(recipes)}")
        return
    for recipe in recipes if source is None else [name for name in source.sites if name in recipes]:
        route = factory.makes[recipe].route
        if any(operation.line not in factory.lines for operation in route):
            continue  # reported with the recipe
        entrance = factory.lines[route[0].line] if route else None
        if entrance is None or (entrance.queue is None and entrance.release.may_release(_VERY_MANY)):
            where = "without a route" if entrance is None else f"on {route[0].line!r}"
            message = f"nothing limits what {recipe!r} lets in {where}: its orders would never end"
            case.report(path, message, "a line whose 'queue' has an end, or whose 'release' is conwip")
        elif all(_takes_no_time(factory, operation) for operation in route):
            case.report(path, f"{recipe!r} takes no time on its lines: its orders would never end")


def _takes_no_time(factory: Factory, operation: Operation) -> bool:
    said = operation.work_on(factory.lines[operation.line])
    return said.time is not None and said.time.mean == 0


def _hours(case: Case, site: str, factory: Factory, name: str) -> None:
    line = factory.lines[name]
    if line.hours is not None and case.scenario.time.unit == "period":
        path = ("sites", site, "lines", name, "hours")
        case.report(path, "working hours need a unit of time with a length, and this scenario counts in periods")


def suspicions(case: Case) -> None:
    """Warn of what is never used, and of lines of which more is asked than they can do."""
    asked = case.network.mean_demand
    for site, factory in _factories(case):
        used = {
            link.recipe
            for product in factory.stock
            for link in case.network.links.get((site, product), ())
            if link.recipe is not None
        }
        used |= {case.network.recipes_of(node)[0] for node in case.network.made_to_order if node[0] == site}
        for name in sorted(factory.makes.keys() - used):
            message = f"nothing orders by this recipe: {factory.product_of(name)!r} at {site!r} has other sources"
            case.report(("sites", site, "makes", name), message, severity="warning", key=True)
        for name in sorted(factory.makes):
            _small_orders(case, site, factory, name)
            _many_jobs(case, site, factory, name)
        _deadlocks(case, site, factory)
        for name in sorted(factory.lines):
            _line(case, site, factory, name, asked)


def _many_jobs(case: Case, site: str, factory: Factory, name: str) -> None:
    """Warn where one production order would be cut into more jobs than can be made in hours."""
    recipe, product = factory.makes[name], factory.product_of(name)
    stock = factory.stock.get(product)
    if recipe.batch is None or stock is None or stock.replenish is None:
        return
    largest = max((amount for _, amount in stock.replenish.amounts()), default=0.0)
    if largest / recipe.batch > _MANY_JOBS:
        message = f"an order up to {largest:g} is about {largest / recipe.batch:.0e} jobs: that takes hours or days"
        case.report(("sites", site, "makes", name, "batch"), message, severity="warning")


def _deadlocks(case: Case, site: str, factory: Factory) -> None:
    """Warn where jobs may wait for each other for ever: lines with limited room that lead into each other."""
    after: dict[str, set[str]] = {name: set() for name in factory.lines}
    for recipe in factory.makes.values():
        for operation, following in pairwise(recipe.route):
            if factory.lines[following.line].queue is not None:
                after[operation.line].add(following.line)
    for name in sorted(after):
        reached, waiting = set[str](), [name]
        while waiting:
            for line in after[waiting.pop()] - reached:
                reached.add(line)
                waiting.append(line)
        if name in reached:
            message = (
                f"jobs leave {name!r} and come back to it through lines with limited room: when all of them are full, "
                "each waits for another for ever"
            )
            case.report(
                ("sites", site, "lines", name),
                message,
                "leave out 'queue', or limit the jobs with 'conwip'",
                severity="warning",
                key=True,
            )
            return


def _small_orders(case: Case, site: str, factory: Factory, name: str) -> None:
    """Warn of what small orders of a recipe do not get, since only whole steps can be used or made."""
    recipe, product = factory.makes[name], factory.product_of(name)
    path, products = ("sites", site, "makes", name), case.scenario.products
    smallest = max(1.0, recipe.minimum_order, recipe.multiple or 0.0, recipe.batch or 0.0)
    for key, parts in (("from", recipe.components), ("also", recipe.by_products)):
        for part, ratio in sorted(parts.items()):
            exact = ratio * smallest
            whole, verb = (used, "take") if key == "from" else (brought, "bring")
            taken = whole(exact * products[part].steps_per_unit) / products[part].steps_per_unit
            if abs(taken - exact) > _FAR_OFF * exact:
                message = f"an order for {smallest:g} of {product!r} would {verb} {taken:g} of {part!r}"
                hint = f"give {part!r} a smaller 'step', or {name!r} a 'minimum_order'"
                case.report((*path, key, part), f"{message} instead of {exact:g}", hint, severity="warning")
    if product not in factory.stock and recipe.good.mean < 1:
        message = f"what is scrapped of an order for {product!r} is not made again: whoever ordered gets less"
        case.report((*path, "yield"), message, severity="warning")


def _line(case: Case, site: str, factory: Factory, name: str, asked: dict[tuple[str, str], float]) -> None:
    line, path = factory.lines[name], ("sites", site, "lines", name)
    made = [
        (recipe, operation)
        for recipe in sorted(factory.makes)
        for operation in factory.makes[recipe].route
        if operation.line == name
    ]
    if not made:
        case.report(path, "no recipe uses this line", severity="warning", key=True)
        return
    products = {factory.product_of(recipe) for recipe, _ in made}
    named = {*line.setup.between, *(after for pairs in line.setup.between.values() for after in pairs)}
    for product in sorted(named - products):
        message = f"{product!r} is not made on this line"
        case.report((*path, "setup", "between"), message, severity="warning")
    if line.setup.otherwise and len(products) == 1:
        message = "it has no effect: only one product is made on this line"
        case.report((*path, "setup"), message, severity="warning")
    if line.costs.per_setup and len(products) == 1:
        message = "it has no effect: only one product is made on this line"
        case.report((*path, "costs", "per_setup"), message, severity="warning")
    if line.release != Push() and not any(factory.makes[recipe].route[0].line == name for recipe, _ in made):
        message = "it has no effect: no route begins on this line"
        case.report((*path, "release"), message, "a rule of release on the first line of the route", severity="warning")
    load = 0.0
    for recipe, operation in made:
        if len(case.network.recipes_of((site, factory.product_of(recipe)))) == 1:
            load += _load(factory, factory.makes[recipe], operation, asked[(site, factory.product_of(recipe))])
    available = line.machines * _available(line, case)
    if load > available * (1 + _NEARLY):
        message = (
            f"the mean demand that reaches it takes {load:g} machines, and {available:g} are there on average: "
            "orders will pile up"
        )
        case.report(path, message, severity="warning", key=True)


def _load(factory: Factory, recipe: Recipe, operation: Operation, rate: float) -> float:
    """Machines that are busy on average with one recipe at one station, set-ups left out."""
    said = operation.work_on(factory.lines[operation.line])
    started = rate / recipe.good.mean
    if said.rate is not None:
        return started / said.rate
    if said.time is None:
        return 0.0
    jobs = started if said.per == "unit" or recipe.batch is None else started / recipe.batch
    # Without a batch nobody can tell how many units a job has: then a time for a job is no load that is known.
    return said.time.mean * jobs if said.per == "unit" or recipe.batch is not None else 0.0


def _available(line: Line, case: Case) -> float:
    """The share of time in which a machine of a line is fit for work, and open."""
    share = 1.0
    if line.breakdowns is not None:
        up, down = line.breakdowns.time_to_failure.mean, line.breakdowns.time_to_repair.mean
        share *= up / (up + down) if up + down > 0 else 1.0
    if line.hours is not None:
        share *= line.hours.share(case.scenario.time.clock)
    return share
