"""The proof of disruptions: what they put in force changes whenever they post it, and nothing else is posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.balance import Discrepancy
from sim.ledger.tables import NOBODY, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.ledger.books import Books


def disrupting(books: Books) -> Iterator[Discrepancy]:
    """What is wrong with the states of disruptions."""
    states = books.states
    for number, of in enumerate(books.register.resources):
        if of.kind != "disruption":
            continue
        rows = states[states["resource"] == number]
        is_on = rows["state"] == State.DISRUPTED
        value = np.where(is_on, rows["share"], of.neutral)
        wrong = int(np.count_nonzero(~is_on & ((rows["state"] != State.IDLE) | (rows["share"] != 1.0))))
        wrong += int(np.count_nonzero(np.append(of.neutral, value[:-1]) == value[: rows.size]))
        wrong += int(np.count_nonzero(rows["order"] != NOBODY)) + int(np.count_nonzero(~np.isfinite(value)))
        if wrong:
            yield Discrepancy("goods", "a disruption posts what it changes", of.name, float(wrong))
