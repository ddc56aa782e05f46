"""Accounts and machines of factories: what recipes use up and bring forth, and what they are made on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.ledger.register import Account, Resource, RouteStep
from sim.scenario.factory import Factory
from sim.scenario.hours import week_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.document import Scenario
    from sim.scenario.line import Line
    from sim.scenario.network import Network
    from sim.scenario.recipe import Operation, Recipe

Made = tuple[str, str, str]
"""(site, recipe, product): what a recipe uses up or brings forth of a product."""


def factories(scenario: Scenario) -> Iterator[tuple[str, Factory]]:
    """The factories by name, sorted."""
    for name, site in sorted(scenario.sites.items()):
        if isinstance(site, Factory):
            yield name, site


def made(network: Network) -> list[Made]:
    """Each recipe with what has an account by it, sorted; a product made to order has one already."""
    found = []
    for site, factory in factories(network.scenario):
        for name, recipe in sorted(factory.makes.items()):
            product = factory.product_of(name)
            own = () if (site, product) in network.made_to_order else (product,)
            found += [(site, name, item) for item in sorted({*own, *recipe.by_products, *recipe.components})]
    return found


def account(network: Network, of: Made, number: int, maker: int, owner: int) -> Account:
    """The account of what a recipe uses up or brings forth of a product.

    Args:
        network: The network.
        of: Site, recipe and product.
        number: Number of the account.
        maker: Number of the account of the product that the recipe is for.
        owner: Number of the party that owns the factory.
    """
    site, name, product = of
    factory, goods = network.scenario.sites[site], network.scenario.products[product]
    if not isinstance(factory, Factory):
        raise LookupError(f"{site!r} is no factory")
    recipe, main = factory.makes[name], factory.product_of(name)
    steps, main_steps = goods.steps_per_unit, network.scenario.products[main].steps_per_unit
    level = network.levels[(site, main)] + ((site, main) not in network.made_to_order)
    used = product in recipe.components
    per_unit = 1.0 if product == main else (recipe.components if used else recipe.by_products)[product]
    made = Account(
        kind="use" if used else "production", site=site, product=product, lane="", origin=number, destination=number,
        owner=owner, opening=0, opening_backlog=0, steps_per_unit=steps, holding=0.0, backlog=0.0, price=0.0,
        value=goods.value, weight=goods.weight, volume=goods.volume, distance=0.0, review_every=0.0, level=level,
        recipe=name, maker=maker,
        ratio=1.0 if product == main else per_unit * steps / main_steps,
    )  # fmt: skip
    if product != main:
        return made
    route = tuple(_route_step(operation, factory.lines[operation.line]) for operation in recipe.route)
    return replace(_of_product(made, recipe, network, (site, main)), route=route)


def _route_step(operation: Operation, line: Line) -> RouteStep:
    said = operation.work_on(line)
    if said.rate is not None:
        return RouteStep(operation.line, 0.0, 1.0 / said.rate, fixed=True)
    if said.time is None:
        return RouteStep(operation.line, 0.0, 0.0, fixed=True)
    low, high = said.time.support
    per_job, per_unit = (0.0, said.time.mean) if said.per == "unit" else (said.time.mean, 0.0)
    return RouteStep(operation.line, per_job, per_unit, fixed=low == high)


def _of_product(account: Account, recipe: Recipe, network: Network, node: tuple[str, str]) -> Account:
    low, high = recipe.good.support
    return replace(
        account,
        good=low if low == high else float("nan"),
        per_job=recipe.costs.per_job,
        per_unit_made=recipe.costs.per_unit,
        opening_backlog=_in_process(network, node, account),
    )


def _in_process(network: Network, node: tuple[str, str], account: Account) -> int:
    site = network.scenario.sites[node[0]]
    stock = site.stock.get(node[1]) if isinstance(site, Factory) else None
    if stock is None:
        return 0
    return sum(
        round(arrival.quantity * account.steps_per_unit)
        for arrival in stock.opening.arriving
        if network.link(node, arrival.source).recipe == account.recipe
    )


def machines(scenario: Scenario) -> list[Resource]:
    """Every machine of every line; of a factory those first that stand last in the routes."""
    found = []
    for site, factory in factories(scenario):
        place = dict.fromkeys(factory.lines, 0)
        for recipe in factory.makes.values():
            for index, operation in enumerate(recipe.route):
                place[operation.line] = max(place[operation.line], index)
        for name in sorted(factory.lines, key=lambda name: (-place[name], name)):
            line = factory.lines[name]
            found += [
                Resource(
                    f"{site}/{name}/{number + 1}",
                    "machine",
                    site,
                    name,
                    line.costs.per_setup,
                    line.costs.running,
                    "" if line.breakdowns is None else line.breakdowns.clock,
                    hours=() if line.hours is None else line.hours.worked(scenario.time.clock),
                    week=0.0 if line.hours is None else week_of(scenario.time.clock),
                )
                for number in range(line.machines)
            ]
    return found
