"""Receiving: how goods that arrive at a site come into its stock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clock import snap
from sim.engine.clock import day_of
from sim.engine.storage import StoredStock
from sim.engine.throughput import Load
from sim.ledger.tables import NOBODY, Event, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.engine.agenda import Agenda
    from sim.engine.channel import Lane
    from sim.engine.money import Bill
    from sim.engine.storage import Room
    from sim.engine.throughput import Dock
    from sim.ledger.journal import Journal
    from sim.streams import Calendar


class DockToStock:
    """The time from having been at the dock to being in stock, by account: fixed, or drawn by day and ordinal."""

    __slots__ = ("_agenda", "_days", "_fixed", "_times")

    def __init__(self, agenda: Agenda, fixed: float, times: Mapping[int, Calendar], days: float) -> None:
        self._agenda = agenda
        self._fixed = fixed
        self._times = times
        self._days = days

    def of(self, account: int) -> float:
        """The time that goods of an account take which leave the dock now, on the time grid."""
        if account not in self._times:
            return self._fixed
        return snap(self._times[account].draw(day_of(self._agenda.now, self._days)))


class Arrival:
    """Goods that stand before the dock.

    Attributes:
        lane: The lane that they came on.
        order: Number of the order.
        quantity: Steps that are not taken up yet.
        rooms: The limits of storage that they need room in.
    """

    __slots__ = ("lane", "order", "quantity", "rooms")

    def __init__(self, lane: Lane, order: int, quantity: int) -> None:
        self.lane = lane
        self.order = order
        self.quantity = quantity
        buyer = lane.buyer
        self.rooms: tuple[Room, ...] = buyer.rooms if isinstance(buyer, StoredStock) else ()


class Reception:
    """Where goods come in at a site as far as there is room; the work takes no time.

    What does not find room waits, and nobody overtakes it who needs room that it lacks; others pass.

    Attributes:
        waiting: What stands before it, in the sequence of arrival.
        costs: Posts what putting away costs, by account.
    """

    __slots__ = ("_agenda", "_dock_to_stock", "_journal", "_key", "_looking", "costs", "waiting")

    def __init__(self, agenda: Agenda, journal: Journal, key: int, dock_to_stock: DockToStock) -> None:
        self._agenda = agenda
        self._journal = journal
        self._key = key
        self._dock_to_stock = dock_to_stock
        self._looking = False
        self.waiting: list[Arrival] = []
        self.costs: dict[int, Bill] = {}

    def arrive(self, lane: Lane, shipment: tuple[int, int]) -> None:
        """Takes a shipment in that has come on a lane."""
        arrival = Arrival(lane, *shipment)
        self._post(Event.ARRIVED, arrival.order, arrival.quantity, self._reason(arrival))
        self.waiting.append(arrival)
        self.look()

    def look(self) -> None:
        """Takes up what there is room for."""
        while (load := self.next_load()) is not None:
            self.put_away(load)

    def look_soon(self) -> None:
        """Room has become free: what waits for it comes in as soon as what happens now is done."""
        if self.waiting and not self._looking:
            self._looking = True
            self._agenda.soon(self._key, self._look_again, None)

    def _look_again(self, _: None) -> None:
        self._looking = False
        self.look()

    def next_load(self) -> Load | None:
        """What is taken up next, as a whole or as far as there is room; None if nothing can be."""
        for index, arrival, quantity in self._admissible():
            account = arrival.lane.buyer.account
            arrival.quantity -= quantity
            if not arrival.quantity:
                del self.waiting[index]
            for room in arrival.rooms:
                room.take(account, quantity)
            self._post(Event.UNLOADING, arrival.order, quantity, Reason.NONE)
            return Load(arrival.lane, arrival.order, quantity, self.duration(account, quantity))
        return None

    def duration(self, _account: int, _quantity: int) -> float:
        """What the work takes."""
        return 0.0

    def put_away(self, load: Load) -> None:
        """A load has been at the dock: it is in stock after the time from dock to stock."""
        time = self._dock_to_stock.of(load.lane.buyer.account)
        if time > 0.0:
            self._agenda.add(self._agenda.now + time, self._key, self._store, load)
        else:
            self._store(load)

    def _store(self, load: Load) -> None:
        buyer = load.lane.buyer
        if isinstance(buyer, StoredStock):
            for room in buyer.rooms:
                room.take(buyer.account, -load.quantity)  # from now on the stock itself takes it
        load.lane.land((load.order, load.quantity))
        cost = self.costs.get(buyer.account)
        if cost is not None:
            cost.post(load.order, load.quantity)

    def _admissible(self) -> Iterator[tuple[int, Arrival, int]]:
        """What can be taken up now, and how much of it, in the sequence of arrival."""
        lacking: set[Room] = set()
        for index, arrival in enumerate(self.waiting):
            quantity = 0 if not lacking.isdisjoint(arrival.rooms) else self._room_for(arrival)
            if quantity:
                yield index, arrival, quantity
            lacking.update(self._lacking(arrival))

    def _room_for(self, arrival: Arrival) -> int:
        account = arrival.lane.buyer.account
        return min((room.steps(account, arrival.quantity) for room in arrival.rooms), default=arrival.quantity)

    def _lacking(self, arrival: Arrival) -> Iterator[Room]:
        """The limits that leave no room for any of it."""
        account = arrival.lane.buyer.account
        return (room for room in arrival.rooms if not room.steps(account, 1))

    def _reason(self, arrival: Arrival) -> Reason:
        lacking = {room for other in self.waiting for room in self._lacking(other)}
        account, quantity = arrival.lane.buyer.account, arrival.quantity
        full = (room for room in arrival.rooms if room in lacking or room.steps(account, quantity) < quantity)
        return next((room.why_not for room in full), Reason.NONE)

    def _post(self, event: Event, order: int, quantity: int, reason: Reason) -> None:
        events = self._journal.events
        events.write(events.pack(self._agenda.now, quantity, order, event, reason))


class ReceivingDock(Reception):
    """A reception where the work takes time, or hours are kept: one load is put away after the other."""

    __slots__ = ("_dock", "_per_step")

    def open(self, dock: Dock, per_step: Mapping[int, float]) -> None:
        """Starts work at ``dock``, which takes ``per_step`` of an account for each step."""
        self._dock = dock
        self._per_step = per_step
        dock.begin(self.next_load, self.put_away)

    def duration(self, account: int, quantity: int) -> float:
        """What the work takes, on the time grid."""
        return snap(self._per_step[account] * quantity)

    def look(self) -> None:
        """Has the dock look for work."""
        self._dock.look()

    def _reason(self, arrival: Arrival) -> Reason:
        if self._dock.is_closed():
            return self._dock.closed_for
        if self._dock.order != NOBODY:
            return Reason.DOCK_BUSY
        reason = super()._reason(arrival)
        if reason is Reason.NONE and any(True for _ in self._admissible()):
            return Reason.DOCK_BUSY  # somebody has come in the same instant before
        return reason
