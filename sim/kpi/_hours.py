"""Working hours: the time in which machines may work, and what they did in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.clock import snap
from sim.kpi._stretches import covered, merged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.ledger.books import Books


def working_hours(books: Books, machine: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The stretches of the measuring period in which a machine may work: from when, until when."""
    of, start, end = books.register.resources[machine], books.start, books.end
    if not of.hours:
        return merged([(start, end)], start, end)
    weeks = range(int(start // of.week) - 1, int(end // of.week) + 2)
    found = (
        (snap(week * of.week + begins), snap(week * of.week + ends)) for week in weeks for begins, ends in of.hours
    )
    return merged(found, start, end)


def within_hours(books: Books) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Time inside the measuring period and the working hours: of each spell, (spells,), and of each machine in all.

    A machine may be down, blocked or idle out of its hours too: nobody counts that. What is no machine has all its
    spells in full, and no time of its own in the second array, of shape (resources,).
    """
    spells, resources = books.spells, books.register.resources
    span = spells.within(books.start, books.end)
    machines = np.array([found.kind == "machine" for found in resources], dtype=np.bool_)
    scheduled = np.where(machines, books.end - books.start, 0.0)
    for row, found in enumerate(resources):
        if found.kind == "machine" and found.hours:
            begin, end = working_hours(books, row)
            own = np.flatnonzero(spells.resource == row)
            span[own] = covered(begin, end, spells.until[own]) - covered(begin, end, spells.since[own])
            scheduled[row] = np.sum(end - begin)
    return span, scheduled
