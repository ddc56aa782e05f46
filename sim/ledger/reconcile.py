"""The trial balance: proof that the ledger and the live state of the engine tell the same story, to the last step.

A difference is a fault of the simulator, never of the user.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from sim.ledger.balance import Discrepancy, TrialBalance
from sim.ledger.levels import sums, totals
from sim.ledger.tables import BEFORE, NOBODY, Event, MoneyKind

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

    Money: payer and payee of each row are known and differ; purchases and sales are what was delivered at its price.
    """
    details: list[Discrepancy] = []
    for check, differences in (*_moves(books), *_accounts(books), *_orders(books)):
        details += _largest(books, check, differences)
    details += _times(books)
    details += _money(books)
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
    in_transit = np.where(register.is_transit, books.opening + received - issued, 0)
    yield "live transit = opening + departures - arrivals", books.live_in_transit - in_transit
    owed = np.where(facts.received_at < books.end, facts.open, 0)
    yield "live backlog = received - shipped - given up", books.live_backlog - _totals(seller, owed, size)
    awaited = facts.open + facts.in_transit
    yield "live supply line = ordered - delivered - given up", books.live_on_order - _totals(buyer, awaited, size)

    travelling = np.where(transit != NOBODY, facts.in_transit, 0)
    yield "goods in transit = orders shipped and not delivered", in_transit - _totals(transit, travelling, size)
    delivered = np.where(register.is_transit, 0, received)
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
    told = events[(events["event"] != Event.RECEIVED) & (events["time"] == received_at[events["order"]])]
    explained = np.zeros(orders.size, dtype=np.bool_)
    explained[told["order"]] = True
    yield "an order that is not met at once says why", broken(waited[~explained[waited]], late, "seller")


def _times(books: Books) -> Iterator[Discrepancy]:
    """Time never goes back, and nothing happens after the end."""
    events = books.events[books.events["event"] != Event.RECEIVED]  # posted when sent: it may lie ahead
    for table, time in (
        ("goods", books.moves.time),
        ("orders", books.orders["placed_at"]),
        ("events", events["time"]),
        ("money", books.posted_money["recognised_at"]),
    ):
        wrong = int(np.count_nonzero(time[1:] < time[:-1])) + int(np.count_nonzero(~(time <= books.end)))
        if wrong:
            yield Discrepancy("goods", "time never goes back, nor beyond the end", f"table {table}", float(wrong))


@dataclass(frozen=True, slots=True)
class _Money:
    """Columns of posted money, contiguous, of shape (rows,)."""

    recognised_at: NDArray[np.float64]
    amount: NDArray[np.float64]
    payer: NDArray[np.uint32]
    payee: NDArray[np.uint32]
    kind: NDArray[np.uint32]
    account: NDArray[np.uint32]
    order: NDArray[np.uint32]

    @classmethod
    def of(cls, books: Books) -> _Money:
        return cls(*(np.ascontiguousarray(books.posted_money[item.name]) for item in fields(cls)))

    def only(self, kind: MoneyKind) -> _Money:
        """The rows of one kind."""
        rows = np.flatnonzero(self.kind == kind)
        return _Money(*(getattr(self, item.name)[rows] for item in fields(self)))


def _money(books: Books) -> Iterator[Discrepancy]:
    """Rules for posted money; what accrues over time is derived from the levels proved above."""
    register, money, moves = books.register, _Money.of(books), books.moves
    parties = len(register.parties)
    wrong = (money.payer == money.payee) | (np.maximum(money.payer, money.payee) >= parties)
    wrong |= ~np.isfinite(money.amount)
    if wrong.any():
        worst = max(float(np.nan_to_num(np.abs(money.amount[wrong])).max()), 1.0)
        yield Discrepancy("money", "payer and payee are known and differ", "posted money", worst)
    origin = register.column("origin").astype(np.intp)
    price = register.column("price").astype(np.float64)
    supplied = np.array([account.kind == "supplier" for account in register.accounts], dtype=np.bool_)
    bought = register.is_warehouse[moves.destination] & (supplied & (price != 0))[origin][moves.origin]
    rows = np.flatnonzero(bought)
    yield from _delivered(books, money.only(MoneyKind.PURCHASE), "purchases", rows, price[origin[moves.origin[rows]]])
    rows = np.flatnonzero((register.is_customer & (price != 0))[moves.destination])
    yield from _delivered(books, money.only(MoneyKind.SALE), "sales", rows, price[moves.destination[rows]])
    yield from _occasions(books, money)


