"""Channels: how one buyer gets one product from one seller. Orders go one way, goods and money the other.

Which class a channel is, is settled at wiring by what its lane says; a feature that is not used costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sim.clock import snap
from sim.engine.clock import day_of
from sim.ledger.tables import BEFORE, NOBODY, Event

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.agenda import Agenda
    from sim.engine.money import Charge
    from sim.ledger.journal import Journal
    from sim.streams import Calendar

    DeliverOrder = Callable[[int, int, "Channel"], None]


class Buyer(Protocol):
    """Who orders through a channel."""

    site: str
    account: int
    on_order: int

    def land(self, order: int, quantity: int) -> None:
        """Takes goods in."""


class Seller(Protocol):
    """Who is asked through a channel."""

    account: int
    backlog: int

    @property
    def available(self) -> float:
        """Steps that nobody waits for; infinite where nothing limits the seller."""

    def receive(self, order: int, quantity: int, channel: Channel) -> None:
        """Takes an order in."""


class Patience:
    """How long orders of one customer wait: drawn by the day on which an order is placed and its ordinal on that day.

    Each order has its draw, whether it will wait or not, so that who is served at once changes nobody's patience.
    """

    __slots__ = ("_agenda", "_days", "_drawn", "_times")

    def __init__(self, agenda: Agenda, times: Calendar, days: float) -> None:
        self._agenda = agenda
        self._times = times
        self._days = days
        self._drawn: dict[int, float] = {}

    def of(self, order: int) -> float:
        """The patience of an order that its seller takes in now, on the time grid."""
        return self._drawn[order]

    def draw_before(self, deliver: DeliverOrder) -> DeliverOrder:
        """``deliver`` for orders that are placed now: draws how long each would wait."""

        def place(order: int, quantity: int, channel: Channel) -> None:
            self._drawn[order] = snap(self._times.draw(day_of(self._agenda.now, self._days)))
            deliver(order, quantity, channel)

        return place

    def forget_after(self, take_in: DeliverOrder) -> DeliverOrder:
        """``take_in`` for orders that reach their seller: an order that waits by then knows how long."""

        def receive(order: int, quantity: int, channel: Channel) -> None:
            take_in(order, quantity, channel)
            del self._drawn[order]

        return receive


class Terms:
    """How a channel's orders may be filled; settled at wiring.

    Attributes:
        whole: Whether an order ships in full or not at all.
        loses: Whether what is not shipped at once is lost.
        patience: Knows how long an order waits before it is given up; None: for ever.
    """

    __slots__ = ("loses", "patience", "whole")

    def __init__(self, *, whole: bool = False, loses: bool = False, patience: Patience | None = None) -> None:
        self.whole = whole
        self.loses = loses
        self.patience = patience


class Channel:
    """Goods are handed over at the seller's door: no lane, no time, no message.

    Attributes:
        seller, buyer: The two ends.
        terms: How its orders may be filled.
        promise: Time from order to promised delivery.
        lead_time: Expected time from order to receipt when the seller has stock.
        price: What the buyer pays for one unit.
        bill: Posts the price when goods are delivered; None where there is none.
        deliver_order: How an order gets from here to the seller.
    """

    __slots__ = (
        "_agenda", "_from", "_goods_pack", "_goods_write", "_journal", "_next_order", "_orders_pack", "_orders_write",
        "_to", "bill", "buyer", "deliver_order", "lead_time", "price", "promise", "seller", "terms", "transit",
    )  # fmt: skip

    def __init__(self, agenda: Agenda, journal: Journal, seller: Seller, buyer: Buyer, terms: Terms) -> None:
        self._agenda = agenda
        self._journal = journal
        self._from, self._to = seller.account, buyer.account
        self.seller = seller
        self.buyer = buyer
        self.terms = terms
        self.promise = 0.0
        self.transit = NOBODY
        self.lead_time = 0.0
        self.price = 0.0
        self.bill: Charge | None = None
        self.deliver_order: DeliverOrder = seller.receive
        self._next_order = journal.next_order
        self._orders_pack, self._orders_write = journal.orders.pack, journal.orders.write
        self._goods_pack, self._goods_write = journal.goods.pack, journal.goods.write

    def request(self, quantity: int, parent: int) -> int:
        """Orders ``quantity`` steps, and returns them; ``parent`` is the order that caused this one."""
        order = self._next_order()
        now = self._agenda.now
        self._orders_write(
            self._orders_pack(now, now + self.promise, quantity, self._to, self._from, parent, self.transit)
        )
        self.buyer.on_order += quantity
        self.deliver_order(order, quantity, self)
        return quantity

    def ship(self, order: int, quantity: int) -> None:
        """Hands goods over: they leave the seller and are the buyer's in the same instant."""
        self._goods_write(self._goods_pack(self._agenda.now, quantity, self._from, self._to, order, 0))
        self.buyer.on_order -= quantity
        if self.bill is not None:
            self.bill.post(order, quantity)

    def open_order(self, quantity: int, *, shipped: bool) -> int:
        """Posts an order that was placed before the run, and returns its number.

        Args:
            quantity: Steps that are still to come.
            shipped: Whether the goods were in transit already when the run began.
        """
        order = self._next_order()
        promised = BEFORE if shipped else -BEFORE
        self._orders_write(self._orders_pack(BEFORE, promised, quantity, self._to, self._from, NOBODY, self.transit))
        self.buyer.on_order += quantity
        return order


