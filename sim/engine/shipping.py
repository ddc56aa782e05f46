"""Shipping: goods that leave a stock wait for the dock of their site before they travel."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from sim.clock import snap
from sim.engine.channel import OrderlyLane
from sim.engine.obstructed_lane import ObstructedLane
from sim.engine.throughput import Load
from sim.ledger.tables import Event, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.engine.agenda import Agenda
    from sim.engine.channel import Lane
    from sim.engine.money import Charge
    from sim.engine.throughput import Dock
    from sim.ledger.journal import Journal


class ShippingDock:
    """Where goods wait to be sent off, in the sequence in which they left their stocks."""

    __slots__ = ("_agenda", "_dock", "_journal", "_per_step", "_queue")

    def __init__(self, agenda: Agenda, journal: Journal, dock: Dock, per_step: Mapping[int, float]) -> None:
        self._agenda = agenda
        self._journal = journal
        self._dock = dock
        self._per_step = per_step
        self._queue: deque[Load] = deque()
        dock.begin(self._next_load, self._send_off)

    def take(self, lane: Lane, order: int, quantity: int) -> None:
        """Takes goods over that have left their stock."""
        duration = snap(self._per_step[lane.seller.account] * quantity)
        self._queue.append(Load(lane, order, quantity, duration))
        self._dock.look()

    def _next_load(self) -> Load | None:
        if not self._queue:
            return None
        load = self._queue.popleft()
        events = self._journal.events
        events.write(events.pack(self._agenda.now, load.quantity, load.order, Event.LOADING, Reason.NONE))
        return load

    def _send_off(self, load: Load) -> None:
        if isinstance(load.lane, StagedLane | ObstructedLane):
            load.lane.depart(load.order, load.quantity)


class StagedLane(OrderlyLane):
    """A lane whose goods pass a shipping dock before they travel; no shipment overtakes an earlier one on the way."""

    __slots__ = ("_dock",)

    def stage_at(self, dock: ShippingDock) -> None:
        """Has goods pass ``dock``."""
        self._dock = dock

    def ship(self, order: int, quantity: int) -> None:
        """Goods leave the stock; they are on the lane's account while they wait at the dock."""
        self._goods_write(self._goods_pack(self._agenda.now, quantity, self._from, self.transit, order, 0))
        self.in_transit += quantity
        if self.freight is not None:
            self.freight.post(order, quantity)
        self._dock.take(self, order, quantity)

    def depart(self, order: int, quantity: int) -> None:
        """Sends goods off that have been at the dock; they land after the transit time."""
        self._agenda.add(self._arrival(self._agenda.now), self._key, self._land, (order, quantity))


class CrossingStagedLane(StagedLane):
    """A staged lane on which a shipment may overtake an earlier one."""

    __slots__ = ()

    def _arrival(self, now: float) -> float:
        return super(OrderlyLane, self)._arrival(now)


class Charges:
    """Several charges for the same goods."""

    __slots__ = ("_charges",)

    def __init__(self, *charges: Charge) -> None:
        self._charges = charges

    def post(self, order: int, quantity: int) -> None:
        """Posts each of them."""
        for charge in self._charges:
            charge.post(order, quantity)
