"""The proof of storage: what arrives comes in where there is room, and waits only where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.ledger.balance import Discrepancy
from sim.ledger.courses import closed
from sim.ledger.levels import Levels
from sim.ledger.tables import Event, State
from sim.ledger.visits import Parts, befallen, stored

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.ledger.register import Register

_NEARLY: Final = 2e-9
"""Share of a limit by which sums of weights and volumes may miss it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of storage.

    Attributes:
        name: A stock, or a site.
        site: Where it is.
        most: The most.
        each: What a step takes up, by account; 0 for what the limit is not about.
    """

    name: str
    site: str
    most: float
    each: NDArray[np.float64]


def limits(register: Register) -> list[Limit]:
    """Every limit: of single stocks, then of sites."""
    found = []
    for number, of in enumerate(register.accounts):
        if np.isfinite(of.room):
            each = np.zeros(len(register.accounts))
            each[number] = 1.0
            found.append(Limit(of.key.replace("\x1f", "/"), of.site, of.room, each))
    for storage in register.storages:
        takes = [
            storage.per_unit(of) / of.steps_per_unit if of.kind == "warehouse" and of.site == storage.site else 0.0
            for of in register.accounts
        ]
        found.append(Limit(storage.site, storage.site, storage.limit, np.array(takes)))
    return found


def has_limits(register: Register, site: str) -> bool:
    """Whether goods that arrive at a site may find no room."""
    return any(limit.site == site for limit in limits(register))


def storing(books: Books) -> Iterator[Discrepancy]:
    """What is wrong with storage."""
    found = limits(books.register)
    if not found:
        return
    inside, before = _inside(books), _before(books)
    for site in sorted({limit.site for limit in found}):
        here = [limit for limit in found if limit.site == site]
        for limit in here:
            yield from _overflow(books, limit, inside)
        wrong = _idle(books, here, inside, before)
        if wrong:
            yield Discrepancy("goods", "no goods wait while there is room for them", site, float(wrong))


def _inside(books: Books) -> Levels:
    """What is in stock, and what room is kept for since it was taken up at the dock."""
    moves, stock, buyer = books.moves, books.register.is_warehouse, books.orders["buyer"]
    into, out = np.flatnonzero(stock[moves.destination]), np.flatnonzero(stock[moves.origin])
    taken, put = befallen(books, Event.UNLOADING), stored(books)
    account = [moves.destination[into], moves.origin[out], buyer[taken.order], buyer[put.order]]
    time = [moves.time[into], moves.time[out], taken.time, put.time]
    change = [moves.amount[into], -moves.amount[out], taken.quantity, -put.quantity]
    opening = np.where(stock, books.opening, 0)
    return Levels.of(opening, np.concatenate(account), np.concatenate(time), np.concatenate(change))


def _before(books: Books) -> Levels:
    """What stands before the dock."""
    buyer, arrived, taken = books.orders["buyer"], befallen(books, Event.ARRIVED), befallen(books, Event.UNLOADING)
    return Levels.of(
        np.zeros(len(books.register.accounts), dtype=np.int64),
        np.concatenate([buyer[arrived.order], buyer[taken.order]]),
        np.concatenate([arrived.time, taken.time]),
        np.concatenate([arrived.quantity, -taken.quantity]),
    )


def _overflow(books: Books, limit: Limit, inside: Levels) -> Iterator[Discrepancy]:
    """At the end of an instant in which goods were taken up, no more is inside than may be.

    What is made at the site is put into stock though there be no room: what came of it in that instant is left out.
    """
    taken, moves = befallen(books, Event.UNLOADING), books.moves
    times = np.unique(taken.time[limit.each[books.orders["buyer"][taken.order]] > 0])
    if not times.size:
        return
    members = np.flatnonzero(limit.each)
    holds = limit.each[members] @ _at(inside, members, times)
    own = np.flatnonzero((limit.each[moves.destination] > 0) & ~books.register.is_transit[moves.origin])
    made = Parts(moves.destination[own].astype(np.intp), moves.amount[own], moves.time[own])
    place = np.searchsorted(times, made.time)
    at_once = np.flatnonzero(place < times.size)
    at_once = at_once[times[place[at_once]] == made.time[at_once]]
    np.subtract.at(holds, place[at_once], made.quantity[at_once] * limit.each[made.order[at_once]])
    worst = float(np.max(holds - limit.most * (1.0 + _NEARLY), initial=0.0))
    if worst > 0:
        yield Discrepancy("goods", "what arrives is taken up where there is room", limit.name, max(worst, 1.0))


def _idle(books: Books, here: list[Limit], inside: Levels, before: Levels) -> int:
    """Stocks and instants at whose end goods wait although nothing that they need is lacking, nor claimed by others."""
    accounts = books.register.accounts
    members = np.flatnonzero(np.any([limit.each > 0 for limit in here], axis=0))
    site = here[0].site
    times = np.unique(np.concatenate([before.time, inside.time]))
    times = times[times < books.end]
    for number, resource in enumerate(books.register.resources):
        if resource.kind == "receiving" and resource.site == site:
            times = times[_is_idle(books.states[books.states["resource"] == number], times)]
    waits = _at(before, members, times) > 0
    some = waits.any(axis=0)
    if not some.any():
        return 0
    waits, times = waits[:, some], times[some]
    holds = _at(inside, members, times)
    shut = [closed(books, f"stock/{accounts[member].site}/{accounts[member].product}") for member in members]
    explained = np.array([course.at(times) <= 0.0 for course in shut]).reshape(waits.shape)
    waits = waits & ~explained  # what waits before a closed stock claims no room
    for limit in here:
        each = limit.each[members][:, np.newaxis]
        free = limit.most * (1.0 + _NEARLY / 4) - limit.each[members] @ holds
        claimed = (waits & (each > 0) & (each > free)).any(axis=0)
        explained |= (each > 0) & claimed
    return int(np.count_nonzero(waits & ~explained))


def _is_idle(rows: NDArray[np.void], times: NDArray[np.float64]) -> NDArray[np.bool_]:
    """At the end of which instants a dock has nothing to do."""
    place = np.searchsorted(rows["since"], times, side="right") - 1
    state = np.append(rows["state"], State.IDLE)  # the last one stands for before its first
    idle: NDArray[np.bool_] = state[place] == State.IDLE
    return idle


def _at(levels: Levels, members: NDArray[np.intp], times: NDArray[np.float64]) -> NDArray[np.int64]:
    """Levels of some accounts after everything that happened at ``times``, of shape (members, times)."""
    result = np.empty((members.size, times.size), dtype=np.int64)
    ends = np.append(levels.first, levels.level.size)
    for index, account in enumerate(members):
        rows = slice(int(ends[account]), int(ends[account + 1]))
        place = np.searchsorted(levels.time[rows], times, side="right") - 1
        result[index] = levels.level[rows][np.maximum(place, 0)]
    return result
