"""Lanes whose goods may have to wait, rest, take longer, be lost or go another way, when disruptions strike them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock import snap
from sim.engine.channel import Lane
from sim.engine.stock import Stock
from sim.ledger.tables import Event, Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.disruption.what.closure import Closure
    from sim.engine.money import Charge
    from sim.engine.obstruction import Obstruction
    from sim.engine.shipping import ShippingDock


class Shipment:
    """Goods that wait to set out on a lane that is struck, or are under way on it.

    Attributes:
        lane: The lane.
        order: The order that they are for.
        quantity: Steps.
        due_at: When they arrive if nothing intervenes; of those that rest, how long they still take.
        turn: How often they were put on the agenda; entries of earlier turns count for nothing.
    """

    __slots__ = ("due_at", "lane", "order", "quantity", "turn")

    def __init__(self, lane: ObstructedLane, order: int, quantity: int) -> None:
        self.lane = lane
        self.order = order
        self.quantity = quantity
        self.due_at = 0.0
        self.turn = 0


class LosingLane(Lane):
    """One product on a lane on which it may be lost under way.

    Attributes:
        loss: Account of what is lost on the way.
    """

    __slots__ = ()
    loss: int

    def lose(self, order: int, quantity: int) -> None:
        """Goods that are under way are lost: written off, and no longer expected by the buyer."""
        now = self._agenda.now
        self._goods_write(self._goods_pack(now, quantity, self.transit, self.loss, order, 0))
        self.in_transit -= quantity
        self.buyer.on_order -= quantity
        events = self._journal.events
        events.write(events.pack(now, quantity, order, Event.LOST, Reason.LOST_UNDER_WAY))
        if isinstance(self.buyer, Stock) and self.buyer.asleep:
            self.buyer.wake_up()


class ObstructedLane(LosingLane):
    """One product on a lane that is struck: it may have to wait, rest, take longer, be lost or go another way.

    Attributes:
        detours: The lanes that its goods can be sent over instead, by name.
        dock: The dock that its goods pass before they travel; None where they pass none.
        toll: Posts what transport costs, and nothing else; None where it costs nothing.
        waits_for_opening: Whether none may overtake what was in transit when the run began.
    """

    __slots__ = (
        "_last", "_obstruction", "_orderly", "_resting", "_time", "_travelling", "detours", "dock", "loss", "toll",
        "waits_for_opening",
    )  # fmt: skip

    def face(self, obstruction: Obstruction, time: Callable[[], float], *, orderly: bool) -> None:
        """Has it bear what ``obstruction`` does; undisturbed, goods that set out now take ``time()``.

        Args:
            obstruction: What disruptions do to the lane.
            time: The undisturbed time, on the time grid.
            orderly: Whether no shipment may overtake an earlier one.
        """
        self._obstruction = obstruction
        self._time = time
        self._orderly = orderly
        self._last = 0.0
        self._travelling: dict[Shipment, None] = {}
        self._resting: list[Shipment] = []
        self.detours: dict[str, ObstructedLane] = {}
        self.dock: ShippingDock | None = None
        self.loss = self.transit
        self.toll: Charge | None = None
        self.waits_for_opening = False

    def ship(self, order: int, quantity: int) -> None:
        """Goods leave the seller: they set out, or wait until they can."""
        detour = self._obstruction.detour
        if detour is not None:
            self.detours[detour].ship(order, quantity)
            return
        self._goods_write(self._goods_pack(self._agenda.now, quantity, self._from, self.transit, order, 0))
        self.in_transit += quantity
        if self.freight is not None:
            self.freight.post(order, quantity)
        if self.dock is None:
            self.depart(order, quantity)
        else:
            self.dock.take(self, order, quantity)

    def depart(self, order: int, quantity: int) -> None:
        """Goods are ready to set out."""
        self._obstruction.admit(Shipment(self, order, quantity))

    def set_out(self, shipment: Shipment) -> None:
        """Goods set out now."""
        due_at = self._agenda.now + snap(self._obstruction.time.of(self._time()))
        if self._orderly:
            due_at = self._last = max(due_at, self._last)
        self._travel(shipment, due_at)

    def open_shipment(self, quantity: int, at: float) -> None:
        """Goods that are in transit when the run begins, due at ``at``."""
        order = self.open_order(quantity, shipped=True)
        self.in_transit += quantity
        if self.waits_for_opening:
            self._last = max(at, self._last)
        self._travel(Shipment(self, order, quantity), at)

    def _travel(self, shipment: Shipment, due_at: float) -> None:
        shipment.due_at = due_at
        shipment.turn += 1
        self._travelling[shipment] = None
        self._agenda.add(due_at, self._key, self._arrive, (shipment, shipment.turn))

    def _arrive(self, due: tuple[Shipment, int]) -> None:
        shipment, turn = due
        if turn == shipment.turn and shipment in self._travelling:
            del self._travelling[shipment]
            self._land((shipment.order, shipment.quantity))

    def slow(self, ratio: float) -> None:
        """What is left of the time of goods under way changes by a ratio."""
        now, self._last = self._agenda.now, 0.0
        for shipment in list(self._travelling):
            due_at = now + snap((shipment.due_at - now) * ratio)
            self._last = max(due_at, self._last)
            self._travel(shipment, due_at)
        for shipment in self._resting:
            shipment.due_at = snap(shipment.due_at * ratio)

    def stop(self, closure: Closure) -> None:
        """Deals with what is under way as a closure says, see ``Closable``."""
        if closure.in_transit == "arrive":
            return
        now = self._agenda.now
        stopped = [*self._resting, *self._travelling]
        for shipment in self._travelling:
            shipment.due_at -= now
        self._travelling.clear()
        self._resting, self._last = [], 0.0
        if closure.in_transit == "hold":
            self._resting = stopped
        for shipment in stopped:
            if closure.in_transit == "lose":
                self.lose(shipment.order, shipment.quantity)
            elif closure.in_transit == "divert" and closure.divert_to is not None:
                self.divert(shipment, closure.divert_to)

    def go_on(self) -> None:
        """Lets what rests go on, see ``Closable``."""
        resting, self._resting = self._resting, []
        for shipment in resting:
            due_at = self._agenda.now + shipment.due_at
            self._last = max(due_at, self._last)
            self._travel(shipment, due_at)

    def divert(self, shipment: Shipment, detour: str) -> None:
        """Has goods go on by a detour, from now on and as if they set out there."""
        other, quantity, order = self.detours[detour], shipment.quantity, shipment.order
        self._goods_write(self._goods_pack(self._agenda.now, quantity, self.transit, other.transit, order, 0))
        self.in_transit -= quantity
        other.take_over(order, quantity)

    def take_over(self, order: int, quantity: int) -> None:
        """Goods come from another lane, and set out on this one."""
        self.in_transit += quantity
        if self.toll is not None:
            self.toll.post(order, quantity)
        self.depart(order, quantity)
