"""Rounding: amounts that lie between two steps of their product: warnings, and errors where nothing is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.demand.trace import Trace
from sim.errors import InputError
from sim.scenario.checks.amounts import drawn_quantities, terms_of

if TYPE_CHECKING:
    from sim.distributions import Distribution
    from sim.scenario.checks.case import Case
    from sim.scenario.tree import Step

_SLACK: Final = 1e-6
"""Steps by which an amount may miss a whole number and still count as one."""
_FEW_STEPS: Final = 10.0
"""Mean of drawn quantities, in steps, from which on rounding changes nothing that matters."""
_PROBES: Final = np.array([0.07, 0.31, 0.5, 0.69, 0.93])


def check(case: Case) -> None:
    """Warn of stated amounts that are rounded, and of small drawn ones."""
    for name, site in sorted(case.scenario.sites.items()):
        for path, product, terms in terms_of(site):
            steps = case.scenario.products[product].steps_per_unit
            where = ("sites", name, *path)
            for below, amount in terms.amounts():
                if below[:2] != ("demand", "orders") and not _is_whole(amount * steps):
                    _warn(case, (*where, *below), amount, product, steps)
            for key, law in drawn_quantities(terms):
                _check_drawn(case, (*where, "demand", key), law, product, steps)
            demand = getattr(terms, "demand", None)
            if isinstance(demand, Trace):
                _check_record(case, (*where, "demand"), demand, product, steps)


def refuse_nothing(case: Case) -> None:
    """Refuse policies whose lots or containers round to nothing."""
    for (site, product), stock in case.stocks.items():
        goods = case.scenario.products.get(product)
        if stock.replenish is None or goods is None:
            continue
        try:
            stock.replenish.in_steps(goods.steps_per_unit)
        except InputError as error:
            message, hint = str(error), "give the product a smaller step, or order whole steps"
            case.report(("sites", site, "stock", product, "replenish"), message, hint)


def _is_whole(steps: float) -> bool:
    return abs(steps - round(steps)) <= _SLACK * max(1.0, abs(steps) * 1e-6)


def _warn(case: Case, path: tuple[Step, ...], amount: float, product: str, steps: int, more: str = "") -> None:
    message = (
        f"{amount:g} is not a whole number of steps of {product!r}: it counts as {round(amount * steps) / steps:g}"
    )
    case.report(path, message + more, "set the product's step", severity="warning")


def _check_drawn(case: Case, path: tuple[Step, ...], law: Distribution, product: str, steps: int) -> None:
    if law.mean * steps >= _FEW_STEPS or all(map(_is_whole, (law.quantile(_PROBES) * steps).tolist())):
        return
    message = (
        f"what is drawn, {law.mean:g} on average, is rounded to whole steps of {product!r}, which are {1 / steps:g}: "
        "what is asked for may differ from the law"
    )
    case.report(path, message, "give the product a smaller step, or draw whole numbers", severity="warning")


def _check_record(case: Case, path: tuple[Step, ...], demand: Trace, product: str, steps: int) -> None:
    between = [quantity for _, quantity in demand.orders if not _is_whole(quantity * steps)]
    if between:
        more = f" (so do {len(between) - 1} more rows)" if len(between) > 1 else ""
        _warn(case, (*path, "orders" if demand.file is None else "file"), between[0], product, steps, more)
