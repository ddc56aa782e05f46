"""The trial balance: proof that the ledger and the live state of the engine tell the same story, to the last step.

A difference is a fault of the simulator, never of the user.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.balance import Discrepancy, TrialBalance
from sim.ledger.closed_sites import closed_sites
from sim.ledger.continuity import continuity
from sim.ledger.destruction import destruction
from sim.ledger.disrupting import disrupting
from sim.ledger.handling import handling
from sim.ledger.hauling import hauling
from sim.ledger.levels import totals
from sim.ledger.making import making
from sim.ledger.obstructing import diverted, obstructing
from sim.ledger.payments import payments
from sim.ledger.tables import BEFORE, NOBODY, Event
from sim.ledger.transmitting import transmitting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sim.ledger.books import Books


def reconcile(books: Books) -> TrialBalance:
    """Proves the books.

    Goods: the live stock, goods in transit, backlog and supply line of each account equal its opening and postings;
    what was delivered is what was ordered less what is open, given up or in transit; stock is never below 0, no order
    is shipped or delivered beyond its quantity, goods enter at suppliers and leave at customers only; an order that a
    warehouse does not meet at once says why; time never goes back.

    An order is promised for no time before it was placed, and its cause is an earlier one. States of resources and
    forecasts are as they follow from the orders.

    Money: each row is what follows from a delivery, a shipment, an order or a lost sale, and none is missing.
    """
    details: list[Discrepancy] = []
    for check, differences in (*_moves(books), *_accounts(books), *_orders(books)):
        details += _largest(books, check, differences)
    details += _times(books)
    details += continuity(books)
    details += disrupting(books)
    details += obstructing(books)
    details += transmitting(books)
    details += making(books)
    details += hauling(books)
    details += handling(books)
    details += closed_sites(books)
    details += destruction(books)
    details += payments(books)
    details.sort(key=lambda detail: -detail.amount)
    return TrialBalance(
        goods=max((int(detail.amount) for detail in details if detail.ledger == "goods"), default=0),
        money=max((detail.amount for detail in details if detail.ledger == "money"), default=0.0),
        details=tuple(details),
    )


def _largest(books: Books, check: str, differences: NDArray[np.int64]) -> Iterator[Discrepancy]:
    """The largest of differences in steps, each of an account."""
    size = np.abs(differences)
    if size.any():
        worst = int(size.argmax())
        account = books.register.accounts[worst]
        yield Discrepancy("goods", check, account.key.replace("\x1f", "/"), float(size[worst]))


def _totals(account: NDArray[np.uint32], amount: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Sums by account of amounts that are mostly 0."""
    rows = np.flatnonzero(amount)
    return totals(account[rows], amount[rows], size)


def _moves(books: Books) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """Rules for single rows of goods; what breaks them is summed by account."""
    register, size, moves = books.register, len(books.register.accounts), books.moves

    def broken(where: NDArray[np.bool_], account: NDArray[np.uint32]) -> NDArray[np.int64]:
        rows = np.flatnonzero(where)
        return totals(account[rows], np.maximum(np.abs(moves.amount[rows]), 1), size)

    yield "an amount moved is positive", broken(moves.amount <= 0, moves.origin)
    # Where a lane begins and ends; between sites goods are handed over to whoever ordered them.
    begins = register.column("origin").astype(np.uint32)
    ends = register.column("destination").astype(np.uint32)
    astray = ~moves.arrives & (begins[moves.destination] != moves.origin)
    astray |= ~moves.leaves & (ends[moves.origin] != moves.destination)
    if "closure" in register.adjusted:  # goods may have been lost on a lane, or have left it for another
        astray &= ~(~moves.leaves & ~moves.arrives)
    yield "goods go on a lane at its origin and leave it at its destination", broken(astray, moves.origin)
    yield "goods move for an order that was placed", broken(moves.order >= books.orders.size, moves.origin)


