"""The proof of lanes that disruptions strike: what is stopped stops, and whatever goes on arrives when it must."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.ledger.balance import Discrepancy
from sim.ledger.closures import Closures
from sim.ledger.levels import totals
from sim.ledger.tables import NOBODY, Event, Reason
from sim.ledger.travelling import Voyage
from sim.ledger.visits import let_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.ledger.books import Books
    from sim.ledger.travelling import Part

_ROWS: Final = "goods"


def obstructing(books: Books) -> Iterator[Discrepancy]:
    """What is wrong with goods on lanes that disruptions close or slow down."""
    if books.register.adjusted.isdisjoint(("closure", "lead_time")):
        lost = books.events[books.events["event"] == Event.LOST]
        stray = int(np.count_nonzero(lost["reason"] == Reason.LOST_UNDER_WAY))
        if stray:
            yield Discrepancy(_ROWS, "goods are lost where a closure says so", "table events", float(stray))
        return
    lanes = {of.target[5:] for of in books.register.resources if of.target.startswith("lane/")}
    lanes |= {of.detour for of in books.register.resources if of.detour}
    closures = {lane: Closures.of(books, lane) for lane in sorted(lanes)}
    for rule, wrong in (
        ("goods leave a lane for another, or are lost, where a closure says so", _led_astray(books, closures)),
        ("what is lost under way is told", _untold(books)),
        ("nothing lands from a lane while all on it rests", _landed(books, closures)),
        ("orders over a closed lane are refused where a closure says so", _unrefused(books, closures)),
    ):
        if wrong:
            yield Discrepancy(_ROWS, rule, "table goods", float(wrong))
    yield from _voyages(books, closures)


def diverted(books: Books) -> NDArray[np.int64]:
    """Steps on each lane that were ordered over another one, less those ordered over it that are on another one."""
    register, moves, size = books.register, books.moves, len(books.register.accounts)
    found = np.zeros(size, dtype=np.int64)
    if "closure" not in register.adjusted:
        return found
    rows = np.flatnonzero(moves.order < books.orders.size)
    meant = books.orders["transit"][moves.order[rows]]
    for account, sign in ((moves.destination[rows], 1), (moves.origin[rows], -1)):
        other = np.flatnonzero(register.is_transit[account] & (meant != account) & (meant != NOBODY))
        amount = sign * moves.amount[rows[other]]
        found += totals(account[other], amount, size) - totals(meant[other], amount, size)
    return found


def refused_on_lanes(books: Books) -> NDArray[np.bool_]:
    """Which orders were refused on a closed lane, so that their seller never saw them; of shape (orders,)."""
    orders, resources = books.orders, books.register.resources
    refused = np.zeros(orders.size, dtype=np.bool_)
    for lane in {of.target[5:] for of in resources if of.refuses and of.target.startswith("lane/")}:
        over = np.isin(orders["transit"], [i for i, of in enumerate(books.register.accounts) if of.lane == lane])
        mine = np.flatnonzero(over & (orders["placed_at"] >= 0))
        refused[mine] = Closures.of(books, lane).refuses_at(orders["placed_at"][mine])
    return refused


def _led_astray(books: Books, closures: dict[str, Closures]) -> int:
    """Rows by which goods leave a lane for anything but its destination, without a closure that makes them."""
    moves, accounts = books.moves, books.register.accounts
    wrong = 0
    for row in np.flatnonzero(~moves.leaves & ~moves.arrives).tolist():
        origin, destination = accounts[moves.origin[row]], accounts[moves.destination[row]]
        time, closure = float(moves.time[row]), closures.get(origin.lane)
        if closure is None or origin.product != destination.product:
            wrong += 1
        elif destination.kind == "loss":
            wrong += destination.lane != origin.lane or not closure.begins("lose", time)
        else:
            same = (origin.origin, origin.destination) == (destination.origin, destination.destination)
            wrong += not same or destination.lane not in closure.detours_at(time)
    return wrong


def _untold(books: Books) -> int:
    """Steps that were lost without an event, or are told of and were not lost."""
    moves, events, size = books.moves, books.events, books.orders.size
    rows = np.flatnonzero(books.register.is_loss[moves.destination] & (moves.order < size))
    told = events[(events["event"] == Event.LOST) & (events["reason"] == Reason.LOST_UNDER_WAY)]
    told = told[told["order"] < size]
    lost = sorted(zip(moves.order[rows].tolist(), moves.time[rows].tolist(), moves.amount[rows].tolist(), strict=True))
    due = sorted(zip(told["order"].tolist(), told["time"].tolist(), told["quantity"].tolist(), strict=True))
    return 0 if lost == due else max(len(lost), len(due), 1)


def _landed(books: Books, closures: dict[str, Closures]) -> int:
    """Goods that arrived from a lane while all on it rested."""
    moves, accounts, wrong = books.moves, books.register.accounts, 0
    received = books.register.column("is_received").astype(np.bool_)
    for number, of in enumerate(accounts):
        if of.kind != "transit" or of.lane not in closures or received[of.destination] or of.carried_on != NOBODY:
            continue
        rows = np.flatnonzero((moves.origin == number) & moves.arrives)
        late = let_in(books)  # it had arrived before
        rows = rows[~np.isin(moves.time[rows], late.time) | ~np.isin(moves.order[rows], late.order)]
        times = moves.time[rows]
        wrong += sum(int(np.count_nonzero((times >= a) & (times < b))) for a, b in closures[of.lane].rests)
    return wrong


def _unrefused(books: Books, closures: dict[str, Closures]) -> int:
    """Orders over a lane that were refused for no reason, or were not although they should have been."""
    orders, accounts, events = books.orders, books.register.accounts, books.events
    refused = np.zeros(orders.size, dtype=np.bool_)
    rows = events[(events["event"] == Event.LOST) & (events["reason"] == Reason.DISRUPTED)]
    rows = rows[rows["order"] < orders.size]
    rows = rows[rows["time"] == orders["placed_at"][rows["order"]]]
    refused[rows["order"]] = True
    wrong = 0
    for number, of in enumerate(accounts):
        if of.kind != "transit" or of.lane not in closures:
            continue
        mine = np.flatnonzero((orders["transit"] == number) & (orders["placed_at"] >= 0))
        due = closures[of.lane].refuses_at(orders["placed_at"][mine])
        seller_refuses = accounts[of.origin].kind != "transit" and _may_refuse(books, of.origin)
        wrong += int(np.count_nonzero(due & ~refused[mine]))
        if not seller_refuses:
            wrong += int(np.count_nonzero(~due & refused[mine]))
    return wrong


def _may_refuse(books: Books, seller: int) -> bool:
    """Whether a seller itself may be closed."""
    of = books.register.accounts[seller]
    return any(resource.target.endswith(f"/{of.site}/{of.product}") for resource in books.register.resources)


def _voyages(books: Books, closures: dict[str, Closures]) -> Iterator[Discrepancy]:
    """Each lane is travelled anew: who waits, and when those arrive whose time is known."""
    register, moves = books.register, books.moves
    docks = {of.site for of in register.resources if of.kind == "shipping"}
    voyages = []
    staged = set()
    for lane, closure in closures.items():
        numbers = [i for i, of in enumerate(register.accounts) if of.lane == lane and of.kind == "transit"]
        if not numbers or register.accounts[numbers[0]].carried_on != NOBODY:
            continue
        if register.accounts[register.accounts[numbers[0]].origin].site in docks:
            staged.update(numbers)  # goods set out when the dock has done them
        else:
            voyages.append(Voyage.of(books, lane, numbers, closure))
    events = books.events[books.events["order"] < books.orders.size]
    held = events[(events["event"] == Event.HELD) & (events["reason"] == Reason.DISRUPTED)]
    carried = register.column("carried_on").astype(np.int64) != NOBODY
    transit = books.orders["transit"][held["order"]]
    plain = (transit != NOBODY) & ~carried[np.minimum(transit, carried.size - 1)]
    plain &= ~np.isin(transit, list(staged))
    told = zip(held["order"][plain], held["time"][plain], held["quantity"][plain], strict=True)
    waited = [part for voyage in voyages for part in voyage.held]
    # Goods that leave a seller which opens in the very instant in which the lane does may find it closed or open.
    opened = {change.time for closure in closures.values() for change in closure.changes if not change.begins}
    waited = [part for part in waited if part[1] not in opened]
    shown = [(int(o), float(t), int(q)) for o, t, q in told if float(t) not in opened]
    yield from _differ("what cannot set out is held", waited, shown)

    exact = np.isin(np.arange(len(register.accounts)), [n for v in voyages if v.is_exact for n in v.accounts])
    known = np.zeros(books.orders.size, dtype=np.bool_)
    rows = np.flatnonzero(moves.order < books.orders.size)
    into = rows[register.is_transit[moves.destination[rows]]]
    known[moves.order[into]] = True
    known[moves.order[into[~exact[moves.destination[into]]]]] = False
    known &= ~books.facts.in_transit_before
    received = register.column("is_received").astype(np.bool_)
    out = rows[exact[moves.origin[rows]] & moves.arrives[rows] & ~received[moves.destination[rows]]]
    landed = _parts(moves.order[out], moves.time[out], moves.amount[out])
    arrived = events[events["event"] == Event.ARRIVED]
    landed += _parts(arrived["order"], arrived["time"], arrived["quantity"])
    late = let_in(books)
    landed += _parts(late.order, late.time, -late.quantity)  # it had arrived before
    gone = rows[exact[moves.origin[rows]] & ~moves.arrives[rows]]
    for rule, due, done in (
        ("goods land when the time of their lane is over", [p for v in voyages for p in v.landed], landed),
        (
            "what a closure stops is lost, or goes another way, at once",
            [part for voyage in voyages for part in voyage.stopped],
            _parts(moves.order[gone], moves.time[gone], moves.amount[gone]),
        ),
    ):
        counts = ([part for part in parts if known[part[0]] and part[1] < books.end] for parts in (due, done))
        yield from _differ(rule, *counts)


def _parts(order: NDArray[np.integer], time: NDArray[np.float64], amount: NDArray[np.int64]) -> list[Part]:
    return list(zip(order.tolist(), time.tolist(), amount.tolist(), strict=True))


def _differ(rule: str, due: list[Part], done: list[Part]) -> Iterator[Discrepancy]:
    """Tells where amounts by order and time are not the same."""
    amounts: dict[tuple[int, float], int] = {}
    for sign, parts in ((1, due), (-1, done)):
        for order, time, amount in parts:
            amounts[order, time] = amounts.get((order, time), 0) + sign * amount
    wrong = max(amounts.items(), key=lambda item: abs(item[1]), default=None)
    if wrong is not None and wrong[1]:
        yield Discrepancy(_ROWS, rule, f"order {wrong[0][0]}", float(abs(wrong[1])))