def _delivered(
    books: Books, money: _Money, what: str, rows: NDArray[np.intp], price: NDArray[np.float64]
) -> Iterator[Discrepancy]:
    """Money of one kind against the goods whose delivery it pays for: one row each, in the same sequence.

    Args:
        books: The books.
        money: Money of that kind as it was posted.
        what: Its name.
        rows: Rows of goods that are paid for on delivery, of shape (deliveries,).
        price: Price of one unit, of shape (deliveries,).
    """
    register, moves = books.register, books.moves
    owner = register.column("owner").astype(np.uint32)
    seller_of = register.column("origin").astype(np.intp)
    buyer, seller = moves.destination[rows], seller_of[moves.origin[rows]]
    between = owner[buyer] != owner[seller]  # inside one owner no money moves
    if not between.all():
        rows, price, buyer, seller = rows[between], price[between], buyer[between], seller[between]
    order = moves.order[rows]
    due = moves.amount[rows] / books.steps_per_unit[buyer] * price
    if (
        np.array_equal(due, money.amount)
        and np.array_equal(order, money.order)
        and np.array_equal(moves.time[rows], money.recognised_at)
        and np.array_equal(owner[buyer], money.payer)
        and np.array_equal(owner[seller], money.payee)
    ):
        return
    last = books.orders.size  # a place for orders that do not exist
    difference = sums(np.minimum(order, last), due, last + 1)
    difference -= sums(np.minimum(money.order, last), money.amount, last + 1)
    worst = int(np.abs(difference).argmax())
    largest = float(abs(difference[worst])) or float(due.max(initial=0.0)) or 1.0
    yield Discrepancy("money", f"{what} = goods delivered x price", f"order {worst}", largest)


def _occasions(books: Books, money: _Money) -> Iterator[Discrepancy]:
    """An account that pays for shipments, lost sales or orders pays for each of them.

    What each costs is not in the register; a missing row is therefore put at the mean of the account's other rows.
    """
    moves, orders, size = books.moves, books.orders, len(books.register.accounts)
    lost = books.events["order"][books.events["event"] == Event.LOST]
    lost = orders["seller"][lost[lost < orders.size]]
    occasions = (
        (MoneyKind.TRANSPORT, "shipments", np.bincount(moves.destination[moves.leaves], minlength=size)),
        (MoneyKind.LOST_SALE, "lost sales", np.bincount(lost, minlength=size)),
    )
    for kind, what, expected in occasions:
        posted = money.only(kind)
        yield from _missing(books, posted, what, expected, np.bincount(posted.account, minlength=size))
    posted = money.only(MoneyKind.ORDERING)
    if posted.amount.size:
        pays = np.zeros(size, dtype=np.bool_)
        pays[posted.account] = True
        placed = orders[pays[orders["buyer"]] & (orders["placed_at"] >= 0)]
        expected = _instants(placed["buyer"], placed["placed_at"], size)
        yield from _missing(
            books, posted, "orders placed", expected, _instants(posted.account, posted.recognised_at, size)
        )


def _instants(account: NDArray[np.uint32], time: NDArray[np.float64], size: int) -> NDArray[np.intp]:
    """At how many different instants each account did something, of shape (accounts,); times ascend."""
    order = np.argsort(account, kind="stable")
    account, time = account[order], time[order]
    new = np.ones(account.size, dtype=np.bool_)
    np.logical_or(account[1:] != account[:-1], time[1:] != time[:-1], out=new[1:])
    return np.bincount(account[new], minlength=size)


def _missing(
    books: Books, posted: _Money, what: str, expected: NDArray[np.intp], found: NDArray[np.intp]
) -> Iterator[Discrepancy]:
    difference = np.where(found > 0, np.abs(expected - found), 0)
    if difference.any():
        worst = int(difference.argmax())
        mean = float(posted.amount[posted.account == worst].mean())
        subject = books.register.accounts[worst].key.replace("\x1f", "/")
        yield Discrepancy("money", f"money for each of the {what}", subject, (mean or 1.0) * int(difference[worst]))
