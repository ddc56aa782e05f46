"""Obstructions: what disruptions do to a lane, with all that it carries."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

from sim.clock import GRID, snap
from sim.engine.agenda import Phase, key
from sim.engine.stock import Stock
from sim.ledger.tables import Event, Reason

if TYPE_CHECKING:
    from sim.disruption.what.closure import Closure
    from sim.engine.adjustment import Adjustment
    from sim.engine.agenda import Agenda
    from sim.engine.channel import Channel, DeliverOrder
    from sim.engine.obstructed_lane import Shipment
    from sim.ledger.journal import Journal


class Closable(Protocol):
    """What a lane does for one product when it is closed, and when it is open again."""

    def stop(self, closure: Closure) -> None:
        """Deals with what is under way."""

    def go_on(self) -> None:
        """Lets what rests go on."""

    def slow(self, ratio: float) -> None:
        """What is left of the time of goods under way changes by a ratio."""


class Obstruction:
    """What disruptions do to one lane, with all that it carries.

    Attributes:
        time: What they make of the time that goods take.
        held: Goods that wait to set out, in their sequence.
    """

    __slots__ = ("_agenda", "_closings", "_journal", "_key", "_lanes", "_pace", "_refused", "_rings_at", "held", "time")

    def __init__(self, agenda: Agenda, journal: Journal, time: Adjustment, actor: int) -> None:
        self._agenda = agenda
        self._journal = journal
        self._key = key(Phase.DISRUPTIONS, 1, actor)
        self._lanes: list[Closable] = []
        self._closings: list[LaneClosing] = []
        self._refused: dict[Stock, None] = {}
        self._pace = 1.0
        self._rings_at = -1.0
        self.held: deque[Shipment] = deque()
        self.time = time
        time.follow_pace(self._slow)

    def strike(self, lane: Closable) -> None:
        """Strikes what the lane carries of one product."""
        self._lanes.append(lane)

    def closing(self, closure: Closure) -> LaneClosing:
        """One more way to close the lane."""
        made = LaneClosing(self, closure)
        self._closings.append(made)
        return made

    @property
    def is_closed(self) -> bool:
        """Whether nothing may set out."""
        return any(closing.is_on for closing in self._closings)

    @property
    def detour(self) -> str | None:
        """The lane that goods which would set out take instead; None where they do not."""
        ways = (closing.closure.divert_to for closing in self._closings if closing.is_on)
        return next((way for way in ways if way is not None), None)

    @property
    def refuses(self) -> bool:
        """Whether orders are refused."""
        return any(closing.is_on and closing.closure.orders == "refuse" for closing in self._closings)

    # ---- goods

    def admit(self, shipment: Shipment) -> None:
        """Lets goods set out, or wait for the end of the closure and for those before them."""
        detour = self.detour
        if detour is not None:
            shipment.lane.divert(shipment, detour)
        elif self.is_closed or self.held:
            self.held.append(shipment)
            events = self._journal.events
            events.write(events.pack(self._agenda.now, shipment.quantity, shipment.order, Event.HELD, Reason.DISRUPTED))
        else:
            shipment.lane.set_out(shipment)

    def close(self, closure: Closure) -> None:
        """A closure begins."""
        for lane in self._lanes:
            lane.stop(closure)
        if closure.divert_to is not None:
            held, self.held = self.held, deque()
            for shipment in held:
                shipment.lane.divert(shipment, closure.divert_to)

    def open(self) -> None:
        """A closure is over; all goes on if that was the last."""
        if self.is_closed:
            return
        for lane in self._lanes:
            lane.go_on()
        self._agenda.soon(self._key, self._release, None)  # when all disruptions have changed what they change now
        refused, self._refused = self._refused, {}
        for stock in refused:
            if stock.asleep:
                stock.wake_up()

    def _release(self, _: None) -> None:
        """Lets goods set out that wait: all, or the next as fast as may be."""
        rates = [closing.closure.releases for closing in self._closings if closing.was_on]
        slowest = min((rate for rate in rates if rate is not None), default=None)
        while self.held and not self.is_closed and self._rings_at <= self._agenda.now:
            shipment = self.held.popleft()
            shipment.lane.set_out(shipment)
            if slowest is not None and self.held:
                self._rings_at = self._agenda.now + max(snap(1.0 / slowest), 1.0 / GRID)
                self._agenda.add(self._rings_at, self._key, self._release, None)
        if not self.held and not self.is_closed:
            for closing in self._closings:
                closing.was_on = False

    def _slow(self, pace: float) -> None:
        ratio, self._pace = pace / self._pace, pace
        for lane in self._lanes:
            lane.slow(ratio)

    # ---- orders

    def refuse_before(self, deliver: DeliverOrder) -> DeliverOrder:
        """``deliver`` for orders that are placed now, unless they are refused."""

        def place(order: int, quantity: int, channel: Channel) -> None:
            if self.refuses:
                self._refuse(order, quantity, channel)
            else:
                deliver(order, quantity, channel)

        return place

    def _refuse(self, order: int, quantity: int, channel: Channel) -> None:
        events, buyer, seller = self._journal.events, channel.buyer, channel.seller
        events.write(events.pack(self._agenda.now, quantity, order, Event.LOST, Reason.DISRUPTED))
        buyer.on_order -= quantity
        if isinstance(buyer, Stock):
            self._refused[buyer] = None
        elif isinstance(seller, Stock) and seller.lost_sale is not None:
            seller.lost_sale.post(order, quantity)  # what a stock does not get is no sale


class LaneClosing:
    """One way in which a lane can be closed (a ``Lever``).

    Attributes:
        closure: What is said of it.
        is_on: Whether the lane is closed so.
        was_on: Whether it was, since the last time that nothing waited.
    """

    __slots__ = ("_obstruction", "closure", "is_on", "was_on")

    def __init__(self, obstruction: Obstruction, closure: Closure) -> None:
        self._obstruction = obstruction
        self.closure = closure
        self.is_on = self.was_on = False

    def move(self, value: float) -> None:
        """Closes at 0, opens at 1."""
        self.is_on = value < 1.0
        if self.is_on:
            self.was_on = True
            self._obstruction.close(self.closure)
        else:
            self._obstruction.open()
