"""Money at prices and rates that disruptions change: what counts is the price or rate of the day it is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.money import Bill, Freight, TripCost

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.engine.adjustment import Additions, Adjustment
    from sim.engine.bay import Part
    from sim.engine.money import Cargo, Posting


class VariableBill(Bill):
    """What was delivered, at the price of the day."""

    __slots__ = ("_adjustment",)

    def __init__(self, posting: Posting, price: float, adjustment: Adjustment) -> None:
        super().__init__(posting, price)
        self._adjustment = adjustment

    @property
    def price(self) -> float:
        """The price of the day."""
        return self._adjustment.of(self._price)

    def post(self, order: int, quantity: int) -> None:
        """Posts the price of ``quantity`` steps of ``order``."""
        self._posting.write(quantity / self._posting.steps_per_unit * self.price, order)


class Duty:
    """A tariff: a share of the price of the day of what was delivered."""

    __slots__ = ("_adjustment", "_posting", "_price", "_rates")

    def __init__(self, posting: Posting, price: float, adjustment: Adjustment | None, rates: Sequence[Additions]):
        self._posting = posting
        self._price = price
        self._adjustment = adjustment
        self._rates = tuple(rates)

    def post(self, order: int, quantity: int) -> None:
        """Posts the duty on ``quantity`` steps of ``order``, if there is one."""
        rate = sum(rate.value for rate in self._rates)
        if rate:
            price = self._price if self._adjustment is None else self._adjustment.of(self._price)
            self._posting.write(quantity / self._posting.steps_per_unit * price * rate, order)


class VariableFreight(Freight):
    """The cost of a shipment, at the rates of the day."""

    __slots__ = ("_adjustment",)

    def __init__(self, posting: Posting, per_shipment: float, per_unit: float, adjustment: Adjustment) -> None:
        super().__init__(posting, per_shipment, per_unit)
        self._adjustment = adjustment

    def post(self, order: int, quantity: int) -> None:
        """Posts the cost of a shipment of ``quantity`` steps for ``order``."""
        units = quantity / self._posting.steps_per_unit
        self._posting.write((self._per_shipment + self._per_unit * units) * self._adjustment.factor.value, order)


class VariableTripCost(TripCost):
    """The cost of a trip, at the rates of the day."""

    __slots__ = ("_adjustment", "_kilometres")

    def __init__(self, per_trip: float, kilometres: float, cargo: Mapping[int, Cargo], adjustment: Adjustment) -> None:
        super().__init__(per_trip, cargo)
        self._kilometres = kilometres
        self._adjustment = adjustment

    def post(self, parts: Sequence[Part]) -> None:
        """Posts the cost of a trip that carries ``parts``."""
        factor, per_trip = self._adjustment.factor.value, self._per_trip
        per_trip += self._kilometres * self._adjustment.fuel.value
        fills = [self._cargo[part.lane.transit].fill(part.quantity) for part in parts]
        whole = 0.0
        for fill in fills:
            whole += fill
        for part, fill in zip(parts, fills, strict=True):
            cargo = self._cargo[part.lane.transit]
            cargo.posting.write((per_trip * (fill / whole) + cargo.own_cost(part.quantity)) * factor, part.order)
