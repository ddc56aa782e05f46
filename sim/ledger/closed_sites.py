"""The proof of closures: what is closed lets nothing out and nothing in, and what stood before it comes in after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.balance import Discrepancy
from sim.ledger.courses import closed
from sim.ledger.levels import totals
from sim.ledger.tables import BEFORE, Event, Reason
from sim.ledger.visits import befallen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.ledger.courses import Course


def may_close(books: Books) -> NDArray[np.bool_]:
    """Which accounts are stocks that a disruption may close, of shape (accounts,)."""
    targets = {of.target for of in books.register.resources if of.kind == "disruption" and of.effect == "closure"}
    return np.array(
        [of.kind == "warehouse" and f"stock/{of.site}/{of.product}" in targets for of in books.register.accounts],
        dtype=np.bool_,
    )


def was_closed(books: Books, site: str) -> bool:
    """Whether some stock of a site was closed for a while."""
    accounts = books.register.accounts
    return any(
        accounts[number].site == site and not _course(books, int(number)).is_flat
        for number in np.flatnonzero(may_close(books))
    )


def closed_sites(books: Books) -> Iterator[Discrepancy]:
    """What is wrong with closed stocks and recipes; closed lines are proved with the machines."""
    for number in np.flatnonzero(may_close(books)).tolist():
        course = _course(books, number)
        if not course.is_flat:
            yield from _stock(books, number, course)
        yield from _held(books, number)
    for number, of in enumerate(books.register.accounts):
        if of.recipe and of.maker == number:
            yield from _recipe(books, number, closed(books, f"recipe/{of.site}/{of.recipe}"))


def _course(books: Books, account: int) -> Course:
    of = books.register.accounts[account]
    return closed(books, f"stock/{of.site}/{of.product}")


def _within(course: Course, times: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of ``times`` lie inside a closure; not those at which it begins or ends."""
    inside: NDArray[np.bool_] = (course.at(times) <= 0.0) & ~np.isin(times, course.times)
    return inside


def _stock(books: Books, number: int, course: Course) -> Iterator[Discrepancy]:
    moves, register, name = books.moves, books.register, books.register.accounts[number].key.replace("\x1f", "/")
    inside = _within(course, moves.time)
    out = inside & (moves.origin == number)
    out &= register.is_transit[moves.destination] | register.is_customer[moves.destination]
    into = inside & (moves.destination == number) & register.is_transit[moves.origin]
    # What the dock had taken up before it was closed is put away.
    if register.accounts[number].is_received:
        into &= False
    for rule, rows in (("a closed stock ships nothing", out), ("a closed stock takes nothing in", into)):
        if rows.any():
            yield Discrepancy("goods", rule, name, float(moves.amount[rows].sum()))
    taken = befallen(books, Event.UNLOADING)
    early = _within(course, taken.time) & (books.orders["buyer"][taken.order] == number)
    if early.any():
        yield Discrepancy("goods", "a closed stock takes nothing in", name, float(taken.quantity[early].sum()))


def _held(books: Books, number: int) -> Iterator[Discrepancy]:
    """Without a reception, goods stand before a stock only while it is closed, and come in when they are told to."""
    register = books.register
    if register.accounts[number].is_received:
        return
    name, course = register.accounts[number].key.replace("\x1f", "/"), _course(books, number)
    buyer, size = books.orders["buyer"], books.orders.size
    arrived, taken = befallen(books, Event.ARRIVED), befallen(books, Event.UNLOADING)
    arrived, taken = arrived.of(buyer == number), taken.of(buyer == number)
    reasons = books.events[(books.events["event"] == Event.ARRIVED) & (books.events["order"] < size)]
    astray = int(np.count_nonzero(reasons["reason"][buyer[reasons["order"]] == number] != Reason.DISRUPTED))
    shut = (course.at(arrived.time) <= 0.0) | np.isin(arrived.time, course.times)
    astray += int(np.count_nonzero(~shut)) + int(np.count_nonzero(~np.isin(taken.time, course.times)))
    moves = books.moves
    rows = np.flatnonzero((moves.destination == number) & register.is_transit[moves.origin] & (moves.order < size))
    at_opening = rows[np.isin(moves.time[rows], taken.time)]
    landed = totals(moves.order[at_opening], moves.amount[at_opening], size)
    astray += int(np.maximum(totals(taken.order, taken.quantity, size) - landed, 0).sum())
    if astray:
        yield Discrepancy("goods", "goods stand before a stock while it is closed", name, float(astray))


def _recipe(books: Books, number: int, course: Course) -> Iterator[Discrepancy]:
    """A closed recipe without a route releases nothing; with one, what was offered before may enter the shop."""
    account = books.register.accounts[number]
    if course.is_flat:
        return
    events = books.events[(books.events["event"] == Event.RELEASED) & (books.events["order"] < books.orders.size)]
    mine = books.orders["seller"][events["order"]] == number
    late = mine & _within(course, events["time"])
    if account.route:  # of orders that were received while it was closed nothing can have been offered
        received = books.facts.received_at[events["order"]]
        late &= (
            (received != BEFORE)
            & _within(course, received)
            & (_spell(course, received) == _spell(course, events["time"]))
        )
    if late.any():
        name = account.key.replace("\x1f", "/")
        yield Discrepancy("goods", "a closed recipe releases nothing", name, float(events["quantity"][late].sum()))


def _spell(course: Course, times: NDArray[np.float64]) -> NDArray[np.intp]:
    """Which spell between two changes of a course each of ``times`` lies in."""
    return np.searchsorted(course.times, times, side="right")
