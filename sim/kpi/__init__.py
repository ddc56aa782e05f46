"""KPIs: what a run achieved, read from its ledger; one file and one kind each.

``measure(books)`` gives every KPI of one replication at every grain that makes sense for it. The rules that all share:

    the period   [start, end) of the books: what happens at its start counts, what happens at its end does not
    orders       those placed in the period, line by line; one still open at the end counts as failed if its promise
                 has passed, else it is left out and counted in ``open_orders``
    jobs         those that are completed in the period; they may have been released before it
    network      service and times: customers' orders only; stocks, money and their like: the sum of the sites
    product      the same of one product over all sites; measures of whole orders, and of a stage by itself, have none
    site         orders that the site received, from customers and other sites; what it stocks, makes, owes and pays;
                 production orders, and the components that they ask for, stay inside and are no service of the site
    customer     orders of that customer
    resource     a line of a factory, by its name; where a line has several machines, each too: ``press/2``
    units        the products' own; where several products are put together, their units are added as they are
    undefined    NaN, where there is nothing to divide by
"""

from __future__ import annotations

import importlib
import pkgutil
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sim.kpi._declaration import KPI
from sim.kpi._measurement import Measurement
from sim.kpi._table import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from sim.ledger.books import Books

__all__ = ["KINDS", "KPI", "LISTED", "Measurement", "measure"]


def discover(package: str, path: Iterable[str]) -> dict[str, KPI]:
    """The KPIs of a package by name, sorted.

    Args:
        package: Name of the package.
        path: Where its modules are.

    Raises:
        TypeError: A module that does not begin with ``_`` defines no KPI of its name, or more than one KPI.
    """
    kinds: dict[str, KPI] = {}
    for name in sorted(found.name for found in pkgutil.iter_modules(path) if not found.name.startswith("_")):
        module = importlib.import_module(f"{package}.{name}")
        declared = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, KPI) and value.__module__ == module.__name__
        ]
        if [kind.kind for kind in declared] != [name]:
            raise TypeError(f"{module.__name__} must define exactly one KPI named {name!r}, found {len(declared)}")
        kinds[name] = declared[0]()
    return kinds


KINDS: Final[Mapping[str, KPI]] = MappingProxyType(discover(__name__, __path__))
"""Every KPI by name, sorted."""

LISTED: Final = "`headwater kinds kpi` lists all"
"""The hint where no name is near."""


def measure(books: Books, currency: str = "money", time_unit: str = "time unit") -> pd.DataFrame:
    """Every KPI of one replication.

    Args:
        books: The books of the replication.
        currency: What units of money are called.
        time_unit: What a unit of time is called, e.g. ``day``.

    Returns:
        One row for each KPI and grain: ``kpi``, ``unit``; ``site``, ``product``, ``customer``, ``lane``, ``resource``,
        ``category``, each None where the row is about all of them; ``value``, NaN where it is undefined. Rows are
        sorted by these columns, None first. Which rows there are follows from the register alone, so that replications
        have the same.
    """
    found = table(Measurement(books), KINDS.values())
    said = {kind.unit: kind.unit.replace("time unit", time_unit).replace("money", currency) for kind in KINDS.values()}
    return found.assign(unit=found["unit"].map(said).astype(object))
