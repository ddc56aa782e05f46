"""Components: what a production order needs is booked when it is raised, and issued when its jobs are released."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from sim.engine.open_order import OpenOrder
from sim.engine.stock import SharedStock
from sim.ledger.tables import Event, Reason
from sim.scenario.recipe import used

if TYPE_CHECKING:
    from sim.engine.agenda import Agenda
    from sim.engine.channel import Channel, InternalChannel
    from sim.engine.work_order import WorkOrder
    from sim.ledger.journal import Journal


class Use:
    """Where components go that a recipe uses up (``sim.engine.channel.Buyer``).

    Attributes:
        site: The factory.
        account: Account of what the recipe uses of the component.
        on_order: Steps booked and not issued.
    """

    __slots__ = ("account", "on_order", "site")

    def __init__(self, site: str, account: int) -> None:
        self.site = site
        self.account = account
        self.on_order = 0

    def land(self, _order: int, quantity: int) -> None:
        """Takes goods in; they are used up."""
        self.on_order -= quantity


class Booking(OpenOrder):
    """What a production order has booked of one component.

    Attributes:
        work: The production order.
        unissued: Steps booked and not issued.
        reserved: Steps set aside in stock for it.
    """

    __slots__ = ("reserved", "unissued", "work")

    def __init__(self, number: int, quantity: int, channel: Channel, work: WorkOrder) -> None:
        super().__init__(number, quantity, channel)
        self.work = work
        self.unissued = quantity
        self.reserved = 0


class ComponentStock(SharedStock):
    """Stock that sets components aside for production orders until they are issued.

    What is set aside is on hand still. Buyers from outside are served from the same queue by the same rule.

    Attributes:
        reserved: Steps on hand that are set aside.
    """

    __slots__ = ("reserved",)

    def __init__(self, agenda: Agenda, journal: Journal, site: str, account: int, on_hand: int, level: int) -> None:
        super().__init__(agenda, journal, site, account, on_hand, level)
        self.reserved = 0

    @property
    def free(self) -> int:
        """On hand and not set aside for anybody."""
        return self.on_hand - self.reserved

    def book(self, booking: Booking) -> None:
        """Takes a booking in; it waits for the allocation of this instant."""
        self.orders_since_review += booking.open
        self.cause = booking.number
        self.backlog += booking.open
        self.queue.append(booking)
        self._allocate_soon()
        if self.asleep:
            self.wake_up()

    def issue(self, booking: Booking, quantity: int) -> None:
        """Hands out what was set aside."""
        booking.reserved -= quantity
        booking.unissued -= quantity
        self.reserved -= quantity
        self.on_hand -= quantity
        self.backlog -= quantity
        booking.channel.ship(booking.number, quantity)
        if self.asleep and self.minds_service:
            self.wake_up()

    def cancel(self, booking: Booking) -> None:
        """Takes a booking back, with what was set aside for it."""
        if booking.open:
            self.queue.remove(booking)
        self.reserved -= booking.reserved
        self.backlog -= booking.unissued
        booking.channel.buyer.on_order -= booking.unissued
        events = self.journal.events
        events.write(events.pack(self.agenda.now, booking.unissued, booking.number, Event.LOST, Reason.NONE))
        booking.open = booking.unissued = booking.reserved = 0
        if self.queue:
            self._allocate_soon()

    def _serve(self) -> None:
        free = self.free
        if not self.queue or free <= 0:
            return
        waiting = list(self.queue)
        ready = []
        for order, quantity in zip(waiting, self._allocation.share(free, waiting), strict=True):
            if quantity > 0 and isinstance(order, Booking):
                order.open -= quantity
                order.reserved += quantity
                self.reserved += quantity
                ready.append(order.work)
            elif quantity > 0:
                self._ship(order, quantity)
        self.queue = deque(order for order in waiting if order.open)
        for work in ready:
            work.look()


class Requirement:
    """One component of a recipe.

    Attributes:
        stock: Where it is kept.
        ratio: Steps of the component for one step of the product.
    """

    __slots__ = ("_channel", "_whole", "ratio", "stock")

    def __init__(self, stock: ComponentStock, channel: InternalChannel, ratio: float) -> None:
        self.stock = stock
        self._channel = channel
        self.ratio = ratio
        self._whole = int(ratio) if ratio.is_integer() else 0

    def need(self, quantity: int) -> int:
        """Steps of the component for ``quantity`` steps of the product, counted from the first of an order.

        What is begun is used up: a step that is needed in part is taken as a whole.
        """
        return quantity * self._whole if self._whole else used(quantity * self.ratio)

    def enough_for(self, component: int, wanted: int) -> int:
        """For how many steps of the product, up to ``wanted``, so many steps of the component are enough."""
        if component >= self.need(wanted):
            return wanted
        quantity = min(wanted, int(component / self.ratio) + 1)
        while quantity > 0 and self.need(quantity) > component:
            quantity -= 1
        return quantity

    def book(self, work: WorkOrder) -> Booking | None:
        """Books what a production order needs; None if that is nothing."""
        quantity = self.need(work.quantity)
        if not quantity:
            return None
        number = self._channel.place(quantity, work.number)
        booking = Booking(number, quantity, self._channel, work)
        self.stock.book(booking)
        return booking
