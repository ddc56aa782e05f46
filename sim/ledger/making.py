"""The proof of what was made: what left the shop floor had entered it, with all that its recipe asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.ledger.balance import Discrepancy
from sim.ledger.levels import totals
from sim.ledger.tables import BEFORE, NOBODY, Event, Reason, State
from sim.ledger.yields import yields
from sim.scenario.recipe import NOISE, NOISE_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.ledger.books import Books

_NEARLY: Final = 1e-12
"""What adding up shares may be off by, for each step."""


def making(books: Books) -> Iterator[Discrepancy]:
    """What is wrong with production orders, and with what they used and brought forth."""
    register = books.register
    if not register.is_production.any():
        return
    facts = books.facts
    seller = books.orders["seller"]
    maker = register.column("maker").astype(np.int64)
    main = register.is_production & (maker == np.arange(maker.size))
    made = np.flatnonzero(main[seller])
    released = _of_event(books, Event.RELEASED)
    begun = main[seller] & (facts.received_at == BEFORE)  # what is in process when the run begins
    released[begun] += books.orders["quantity"][begun]
    out = facts.shipped + facts.scrapped
    given_up = facts.lost - facts.lost_under_way
    for rule, difference in (
        ("nothing is made that was not released", np.maximum(out - released, 0)),
        ("no more is released than was ordered", np.maximum(released + given_up - books.orders["quantity"], 0)),
    ):
        yield from _largest(books, rule, made, difference[made])
    astray = np.flatnonzero((released > 0) & ~main[seller])
    yield from _largest(books, "only production orders are released", astray, released[astray])
    scrapped = np.flatnonzero((facts.scrapped > 0) & ~main[seller])
    yield from _largest(books, "only production orders are scrapped", scrapped, facts.scrapped[scrapped])
    yield from _waiting(books, made)
    yield from _fixed_yields(books, made)
    yield from _parts(books, released, out)


def scrapped_by_disruption(books: Books) -> NDArray[np.int64]:
    """Steps whose jobs a disruption has destroyed on a machine, by order."""
    return _of_event(books, Event.SCRAPPED, Reason.DISRUPTED)


def _of_event(books: Books, event: Event, *reasons: Reason) -> NDArray[np.int64]:
    """Steps that an event befell, by order; for some reasons only, where any are given."""
    chosen = (books.events["event"] == event) & (books.events["order"] < books.orders.size)
    if reasons:
        chosen &= np.isin(books.events["reason"], reasons)
    events = books.events[chosen]
    return totals(events["order"], events["quantity"], books.orders.size)


def _largest(books: Books, rule: str, orders: NDArray[np.intp], difference: NDArray[np.int64]) -> Iterator[Discrepancy]:
    size = np.abs(difference)
    if size.any():
        worst = int(size.argmax())
        account = books.register.accounts[int(books.orders["seller"][orders[worst]])]
        yield Discrepancy("goods", rule, account.key.replace("\x1f", "/"), float(size[worst]))


def _waiting(books: Books, made: NDArray[np.intp]) -> Iterator[Discrepancy]:
    """A production order that is not released in full in the instant of its receipt waits, and says why, or is lost."""
    events, received_at = books.events[books.events["order"] < books.orders.size], books.facts.received_at
    events = events[events["time"] == received_at[events["order"]]]
    at_once = events[events["event"] == Event.RELEASED]
    late = books.orders["quantity"] - totals(at_once["order"], at_once["quantity"], books.orders.size)
    told = np.isin(made, events["order"][np.isin(events["event"], (Event.WAITING, Event.LOST))])
    silent = made[~told & (received_at[made] >= 0) & (received_at[made] < books.end)]
    yield from _largest(books, "a production order that is not released at once says why", silent, late[silent])


def _fixed_yields(books: Books, made: NDArray[np.intp]) -> Iterator[Discrepancy]:
    """Where the share that is good is fixed, all that was made is good by this share, to the nearest step."""
    register, facts, seller = books.register, books.facts, books.orders["seller"][made]
    good, size = register.column("good").astype(np.float64), len(register.accounts)
    scraps = facts.scrapped - scrapped_by_disruption(books)
    low, high = yields(books)
    perfect = made[(good[seller] == 1.0) & np.array([number not in low for number in seller], dtype=np.bool_)]
    yield from _largest(books, "what is perfect is not scrapped", perfect, scraps[perfect])
    begun = facts.received_at[made] == BEFORE  # of what is in process when the run begins all that is stated is good
    shipped = totals(seller[~begun], facts.shipped[made][~begun], size)
    scrapped = totals(seller[~begun], scraps[made][~begun], size)
    is_low = np.isin(np.arange(size), list(low))
    for account in np.flatnonzero((np.isfinite(good) & (good < 1.0) | is_low) & (shipped + scrapped > 0)).tolist():
        whole = float(shipped[account] + scrapped[account])
        least, most = low.get(account, good[account] * whole), high.get(account, good[account] * whole)
        off = max(least - float(shipped[account]), float(shipped[account]) - most)
        if np.isfinite(good[account]) and off > 0.5 + _NEARLY * whole:
            name = register.accounts[account].key.replace("\x1f", "/")
            yield Discrepancy("goods", "what is good = what was made x yield", name, off)


def _parts(books: Books, released: NDArray[np.int64], out: NDArray[np.int64]) -> Iterator[Discrepancy]:
    """Components and by-products of each production order: as much as the recipe says, rounded over the order."""
    register, orders, facts = books.register, books.orders, books.facts
    maker = register.column("maker").astype(np.int64)
    ratio = register.column("ratio").astype(np.float64)
    lost = _of_event(books, Event.LOST, Reason.DISRUPTED)
    refused = lost == orders["quantity"]  # before anything was booked
    for account in np.flatnonzero(register.is_use | (register.is_production & (maker != np.arange(maker.size)))):
        uses = bool(register.is_use[account])
        side = "buyer" if uses else "seller"
        parts = np.flatnonzero(orders[side] == account)
        is_parent = (orders["seller"] == maker[account]) & (facts.received_at != BEFORE)
        parents = np.flatnonzero(is_parent & (facts.received_at < books.end) & ~refused)
        whole = np.zeros(orders.size, dtype=np.int64)
        known = parts[orders["parent"][parts] < orders.size]
        whole[orders["parent"][known]] = orders["quantity"][known]
        name = "components" if uses else "by-products"
        expected = _whole(orders["quantity"][parents] * ratio[account], uses=uses)
        rule = f"{name} booked = what the recipe asks for"
        yield from _largest(books, rule, parents, whole[parents] - expected)
        if known.size != parts.size:
            yield Discrepancy("goods", rule, register.accounts[account].key.replace("\x1f", "/"), 1.0)
        moved = np.zeros(orders.size, dtype=np.int64)
        # What would have come of jobs that were lost is called off with them.
        moved[orders["parent"][known]] = facts.shipped[known] + lost[known]
        done = released if uses else out
        expected = _whole(done[parents] * ratio[account], uses=uses)
        yield from _largest(books, f"{name} moved = recipe x what was made", parents, moved[parents] - expected)


def _whole(exact: NDArray[np.float64], *, uses: bool) -> NDArray[np.int64]:
    """Whole steps: components are used up as they are begun, by-products come out when they are complete."""
    noise = NOISE + NOISE_SHARE * exact
    whole: NDArray[np.int64] = (np.ceil(exact - noise) if uses else np.floor(exact + noise)).astype(np.int64)
    return whole


def machine_states(books: Books, resource: int, rows: NDArray[np.void]) -> int:
    """Rows of the states of a machine that cannot be right: nothing changes, or the wrong order is on it.

    If all could be, in how many ways they differ from the history that the machine itself has kept.
    """
    site, orders = books.register.resources[resource].site, books.orders
    state, order = rows["state"].astype(np.int64), rows["order"]
    before = np.concatenate([[State.IDLE], state[:-1]])
    order_before = np.concatenate([[NOBODY], order[:-1]]).astype(np.uint32)
    wrong = (state == before) & (order == order_before)
    needs = np.isin(state, (State.BUSY, State.SETUP, State.BLOCKED))
    wrong |= needs & (order >= orders.size)
    wrong |= (state == State.IDLE) & (order != NOBODY)
    real = np.flatnonzero(order < orders.size)
    at = np.array([account.site == site for account in books.register.accounts], dtype=np.bool_)
    wrong[real] |= ~at[orders["seller"][order[real]]] | ~books.register.is_production[orders["seller"][order[real]]]
    wrong |= (order >= orders.size) & (order != NOBODY) | (state >= len(State))
    if books.live_machines is None or wrong.any():
        return int(np.count_nonzero(wrong))
    edges = np.concatenate([[0.0], rows["since"], [books.end]])
    spent = np.bincount(np.concatenate([[State.IDLE], state]), weights=np.diff(edges), minlength=len(State))
    entries = np.bincount(state, minlength=len(State))
    history = np.concatenate([spent, entries, [float(order.sum(dtype=np.int64))]])
    return int(np.count_nonzero(~(history == books.live_machines[resource])) + np.count_nonzero(np.diff(edges) < 0))