class InternalChannel(Channel):
    """Orders inside a site that are posted like others, but sent nowhere from here."""

    __slots__ = ()

    def place(self, quantity: int, parent: int) -> int:
        """Posts an order for ``quantity`` steps, and returns its number; ``parent`` is the order that caused it."""
        order = len(self._journal.orders)
        self.request(quantity, parent)
        return order


def sent_nowhere(_order: int, _quantity: int, _channel: Channel) -> None:
    """How orders are delivered that whoever places them hands over himself."""


class Lane(Channel):
    """Goods travel for a fixed time.

    Attributes:
        transit: Account of the goods on the way.
        in_transit: Steps on the way now.
        transit_time: How long goods travel, on the time grid.
        freight: Posts the cost of a shipment; None where there is none.
    """

    __slots__ = ("_key", "_land", "freight", "in_transit", "transit_time")

    def __init__(
        self, agenda: Agenda, journal: Journal, seller: Seller, buyer: Buyer, terms: Terms, *, transit: int, key: int
    ) -> None:
        super().__init__(agenda, journal, seller, buyer, terms)
        self.transit = transit
        self.in_transit = 0
        self.freight: Charge | None = None
        self._key = key
        self.transit_time = 0.0
        self._land: Callable[[tuple[int, int]], None] = self.land

    def ship(self, order: int, quantity: int) -> None:
        """Sends goods off; they land after the transit time."""
        now = self._agenda.now
        self._goods_write(self._goods_pack(now, quantity, self._from, self.transit, order, 0))
        self.in_transit += quantity
        if self.freight is not None:
            self.freight.post(order, quantity)
        self._agenda.add(now + self.transit_time, self._key, self._land, (order, quantity))

    def land(self, shipment: tuple[int, int]) -> None:
        """Goods arrive at the buyer."""
        order, quantity = shipment
        self._goods_write(self._goods_pack(self._agenda.now, quantity, self.transit, self._to, order, 0))
        self.in_transit -= quantity
        self.buyer.land(order, quantity)
        if self.bill is not None:
            self.bill.post(order, quantity)

    def unload_at(self, arrive: Callable[[tuple[int, int]], None]) -> None:
        """Hands what arrives to ``arrive``, which has it ``land`` later; until then it is in transit."""
        self._land = arrive

    def open_shipment(self, quantity: int, at: float) -> None:
        """Goods that are in transit when the run begins, due at ``at``."""
        order = self.open_order(quantity, shipped=True)
        self.in_transit += quantity
        self.arrive_at(at, order, quantity)

    def arrive_at(self, time: float, order: int, quantity: int) -> None:
        """Has goods that are under way arrive at a time."""
        self._agenda.add(time, self._key, self._land, (order, quantity))


class RandomLane(Lane):
    """Goods travel for a time that is drawn by the day of departure and the shipment's ordinal on that day."""

    __slots__ = ("_days", "_times")

    def draw_times_from(self, times: Calendar, days: float) -> None:
        """Takes transit times from ``times``; ``days`` is the length of a time unit in days."""
        self._times = times
        self._days = days

    def ship(self, order: int, quantity: int) -> None:
        """Sends goods off; they land after a random time."""
        now = self._agenda.now
        self._goods_write(self._goods_pack(now, quantity, self._from, self.transit, order, 0))
        self.in_transit += quantity
        if self.freight is not None:
            self.freight.post(order, quantity)
        self._agenda.add(self._arrival(now), self._key, self._land, (order, quantity))

    def _arrival(self, now: float) -> float:
        return now + snap(self._times.draw(day_of(now, self._days)))


class OrderlyLane(RandomLane):
    """A random lane on which no shipment overtakes an earlier one: a fast one waits behind a slow one."""

    __slots__ = ("_last",)

    def draw_times_from(self, times: Calendar, days: float) -> None:
        """Takes transit times from ``times``; ``days`` is the length of a time unit in days."""
        super().draw_times_from(times, days)
        self._last = 0.0

    def open_shipment(self, quantity: int, at: float) -> None:
        """Goods that are in transit when the run begins, due at ``at``: those that leave later land no sooner."""
        super().open_shipment(quantity, at)
        self._last = max(at, self._last)

    def _arrival(self, now: float) -> float:
        self._last = max(super()._arrival(now), self._last)
        return self._last


class SlowMessage:
    """Makes the orders of one channel take time to reach the seller."""

    __slots__ = ("_agenda", "_channel", "_delay", "_journal", "_key", "_take_in")

    def __init__(self, agenda: Agenda, journal: Journal, channel: Channel, delay: float, key: int) -> None:
        self._agenda = agenda
        self._journal = journal
        self._channel = channel
        self._take_in = channel.deliver_order
        self._delay = delay
        self._key = key

    def send(self, order: int, quantity: int, _: Channel) -> None:
        """Sends an order off; it stands in for the seller's own way of taking it in."""
        self._send(order, quantity, self._agenda.now + self._delay)

    def open_message(self, quantity: int, at: float) -> None:
        """An order that is on its way to the seller when the run begins, due at ``at``."""
        self._send(self._channel.open_order(quantity, shipped=False), quantity, at)

    def _send(self, order: int, quantity: int, at: float) -> None:
        # Posted now, so that what is still on its way when the run ends is known not to have been received.
        events = self._journal.events
        events.write(events.pack(at, quantity, order, Event.RECEIVED, 0))
        self._agenda.add(at, self._key, self._arrive, (order, quantity))

    def _arrive(self, message: tuple[int, int]) -> None:
        order, quantity = message
        self._take_in(order, quantity, self._channel)
