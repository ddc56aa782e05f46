"""Money of the moment: what a delivery, a shipment, an order and a lost sale cost. Costs of time are accrued later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.engine.agenda import Agenda
    from sim.ledger.journal import Journal
    from sim.ledger.tables import MoneyKind


@dataclass(frozen=True, slots=True)
class Posting:
    """Who pays whom for what; the part of a money row that does not change.

    Attributes:
        payer, payee: Numbers of the parties.
        kind: What it is for.
        account: The (site, product) or lane that it is about.
        steps_per_unit: Whole steps in a unit of the product.
    """

    agenda: Agenda
    journal: Journal
    payer: int
    payee: int
    kind: MoneyKind
    account: int
    steps_per_unit: int

    def write(self, amount: float, order: int) -> None:
        """Posts ``amount``, recognised and settled now."""
        money, now = self.journal.money, self.agenda.now
        money.write(money.pack(now, now, amount, self.payer, self.payee, self.kind, self.account, order))


class Bill:
    """The price of what was delivered (or the penalty for what was lost)."""

    __slots__ = ("_posting", "_price")

    def __init__(self, posting: Posting, price: float) -> None:
        self._posting = posting
        self._price = price

    def post(self, order: int, quantity: int) -> None:
        """Posts the price of ``quantity`` steps of ``order``."""
        self._posting.write(quantity / self._posting.steps_per_unit * self._price, order)


class Freight:
    """The cost of a shipment: so much for each, and so much for each unit."""

    __slots__ = ("_per_shipment", "_per_unit", "_posting")

    def __init__(self, posting: Posting, per_shipment: float, per_unit: float) -> None:
        self._posting = posting
        self._per_shipment = per_shipment
        self._per_unit = per_unit

    def post(self, order: int, quantity: int) -> None:
        """Posts the cost of a shipment of ``quantity`` steps for ``order``."""
        units = quantity / self._posting.steps_per_unit
        self._posting.write(self._per_shipment + self._per_unit * units, order)


class OrderingCost:
    """The cost of placing an order: so much for each, and so much for each unit ordered."""

    __slots__ = ("_per_order", "_per_unit", "_posting")

    def __init__(self, posting: Posting, per_order: float, per_unit: float) -> None:
        self._posting = posting
        self._per_order = per_order
        self._per_unit = per_unit

    def post(self, quantity: int) -> None:
        """Posts the cost of ordering ``quantity`` steps with the order that is placed next."""
        units = quantity / self._posting.steps_per_unit
        order = len(self._posting.journal.orders)
        self._posting.write(self._per_order + self._per_unit * units, order)
