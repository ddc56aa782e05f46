"""Money of the moment: what a delivery, a shipment, an order and a lost sale cost. Costs of time are accrued later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.engine.agenda import Agenda
    from sim.engine.bay import Part
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


class Charge(Protocol):
    """What goods are charged with when they move."""

    def post(self, order: int, quantity: int) -> None:
        """Posts the charge for ``quantity`` steps of ``order``."""


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


@dataclass(frozen=True, slots=True)
class Cargo:
    """What carrying one step of a product on a lane takes of a payload and costs.

    Attributes:
        posting: Who pays for it.
        sizes: What a step weighs, takes up and counts: kg, m3 and product units.
        limits: What one vehicle can carry of each; infinity where nothing limits.
        per_kg, per_unit: Money for each kg and product unit carried.
    """

    posting: Posting
    sizes: tuple[float, float, float]
    limits: tuple[float, float, float]
    per_kg: float
    per_unit: float

    def fill(self, quantity: int) -> float:
        """The share of a payload that ``quantity`` steps take; where nothing limits it, the product units."""
        shares = [size * quantity / limit for size, limit in zip(self.sizes, self.limits, strict=True)]
        return max(0.0, *shares) if min(self.limits) < float("inf") else self.sizes[2] * quantity

    def own_cost(self, quantity: int) -> float:
        """What is charged for ``quantity`` steps by weight and unit."""
        return self.per_kg * (self.sizes[0] * quantity) + self.per_unit * (self.sizes[2] * quantity)


class TripCost:
    """The cost of a trip: what each of its loads is charged with, and its part of what the trip costs as a whole."""

    __slots__ = ("_cargo", "_per_trip")

    def __init__(self, per_trip: float, cargo: Mapping[int, Cargo]) -> None:
        self._per_trip = per_trip
        self._cargo = cargo

    def post(self, parts: Sequence[Part]) -> None:
        """Posts the cost of a trip that carries ``parts``."""
        fills, whole = [], 0.0
        for part in parts:
            fill = self._cargo[part.lane.transit].fill(part.quantity)
            fills.append(fill)
            whole += fill
        for part, fill in zip(parts, fills, strict=True):
            cargo = self._cargo[part.lane.transit]
            cargo.posting.write(self._per_trip * (fill / whole) + cargo.own_cost(part.quantity), part.order)


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