def _accounts(books: Books) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """Live state against opening and postings, by account."""
    register, size, moves = books.register, len(books.register.accounts), books.moves
    facts, orders, stock = books.facts, books.orders, books.stock
    buyer, seller = np.ascontiguousarray(orders["buyer"]), np.ascontiguousarray(orders["seller"])
    transit = np.ascontiguousarray(orders["transit"])
    yield (
        "live stock = opening + receipts - issues",
        np.where(register.is_warehouse, books.live_on_hand - stock.last, 0),
    )
    yield "stock is never below 0", np.minimum(stock.lowest, 0)

    received = totals(moves.destination, moves.amount, size)
    issued = totals(moves.origin, moves.amount, size)
    enters = np.array([account.kind == "supplier" for account in register.accounts], dtype=np.bool_)
    yield "no goods go to a supplier", np.where(enters, received, 0)
    yield "no goods come from a customer", np.where(register.is_customer, issued, 0)
    yield "nothing goes back to where it was made", np.where(register.is_production, received, 0)
    yield "nothing comes back that was used up", np.where(register.is_use, issued, 0)
    limit = register.column("limit").astype(np.float64)
    yield "a supplier ships no more than it has", np.maximum(issued - limit, 0).astype(np.int64)
    in_transit = np.where(register.is_transit, books.opening + received - issued, 0)
    yield "live transit = opening + departures - arrivals", books.live_in_transit - in_transit
    owed = np.where(facts.received_at < books.end, facts.open, 0)
    yield "live backlog = received - shipped - given up", books.live_backlog - _totals(seller, owed, size)
    awaited = facts.open + facts.in_transit
    yield "live supply line = ordered - delivered - given up", books.live_on_order - _totals(buyer, awaited, size)

    travelling = np.where(transit != NOBODY, facts.in_transit, 0)
    expected = _totals(transit, travelling, size) + diverted(books)
    yield "goods in transit = orders shipped and not delivered", in_transit - expected
    delivered = np.where(register.is_transit | register.is_loss, 0, received)
    yield "delivered = ordered - open - given up - in transit", delivered - totals(buyer, facts.delivered, size)
    shipped = np.where(facts.in_transit_before, 0, facts.shipped)
    left = np.where(register.is_transit, 0, issued)
    yield "what left a site = what was shipped for its orders", left - totals(seller, shipped, size)

    quantity = np.ascontiguousarray(orders["quantity"])
    waiting = np.where((facts.received_at == BEFORE) & ~facts.in_transit_before, quantity, 0)
    opening = register.column("opening_backlog").astype(np.int64) - _totals(seller, waiting, size)
    yield "opening backlog = orders that waited at the start", opening
    on_way = np.where(facts.in_transit_before & (transit != NOBODY), quantity, 0)
    opening = np.where(register.is_transit, books.opening, 0) - _totals(transit, on_way, size)
    yield "opening transit = orders on the way at the start", opening


def _orders(books: Books) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """Rules for single orders; what breaks them is summed by account."""
    facts, orders, size = books.facts, books.orders, len(books.register.accounts)

    def broken(rows: NDArray[np.intp], by: NDArray[np.int64], side: str) -> NDArray[np.int64]:
        return totals(orders[side][rows], np.abs(by[rows]), size)

    quantity = np.ascontiguousarray(orders["quantity"])
    one, (unpromised, effects) = np.ones_like(quantity), _misplaced(orders)
    yield "an order is promised for no time before it is placed", broken(unpromised, one, "buyer")
    yield "an order is caused by an earlier one", broken(effects, one, "buyer")
    yield "an order is for something", broken(np.flatnonzero(quantity <= 0), np.maximum(np.abs(quantity), 1), "buyer")
    yield "no order is shipped beyond its quantity", broken(np.flatnonzero(facts.open < 0), facts.open, "seller")
    travelling = facts.in_transit
    yield "no order is delivered before it is shipped", broken(np.flatnonzero(travelling < 0), travelling, "buyer")
    apart = np.flatnonzero((orders["transit"] == NOBODY) & (travelling != 0))
    yield "goods that are handed over are not in transit", broken(apart, travelling, "buyer")

    late = quantity - facts.shipped_at_once
    received_at = facts.received_at
    waited = np.flatnonzero(late)
    waited = waited[books.register.is_warehouse[orders["seller"][waited]]]
    waited = waited[(received_at[waited] >= 0) & (received_at[waited] < books.end)]
    events = books.events[books.events["order"] < orders.size]
    ways = (events["event"] == Event.RECEIVED) | (events["event"] == Event.UNSENT)
    told = events[~ways & (events["time"] == received_at[events["order"]])]
    explained = np.zeros(orders.size, dtype=np.bool_)
    explained[told["order"]] = True
    yield "an order that is not met at once says why", broken(waited[~explained[waited]], late, "seller")


def _misplaced(orders: NDArray[np.void]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Orders whose promise, and orders whose cause, makes no sense; what was placed before the run has no promise."""
    placed_at, promised_at, parent = orders["placed_at"], orders["promised_at"], orders["parent"]
    unpromised = np.flatnonzero(~((placed_at >= 0) & (promised_at >= placed_at) & (promised_at < np.inf)))
    before = (placed_at[unpromised] == BEFORE) & (np.abs(promised_at[unpromised]) == np.inf)
    effects = np.flatnonzero(parent != NOBODY)
    return unpromised[~before], effects[parent[effects] >= effects]


def _times(books: Books) -> Iterator[Discrepancy]:
    """Time never goes back, and nothing happens after the end."""
    events = books.events[books.events["event"] != Event.RECEIVED]  # posted when sent: it may lie ahead
    for table, time in (
        ("goods", books.moves.time),
        ("orders", books.orders["placed_at"]),
        ("events", events["time"]),
        ("money", books.posted_money["recognised_at"]),
        ("states", books.states["since"]),
        ("forecasts", books.forecasts["time"]),
    ):
        wrong = int(np.count_nonzero(time[1:] < time[:-1])) + int(np.count_nonzero(~(time <= books.end)))
        if wrong:
            yield Discrepancy("goods", "time never goes back, nor beyond the end", f"table {table}", float(wrong))
