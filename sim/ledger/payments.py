"""The proof of posted money: each row follows from something that happened, at a rate that was known before the run."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.ledger.adjusting import adjusted, adjustment
from sim.ledger.balance import Discrepancy
from sim.ledger.haulage import are_sound, freight
from sim.ledger.levels import sums
from sim.ledger.tables import NOBODY, Event, MoneyKind, Reason, State
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
    kinds = np.where(_is_for_trips(books), _TRIPS, money["kind"])
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
        self.per_job, self.per_unit_made = self._of(books, "per_job"), self._of(books, "per_unit_made")
        self.handled_in, self.handled_out = self._of(books, "handled_in"), self._of(books, "handled_out")
        self.makes = bool(self.per_job.any() or self.per_unit_made.any())
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
    return _delivered(books, rates, rows, _price(books, rates, rows))


def _sales(books: Books, rates: _Rates) -> Payments:
    destination = books.moves.destination
    rows = _chosen(books.register.is_customer & (rates.price != 0), destination)
    return _delivered(books, rates, rows, _price(books, rates, rows))


def _price(books: Books, rates: _Rates, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """The price of one unit in some rows of goods that reach a buyer, as of then; of shape (rows,)."""
    register, moves = books.register, books.moves
    buyer = moves.destination[rows]
    at = np.where(register.is_customer[buyer], buyer, rates.seller[moves.origin[rows]])
    if "price" not in register.adjusted:
        return rates.price[at]
    prefix = {"supplier": "supply", "customer": "purchase"}
    names = [f"{prefix.get(of.kind, '')}/{of.site}/{of.product}" for of in register.accounts]
    return adjusted(books, "price", names, at, moves.time[rows], rates.price[at])


def _duties(books: Books, rates: _Rates) -> Payments:
    """Tariffs on what is delivered, at the rates of its lane and its supplier."""
    register, moves = books.register, books.moves
    if "tariff" not in register.adjusted:
        return rates.to_outside(np.zeros(0), np.zeros(0), *(np.zeros(0, dtype=np.uint32),) * 3)
    rows = np.flatnonzero(moves.arrives & (moves.order < books.orders.size))
    rows = rows[rates.seller[moves.origin[rows]] != rates.seller[moves.destination[rows]]]
    by_supplier = [f"supply/{of.site}/{of.product}" for of in register.accounts]
    by_lane = [f"lane/{of.lane}" for of in register.accounts]
    rate = adjustment(books, "tariff", by_supplier, rates.seller[moves.origin[rows]], moves.time[rows]).plus
    rate = rate + adjustment(books, "tariff", by_lane, moves.origin[rows], moves.time[rows]).plus
    rows, rate = rows[rate != 0], rate[rate != 0]
    sold = rates.supplied[rates.seller[moves.origin[rows]]] | register.is_customer[moves.destination[rows]]
    buyer, seller = moves.destination[rows], rates.seller[moves.origin[rows]]
    priced = np.where(register.is_customer[buyer], rates.price[buyer], rates.price[seller]) != 0
    due = sold & priced & (rates.owner[buyer] != rates.owner[seller])
    rows, rate, buyer = rows[due], rate[due], buyer[due]
    amount = moves.amount[rows] / rates.steps[buyer] * _price(books, rates, rows) * rate
    return rates.to_outside(moves.time[rows], amount, rates.owner[buyer], buyer, moves.order[rows])


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
    if "freight" in books.register.adjusted:
        names = [f"lane/{of.lane}" for of in books.register.accounts]
        amount = amount * adjustment(books, "freight", names, lane, moves.time[rows]).factor
    return rates.to_outside(moves.time[rows], amount, rates.payer[lane], lane, moves.order[rows])


def _trips(books: Books, rates: _Rates) -> Payments:
    """Trips are paid for load by load, when they are taken up."""
    costs = [of.per_trip or of.per_km or of.per_kg or of.per_unit for of in books.register.carriers]
    rows, amount = np.zeros(0, dtype=np.intp), np.zeros(0)
    if any(costs) and are_sound(books):  # what is not is told of elsewhere
        amount = freight(books)
        charged = np.array([costs[route.carrier] > 0 for route in books.register.routes], dtype=np.bool_)
        rows = np.flatnonzero(charged[books.trips["route"][books.loads["trip"]]])
    loads = books.loads[rows]
    lane = loads["account"]
    return rates.to_outside(
        books.trips["began_at"][loads["trip"]], amount[rows], rates.payer[lane], lane, loads["order"]
    )


def _is_for_trips(books: Books) -> NDArray[np.bool_]:
    """Which rows of money pay for trips, rather than for shipments that leave by themselves."""
    money = books.posted_money
    carried = books.register.column("carried_on").astype(np.int64) != NOBODY
    known = np.minimum(money["account"], carried.size - 1)
    return np.asarray((money["kind"] == MoneyKind.TRANSPORT) & carried[known])


def _handling(books: Books, rates: _Rates) -> Payments:
    """Goods that come from a lane into a stock, and goods that leave a site for a lane or a customer."""
    moves, register = books.moves, books.register
    charged = np.zeros(moves.time.size, dtype=np.bool_)
    rate = np.zeros(moves.time.size)
    account = moves.destination.copy()
    if rates.handled_in.any():
        rows = np.flatnonzero(~moves.leaves & (rates.handled_in[moves.destination] != 0))
        charged[rows], rate[rows] = True, rates.handled_in[moves.destination[rows]]
    if rates.handled_out.any():
        goes = register.is_transit[moves.destination] | register.is_customer[moves.destination]
        rows = np.flatnonzero(goes & (rates.handled_out[moves.origin] != 0))
        charged[rows], rate[rows] = True, rates.handled_out[moves.origin[rows]]
        account[rows] = moves.origin[rows]
    rows = np.flatnonzero(charged)
    account = account[rows]
    amount = moves.amount[rows] / rates.steps[account] * rate[rows]
    return rates.to_outside(moves.time[rows], amount, rates.owner[account], account, moves.order[rows])


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
    rows = rows[(rows["order"] < books.orders.size) & (rows["reason"] != Reason.LOST_UNDER_WAY)]
    seller = books.orders["seller"][rows["order"]]
    # What is taken back from a production order, or called off by a stock, is no sale.
    penalised = (rates.lost_sale[seller] != 0) & books.register.is_customer[books.orders["buyer"][rows["order"]]]
    rows, seller = rows[penalised], seller[penalised]
    amount = rows["quantity"] / rates.steps[seller] * rates.lost_sale[seller]
    return rates.to_outside(rows["time"], amount, rates.owner[seller], seller, rows["order"])


def _production(books: Books, rates: _Rates) -> Payments:
    rows = books.events[books.events["event"] == Event.RELEASED] if rates.makes else books.events[:0]
    rows = rows[rows["order"] < books.orders.size]
    maker = books.orders["seller"][rows["order"]]
    costs = (rates.per_job[maker] != 0) | (rates.per_unit_made[maker] != 0)
    rows, maker = rows[costs], maker[costs]
    amount = rates.per_job[maker] + rates.per_unit_made[maker] * (rows["quantity"] / rates.steps[maker])
    return rates.to_outside(rows["time"], amount, rates.owner[maker], maker, rows["order"])


def _setups(books: Books, rates: _Rates) -> Payments:
    """A set-up is paid for when it begins; what was interrupted and goes on is still the same one."""
    costs = np.array([resource.per_setup for resource in books.register.resources] or [0.0])
    states = books.states[books.states["resource"] < costs.size]
    of_interest = (costs[states["resource"]] != 0) & ~np.isin(states["state"], (State.DOWN, State.OFF, State.DISRUPTED))
    number = np.flatnonzero(of_interest)
    number = number[np.argsort(states["resource"][number], kind="stable")]
    in_turn = states[number][["resource", "state", "order"]]
    begun = (in_turn["state"] == State.SETUP) & (in_turn["order"] < books.orders.size)
    begun[1:] &= in_turn[1:] != in_turn[:-1]
    rows = states[np.sort(number[begun])]
    maker = books.orders["seller"][rows["order"]]
    return rates.to_outside(rows["since"], costs[rows["resource"]], rates.owner[maker], maker, rows["order"])


_TRIPS: Final = 0
"""Stands for the part of ``MoneyKind.TRANSPORT`` that is paid for trips."""
_DUE: Final[dict[int, tuple[str, Callable[[Books, _Rates], Payments]]]] = {
    MoneyKind.SALE: ("sales = goods delivered x price", _sales),
    MoneyKind.PURCHASE: ("purchases = goods delivered x price", _purchases),
    MoneyKind.TRANSPORT: ("transport = shipments and units shipped x their rates", _transport),
    _TRIPS: ("transport = trips x their rates, shared among their loads", _trips),
    MoneyKind.ORDERING: ("ordering costs = orders and units ordered x their rates", _ordering),
    MoneyKind.PRODUCTION: ("costs of production = jobs and units released x their rates", _production),
    MoneyKind.SETUP: ("costs of set-ups = set-ups x their rates", _setups),
    MoneyKind.HANDLING: ("handling = goods put away and sent off x their rates", _handling),
    MoneyKind.TARIFF: ("tariffs = goods delivered x price x rates of duty", _duties),
    MoneyKind.LOST_SALE: ("penalties = lost sales x their rate", _lost_sales),
}
"""What money of the moment is paid for, and how it is reckoned."""
