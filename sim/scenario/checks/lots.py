"""Lots: multiples of an order that are no whole number of the product's steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.scenario.supplier import Supplier

if TYPE_CHECKING:
    from sim.scenario.checks.case import Case

ROUNDING: Final = 1e-6
"""Steps by which a multiple may miss a whole number and still count as one."""


def check(case: Case) -> None:
    """Refuse multiples between steps: orders would be raised to a multiple of something else."""
    for name, site in sorted(case.scenario.sites.items()):
        for product, terms in sorted(site.supplies.items()) if isinstance(site, Supplier) else ():
            goods = case.scenario.products.get(product)
            if goods is None or terms.multiple is None:
                continue
            steps = terms.multiple * goods.steps_per_unit
            if abs(steps - round(steps)) > ROUNDING:
                step = f"{1 / goods.steps_per_unit:g}"
                message = f"{terms.multiple:g} is not a whole number of steps of {product!r}, whose step is {step}"
                path = ("sites", name, "supplies", product, "multiple")
                case.report(
                    path, message, "orders could never be a multiple of it: set the product's 'step' or its unit"
                )
