"""The proof of destruction: each strike destroys of what is on hand what it says, and nothing else is written off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.balance import Discrepancy
from sim.ledger.courses import struck
from sim.ledger.tables import NOBODY, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.ledger.books import Books


def destruction(books: Books) -> Iterator[Discrepancy]:
    """What is wrong with what was written off."""
    accounts = books.register.accounts
    for gone in np.flatnonzero(books.register.is_written_off).tolist():
        of = accounts[gone]
        stock = next(
            number
            for number, other in enumerate(accounts)
            if other.kind == "warehouse" and (other.site, other.product) == (of.site, of.product)
        )
        wrong = _strikes(books, stock, gone)
        placed = books.orders["buyer"] == gone
        wrong += int(
            np.count_nonzero(placed & ((books.orders["seller"] != stock) | (books.orders["parent"] != NOBODY)))
        )
        if wrong:
            yield Discrepancy(
                "goods", "what is written off = what strikes destroy", f"{of.site}/{of.product}", float(wrong)
            )


def _strikes(books: Books, stock: int, gone: int) -> int:
    """Strikes that did not destroy what they say, and rows of what was written off that no strike explains."""
    of, moves = books.register.accounts[stock], books.moves
    rows = np.flatnonzero((moves.origin == stock) | (moves.destination == stock))
    change = np.where(moves.destination[rows] == stock, moves.amount[rows], -moves.amount[rows])
    before = of.opening + np.cumsum(change) - change  # in the order in which things happened
    lost = np.flatnonzero(moves.destination[rows] == gone)
    time, amount, held = moves.time[rows[lost]], moves.amount[rows[lost]], before[lost]
    wrong, used = 0, 0
    for struck_at, value, is_share in _blows(books, f"stock/{of.site}/{of.product}"):
        if used < lost.size and time[used] == struck_at:
            whole = int(held[used]) if is_share else of.steps_per_unit
            wrong += int(amount[used] != min(round(value * whole), int(held[used])))
            used += 1
            continue
        place = np.searchsorted(moves.time[rows], (struck_at, struck_at), side="left")
        place[1] = np.searchsorted(moves.time[rows], struck_at, side="right")
        levels = of.opening + np.append(0, np.cumsum(change))[place]
        least = int(levels.min())
        wrong += int(min(round(value * (least if is_share else of.steps_per_unit)), least) > 0)
    return wrong + lost.size - used


def _blows(books: Books, target: str) -> list[tuple[float, float, bool]]:
    """When strikes became harder, the value in force from then on, and whether it is a share, in the order posted."""
    resources, found = books.register.resources, []
    value = dict.fromkeys(struck(books, "destruction", target), 0.0)
    for row in books.states[np.isin(books.states["resource"], list(value))]:
        number = int(row["resource"])
        new = float(row["share"]) if row["state"] == State.DISRUPTED else 0.0
        if new > value[number]:
            found.append((float(row["since"]), new, resources[number].mode == "share"))
        value[number] = new
    return found
