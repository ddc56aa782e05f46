"""Stocks that disruptions strike: they can be closed, or destroyed in part."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from sim.engine.agenda import Phase, key
from sim.engine.channel import Lane
from sim.engine.components import Booking
from sim.engine.open_order import OpenOrder
from sim.engine.pace import Shutter
from sim.engine.purchasing import Ordering
from sim.engine.stock import Stock
from sim.engine.storage import Room, StoredStock
from sim.ledger.tables import Event, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.engine.agenda import Agenda
    from sim.engine.channel import Channel
    from sim.engine.purchasing import Order, Source
    from sim.ledger.journal import Journal
    from sim.sourcing import Sourcing


class InterruptibleStock(StoredStock):
    """A stock that ships nothing while it is closed, and takes in nothing but what is made beside it.

    Orders wait meanwhile, or are refused; customers at its door do as they do when it is short. What is set aside for
    production stays so, and production goes on booking. What arrives stands before it until it opens.

    Attributes:
        shutter: Whether it is closed.
        forecourt: Where goods stand that arrive while it is closed.
    """

    __slots__ = ("_at_once", "_bookings", "_orders_nothing", "_refused", "forecourt", "shutter")

    def __init__(self, agenda: Agenda, journal: Journal, site: str, account: int, on_hand: int, level: int) -> None:
        super().__init__(agenda, journal, site, account, on_hand, level)
        self._at_once = self._orders_nothing = False
        self._bookings: dict[int, Booking] = {}
        self._refused: dict[Stock, None] = {}
        self.shutter = Shutter(self._change)
        self.forecourt = Forecourt(self, key(Phase.ARRIVALS, level, account))

    def serve_at_once(self) -> None:
        """Serves whoever comes first, in the instant in which he comes, as a stock of no special sort does."""
        self._at_once = True

    @property
    def available(self) -> float:
        """Stock that nobody waits for; nothing for whoever would be refused."""
        return 0.0 if self.shutter.refuses else super().available

    def receive(self, order: int, quantity: int, channel: Channel) -> None:
        """Takes an order in, holds it or refuses it."""
        if self.shutter.refuses and isinstance(channel, Lane):
            self._refuse(order, quantity, channel)
        elif self._at_once and not self.shutter.is_closed:
            Stock.receive(self, order, quantity, channel)
        else:
            super().receive(order, quantity, channel)

    def book(self, booking: Booking) -> None:
        """Takes a booking in; it waits for the allocation of this instant."""
        self._bookings[booking.number] = booking
        super().book(booking)

    def issue(self, booking: Booking, quantity: int) -> None:
        """Hands out what was set aside."""
        super().issue(booking, quantity)
        if not booking.unissued:
            del self._bookings[booking.number]

    def cancel(self, booking: Booking) -> None:
        """Takes a booking back, with what was set aside for it."""
        del self._bookings[booking.number]
        super().cancel(booking)

    def lose(self, quantity: int) -> None:
        """So many steps on hand are destroyed: what nobody has set aside first, then what the latest orders have."""
        taken_back = quantity - self.free
        self.on_hand -= quantity
        told, anew = [], []
        for booking in reversed(self._bookings.values()):
            steps = min(booking.reserved, taken_back)
            if steps <= 0:
                continue
            taken_back -= steps
            self.reserved -= steps
            booking.reserved -= steps
            if not booking.open:
                anew.append(booking)
            booking.open += steps
            told.append(booking.work)
        self.queue.extendleft(anew)  # the latest first, so that the earliest comes to stand before all others
        for work in told:
            work.look_again()
        if self.asleep:
            self.wake_up()

    def _refuse(self, order: int, quantity: int, channel: Channel) -> None:
        self.orders_since_review += quantity
        events = self.journal.events
        events.write(events.pack(self.agenda.now, quantity, order, Event.LOST, Reason.DISRUPTED))
        channel.buyer.on_order -= quantity
        if isinstance(channel.buyer, Stock):
            self._refused[channel.buyer] = None
        elif self.lost_sale is not None:
            self.lost_sale.post(order, quantity)

    def _serve(self) -> None:
        if self.shutter.is_closed:
            everybody = self.queue
            self.queue = deque(order for order in everybody if isinstance(order, Booking))
            super()._serve()
            self.queue = deque(order for order in everybody if order.open)
        else:
            super()._serve()

    def _reason(self, order: OpenOrder) -> Reason:
        return Reason.DISRUPTED if self.shutter.is_closed else super()._reason(order)

    def _strike_out(self, order: OpenOrder, reason: Reason) -> int:
        is_disrupted = reason is Reason.NONE and self.shutter.is_closed
        return super()._strike_out(order, Reason.DISRUPTED if is_disrupted else reason)

    def _change(self) -> None:
        was_kept, self._orders_nothing = self._orders_nothing, self.shutter.stops_orders
        if was_kept and not self._orders_nothing and self.asleep:
            self.wake_up()
        if self.shutter.is_closed:
            return
        self.forecourt.open_soon()
        if self.queue:
            self._allocate_soon()
        refused, self._refused = self._refused, {}
        for stock in refused:
            if stock.asleep:
                stock.wake_up()


class Forecourt:
    """Where goods stand that arrive at a closed stock whose site has no reception.

    Attributes:
        waiting: The lane, the order and the steps of each shipment, in the sequence of arrival.
        tell: Has the reception of the site look when the stock opens, if it has one.
    """

    __slots__ = ("_key", "_stock", "tell", "waiting")

    def __init__(self, stock: InterruptibleStock, key: int) -> None:
        self._stock = stock
        self._key = key
        self.waiting: deque[tuple[Lane, int, int]] = deque()
        self.tell: Callable[[], None] | None = None

    def arrive(self, lane: Lane, shipment: tuple[int, int]) -> None:
        """Lets a shipment in that has come on a lane, or lets it wait."""
        if self._stock.shutter.is_closed:
            self._post(Event.ARRIVED, shipment)
            self.waiting.append((lane, *shipment))
        else:
            lane.land(shipment)

    def open_soon(self) -> None:
        """The stock is open: what waits comes in with what arrives in this instant."""
        if self.tell is not None:
            self.tell()
        if self.waiting:
            self._stock.agenda.soon(self._key, self._let_in, None)

    def _let_in(self, _: None) -> None:
        while self.waiting and not self._stock.shutter.is_closed:
            lane, order, quantity = self.waiting.popleft()
            self._post(Event.UNLOADING, (order, quantity))
            lane.land((order, quantity))

    def _post(self, event: Event, shipment: tuple[int, int]) -> None:
        events = self._stock.journal.events
        reason = Reason.DISRUPTED if event is Event.ARRIVED else Reason.NONE
        events.write(events.pack(self._stock.agenda.now, shipment[1], shipment[0], event, reason))


class ClosedRoom(Room):
    """Room in a stock as long as that is not closed: the reception of its site has goods for it wait otherwise."""

    __slots__ = ("_shutter",)

    def __init__(self, stock: InterruptibleStock) -> None:
        super().__init__(float("inf"), {stock.account: 1.0})
        self._shutter = stock.shutter

    @property
    def why_not(self) -> Reason:
        """Why there is no room when there is none."""
        return Reason.DISRUPTED

    def steps(self, account: int, wanted: int) -> int:
        """All that is wanted, or nothing."""
        return 0 if self._shutter.is_closed else wanted


class InterruptibleOrdering(Ordering):
    """Ordering of a stock that orders nothing while a closure keeps it from it."""

    __slots__ = ("_shutter",)

    def __init__(self, rule: Sourcing, sources: Sequence[Source], shutter: Shutter) -> None:
        super().__init__(rule, sources)
        self._shutter = shutter

    def order(self, quantity: int, parent: int) -> int:
        """Orders ``quantity`` steps, or nothing; returns how many were ordered."""
        return 0 if self._shutter.stops_orders else super().order(quantity, parent)

    @property
    def quickest(self) -> Order:
        """There is no shorter way: the stock may be closed."""
        return self.order
