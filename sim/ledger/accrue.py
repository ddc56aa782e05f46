"""Costs of time: holding stock, goods in transit, backlog, and machines at work, as rows of the money table.

The engine posts money for moments only. What waits costs money all the time; that is derived here, from levels and
rates, and recognised at the end of each bucket of time.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.levels import sums
from sim.ledger.tables import MONEY, NOBODY, MoneyKind, State
from sim.scenario.site import OUTSIDE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.books import Books


def accrue(books: Books, edges: NDArray[np.float64] | None = None) -> NDArray[np.void]:
    """Holding, transit holding, backlog and running costs of each account that has a rate.

    Args:
        books: The books of the run.
        edges: Edges of the buckets, ascending; absent: the time before measuring begins, and the measuring period.

    Returns:
        Rows of the money table by bucket, then kind, then account; one for each account with a rate, though it be 0.
    """
    if edges is None:
        edges = np.unique(np.array([0.0, books.start, books.end]))
    register = books.register
    holding = register.column("holding").astype(np.float64)
    backlog = register.column("backlog").astype(np.float64)
    owner = register.column("owner")
    outside = register.parties.index(OUTSIDE)
    parts: list[NDArray[np.void]] = []
    for kind, levels, rate in (
        (MoneyKind.HOLDING, "stock", np.where(register.is_warehouse, holding, 0.0)),
        (MoneyKind.TRANSIT_HOLDING, "transit", np.where(register.is_transit, holding, 0.0)),
        (MoneyKind.BACKLOG, "owed_outside", backlog),
    ):
        accounts = np.flatnonzero(rate)
        if not accounts.size:
            continue
        units = getattr(books, levels).integrals(edges)[accounts] / books.steps_per_unit[accounts, np.newaxis]
        rows = np.zeros((edges.size - 1, accounts.size), dtype=MONEY.dtype)
        rows["recognised_at"] = rows["settled_at"] = edges[1:, np.newaxis]
        rows["amount"] = (units * rate[accounts, np.newaxis]).T
        rows["payer"], rows["payee"] = owner[accounts], outside
        rows["kind"], rows["account"], rows["order"] = kind, accounts, NOBODY
        parts.append(rows)
    running = _running(books, edges, outside)
    if running is not None:
        parts.append(running)
    if not parts:
        return np.zeros(0, dtype=MONEY.dtype)
    return np.concatenate(parts, axis=1).ravel()


def _running(books: Books, edges: NDArray[np.float64], outside: int) -> NDArray[np.void] | None:
    """Machines at work, by what they worked for; of shape (buckets, accounts with such a cost)."""
    register = books.register
    rate = np.array([resource.running for resource in register.resources], dtype=np.float64)
    if not rate.any():
        return None
    spells = books.spells
    costs = np.flatnonzero(spells.are((State.BUSY, State.SETUP)) & (rate[spells.resource] > 0))
    account = books.orders["seller"][spells.order[costs]].astype(np.intp)
    sites = {resource.site for resource in register.resources if resource.running}
    makers = register.column("maker") == np.arange(len(register.accounts))
    at = np.array([account.site in sites for account in register.accounts], dtype=np.bool_)
    accounts = np.flatnonzero(makers & at)
    rows = np.zeros((edges.size - 1, accounts.size), dtype=MONEY.dtype)
    rows["recognised_at"] = rows["settled_at"] = edges[1:, np.newaxis]
    for bucket, (start, end) in enumerate(pairwise(edges)):
        spent = spells.within(start, end)[costs] * rate[spells.resource[costs]]
        rows["amount"][bucket] = sums(account, spent, len(register.accounts))[accounts]
    rows["payer"], rows["payee"] = register.column("owner")[accounts], outside
    rows["kind"], rows["account"], rows["order"] = MoneyKind.RUNNING, accounts, NOBODY
    return rows
