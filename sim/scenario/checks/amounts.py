"""Amounts: more steps of a product than can be counted, and amounts that come to no step at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.demand import Demand
from sim.distributions import Distribution
from sim.quantities import MOST_STEPS
from sim.scenario.customer import Customer
from sim.scenario.supplier import Supplier
from sim.scenario.warehouse import StockingSite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.checks.case import Case
    from sim.scenario.document import AnySite
    from sim.scenario.tree import Step
    from sim.spec import Spec

_STATED_TO_BE_THERE: Final = frozenset({"arriving", "orders_under_way", "backlog"})
"""Parts of an opening state that are left out where there is nothing; of nothing they would make orders."""


def check(case: Case) -> None:
    """Refuse amounts that the engine could not count in whole steps."""
    for name, site in sorted(case.scenario.sites.items()):
        for path, product, terms in terms_of(site):
            goods = case.scenario.products.get(product)
            if goods is None:
                continue  # the product is among the broken
            for below, amount in terms.amounts():
                _check(case, ("sites", name, *path, *below), amount, product, goods.steps_per_unit)
            for key, law in drawn_quantities(terms):
                _check(case, ("sites", name, *path, "demand", key), law.mean, product, goods.steps_per_unit)


def terms_of(site: AnySite) -> Iterator[tuple[tuple[str, ...], str, Spec]]:
    """What a site says of each product: where below the site, of which product, and what."""
    if isinstance(site, Supplier):
        yield from ((("supplies", product), product, supply) for product, supply in sorted(site.supplies.items()))
    elif isinstance(site, StockingSite):
        yield from ((("stock", product), product, stock) for product, stock in sorted(site.stock.items()))
    elif isinstance(site, Customer):
        yield from ((("buys", product), product, purchase) for product, purchase in sorted(site.buys.items()))


def drawn_quantities(terms: Spec) -> Iterator[tuple[str, Distribution]]:
    """The laws that a customer's quantities are drawn from, by their key."""
    demand = getattr(terms, "demand", None)
    for key in type(demand).model_fields if isinstance(demand, Demand) else ():
        law = getattr(demand, key)
        if isinstance(law, Distribution):
            yield key, law


def _check(case: Case, path: tuple[Step, ...], amount: float, product: str, steps_per_unit: int) -> None:
    steps = abs(amount) * steps_per_unit
    if steps >= MOST_STEPS:
        message = (
            f"{amount:g} of {product!r} are {steps:.2g} steps of {1 / steps_per_unit:g}; "
            f"what is beyond {MOST_STEPS:.2g} steps cannot be counted exactly"
        )
        case.report(path, message, "give the product a larger step or unit")
    elif amount and round(steps) == 0 and "opening" in path and not _STATED_TO_BE_THERE.isdisjoint(map(str, path)):
        message = f"{amount:g} of {product!r} rounds to nothing: its step is {1 / steps_per_unit:g}"
        case.report(path, message, "leave it out, or give the product a smaller step")
