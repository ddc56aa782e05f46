"""The proof of posted money: each row follows from something that happened, at a rate that was known before the run."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.ledger.balance import Discrepancy
from sim.ledger.levels import sums
from sim.ledger.tables import Event, MoneyKind
from sim.scenario.site import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from sim.ledger.books import Books


@dataclass(frozen=True, slots=True)
class Payments:
    """Rows of money by column, of shape (rows,).

    Attributes:
        recognised_at: When it became due.
        settled_at: When it was paid.
        amount: How much.
        payer, payee: Numbers of the parties.
        account: What it is about.
        order: The order that it is paid for.
    """

    recognised_at: NDArray[np.float64]
    settled_at: NDArray[np.float64]
    amount: NDArray[np.float64]
    payer: NDArray[np.uint32]
    payee: NDArray[np.uint32]
    account: NDArray[np.uint32]
    order: NDArray[np.uint32]

    @classmethod
    def posted(cls, money: NDArray[np.void], rows: NDArray[np.intp]) -> Payments:
        """What the engine posted in some rows of the money table."""
        return cls(*(money[item.name][rows] for item in fields(cls)))

    def equals(self, other: Payments) -> bool:
        """Whether every row is the same to the last bit."""
        return all(np.array_equal(getattr(self, item.name), getattr(other, item.name)) for item in fields(self))


def payments(books: Books) -> Iterator[Discrepancy]:
    """What is wrong with posted money; what accrues over time is derived from levels that are proved elsewhere.

    What each kind of row must be is reckoned anew from goods, orders and events, by the same operations as in the
    engine, so that nothing is rounded otherwise: a right ledger is off by 0.0.
    """
    money, rates = books.posted_money, _Rates(books)
    kinds = np.ascontiguousarray(money["kind"])
    proved, wrong = 0, []
    for kind, (rule, reckon) in _DUE.items():
        rows = np.flatnonzero(kinds == kind)
        posted, due = Payments.posted(money, rows), reckon(books, rates)
        proved += rows.size
        if not due.equals(posted):
            wrong.append(Discrepancy("money", rule, *_worst(books, due, posted)))
    if proved != money.size:
        stray = ~np.isin(kinds, list(_DUE))
        amount = float(np.nan_to_num(np.abs(money["amount"][stray])).max())
        yield Discrepancy("money", "the engine posts money of the moment only", "posted money", amount or 1.0)
    if wrong:
        yield from wrong
        yield from _parties(books)


def _parties(books: Books) -> Iterator[Discrepancy]:
    money = books.posted_money
    astray = (money["payer"] == money["payee"]) | ~np.isfinite(money["amount"])
    astray |= np.maximum(money["payer"], money["payee"]) >= len(books.register.parties)
    if astray.any():
        worst = max(float(np.nan_to_num(np.abs(money["amount"][astray])).max()), 1.0)
        yield Discrepancy("money", "payer and payee are known and differ", "posted money", worst)


def _worst(books: Books, due: Payments, posted: Payments) -> tuple[str, float]:
    """The order whose money is off by most, and by how much; where only other columns differ, the largest amount."""
    last = books.orders.size  # a place for orders that do not exist
    difference = sums(np.minimum(due.order, last), due.amount, last + 1)
    amount = np.where(np.isfinite(posted.amount), posted.amount, 0.0)
    difference -= sums(np.minimum(posted.order, last), amount, last + 1)
    order = int(np.abs(difference).argmax())
    return f"order {order}", float(abs(difference[order])) or float(due.amount.max(initial=0.0)) or 1.0


class _Rates:
    """What the register says of money, by account."""

    def __init__(self, books: Books) -> None:
        register = books.register
        self.outside = register.parties.index(OUTSIDE)
        self.steps = books.steps_per_unit
        self.owner = register.column("owner").astype(np.uint32)
        self.payer = register.column("freight_payer").astype(np.uint32)
        self.seller = register.column("origin").astype(np.uint32)
        self.price = self._of(books, "price")
        self.lost_sale = self._of(books, "lost_sale")
        self.per_order, self.per_unit_ordered = self._of(books, "per_order"), self._of(books, "per_unit_ordered")
        self.per_shipment, self.per_unit_shipped = self._of(books, "per_shipment"), self._of(books, "per_unit_shipped")
        self.supplied = np.array([account.kind == "supplier" for account in register.accounts], dtype=np.bool_)

    @staticmethod
    def _of(books: Books, attribute: str) -> NDArray[np.float64]:
        return books.register.column(attribute).astype(np.float64)

    def to_outside(
        self,
        time: NDArray[np.float64],
        amount: NDArray[np.float64],
        payer: NDArray[np.uint32],
        account: NDArray[np.uint32],
        order: NDArray[np.uint32] | NDArray[np.intp],
    ) -> Payments:
        """Money that is paid at once to the outside world."""
        payee = np.full(time.size, self.outside, dtype=np.uint32)
        return Payments(time, time, amount, payer, payee, account, order.astype(np.uint32))


def _chosen(member: NDArray[np.bool_], account: NDArray[np.uint32]) -> NDArray[np.intp]:
    """The rows whose account is a member; most often none is."""
    return np.flatnonzero(member[account]) if member.any() else np.zeros(0, dtype=np.intp)


def _purchases(books: Books, rates: _Rates) -> Payments:
    priced = rates.supplied & (rates.price != 0)
    moves = books.moves
    rows = _chosen(priced[rates.seller], moves.origin)
    rows = rows[books.register.is_warehouse[moves.destination[rows]]]
    return _delivered(books, rates, rows, rates.price[rates.seller[moves.origin[rows]]])


def _sales(books: Books, rates: _Rates) -> Payments:
    destination = books.moves.destination
    rows = _chosen(books.register.is_customer & (rates.price != 0), destination)
    return _delivered(books, rates, rows, rates.price[destination[rows]])


def _delivered(books: Books, rates: _Rates, rows: NDArray[np.intp], price: NDArray[np.float64]) -> Payments:
    """Money for deliveries, which are rows of goods; inside one owner none moves."""
    moves = books.moves
    buyer, payee = moves.destination[rows], rates.owner[rates.seller[moves.origin[rows]]]
    payer = rates.owner[buyer]
    between = payer != payee
    if not between.all():
        rows, price, buyer, payer, payee = (column[between] for column in (rows, price, buyer, payer, payee))
    time, amount = moves.time[rows], moves.amount[rows] / rates.steps[buyer] * price
    return Payments(time, time, amount, payer, payee, buyer, moves.order[rows])


def _transport(books: Books, rates: _Rates) -> Payments:
    moves = books.moves
    costs = books.register.is_transit & ((rates.per_shipment != 0) | (rates.per_unit_shipped != 0))
    rows = _chosen(costs, moves.destination)
    lane = moves.destination[rows]
    units = moves.amount[rows] / rates.steps[lane]
    amount = rates.per_shipment[lane] + rates.per_unit_shipped[lane] * units
    return rates.to_outside(moves.time[rows], amount, rates.payer[lane], lane, moves.order[rows])


def _ordering(books: Books, rates: _Rates) -> Payments:
    orders = books.orders
    rows = _chosen((rates.per_order != 0) | (rates.per_unit_ordered != 0), orders["buyer"])
    rows = rows[orders["placed_at"][rows] >= 0]
    buyer = orders["buyer"][rows]
    units = orders["quantity"][rows] / rates.steps[buyer]
    amount = rates.per_order[buyer] + rates.per_unit_ordered[buyer] * units
    return rates.to_outside(orders["placed_at"][rows], amount, rates.owner[buyer], buyer, rows)


def _lost_sales(books: Books, rates: _Rates) -> Payments:
    rows = books.events[books.events["event"] == Event.LOST] if rates.lost_sale.any() else books.events[:0]
    rows = rows[rows["order"] < books.orders.size]
    seller = books.orders["seller"][rows["order"]]
    penalised = rates.lost_sale[seller] != 0
    rows, seller = rows[penalised], seller[penalised]
    amount = rows["quantity"] / rates.steps[seller] * rates.lost_sale[seller]
    return rates.to_outside(rows["time"], amount, rates.owner[seller], seller, rows["order"])


_DUE: Final[dict[MoneyKind, tuple[str, Callable[[Books, _Rates], Payments]]]] = {
    MoneyKind.SALE: ("sales = goods delivered x price", _sales),
    MoneyKind.PURCHASE: ("purchases = goods delivered x price", _purchases),
    MoneyKind.TRANSPORT: ("transport = shipments and units shipped x their rates", _transport),
    MoneyKind.ORDERING: ("ordering costs = orders and units ordered x their rates", _ordering),
    MoneyKind.LOST_SALE: ("penalties = lost sales x their rate", _lost_sales),
}
"""What money of the moment is paid for, and how it is reckoned."""
