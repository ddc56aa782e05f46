"""Stock of one product at one site: it fills orders, keeps a backlog, and replenishes itself."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from sim.engine.agenda import Phase, key
from sim.engine.open_order import OpenOrder
from sim.ledger.tables import NOBODY, Event, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.allocation import Allocation
    from sim.engine.agenda import Agenda
    from sim.engine.channel import Buyer, Channel
    from sim.engine.money import Bill
    from sim.engine.purchasing import Purchasing
    from sim.ledger.journal import Journal
    from sim.replenishment import StockView


def something(_: StockView) -> float:
    """What a stock wants of which only the review can tell."""
    return 1.0


class Stock:
    """Stock that serves waiting orders in the sequence in which they came.

    Orders of one instant are collected and allocated at the end of the demand phase, and once more at departures if
    more came. An order that finds enough stock and nobody before it is shipped on the spot: for first come, first
    served the outcome is the same.

    Attributes:
        account: Number of the (site, product) in the ledger.
        on_hand, on_order, backlog: Steps; what policies see (``sim.replenishment.StockView``).
        queue: Orders that wait, in the sequence in which they were received.
        cause: The last order received since the last review; what is ordered then was caused by it.
        orders_since_review: Steps asked for since the last review.
        asleep: Whether it is reviewed continuously and no review is due in this instant yet.
        minds_service: Whether serving what waits, which leaves the position as it was, is a reason for a review too.
        wants: What a continuous review would order if it came now; always something where only the review can tell.
        unreleased: Steps of production orders for it that wait for their release.
        purchasing: How it replenishes itself; None if it never does.
        lost_sale: Posts the penalty of a lost sale; None where there is none.
    """

    __slots__ = (
        "_allocate_key",
        "_allocating",
        "_depart_key",
        "_fresh",
        "_message_key",
        "account",
        "agenda",
        "asleep",
        "backlog",
        "cause",
        "journal",
        "last_order",
        "lost_sale",
        "minds_service",
        "on_hand",
        "on_order",
        "orders_since_review",
        "period",
        "purchasing",
        "queue",
        "review_key",
        "site",
        "unreleased",
        "wants",
    )  # fmt: skip

    def __init__(self, agenda: Agenda, journal: Journal, site: str, account: int, on_hand: int, level: int) -> None:
        self.agenda = agenda
        self.journal = journal
        self.site = site
        self.account = account
        self.on_hand = on_hand
        self.on_order = 0
        self.backlog = 0
        self.unreleased = 0
        self.queue: deque[OpenOrder] = deque()
        self.orders_since_review = 0
        self.last_order = 0
        self.period = 0
        self.purchasing: Purchasing | None = None
        self.lost_sale: Bill | None = None
        self.cause = NOBODY
        self.review_key = key(Phase.REVIEWS, level, account)
        self._message_key = key(Phase.MESSAGES, level, account)
        self._allocate_key = key(Phase.EARLY_ALLOCATION, level, account)
        self._depart_key = key(Phase.DEPARTURES, level, account)
        self._allocating = False
        self.asleep = False
        self.minds_service = False
        self.wants: Callable[[StockView], float] = something
        self._fresh: list[OpenOrder] = []

    @property
    def net_stock(self) -> int:
        """On hand less backlog."""
        return self.on_hand - self.backlog

    @property
    def free(self) -> int:
        """On hand and not set aside for anybody."""
        return self.on_hand

    @property
    def position(self) -> int:
        """On hand and on order, less backlog."""
        return self.on_hand + self.on_order - self.backlog

    @property
    def on_hand_and_on_order(self) -> int:
        """On hand and on order, whatever is owed."""
        return self.on_hand + self.on_order

    @property
    def forecast(self) -> float:
        """Expected demand of the next review period."""
        return self.purchasing.forecast if self.purchasing is not None else 0.0

    @property
    def review_interval(self) -> float:
        """Time between two reviews; 0 under continuous review."""
        return self.purchasing.review_interval if self.purchasing is not None else 0.0

    @property
    def lead_time(self) -> float:
        """Expected time from order to receipt from the first source."""
        return self.purchasing.lead_time if self.purchasing is not None else 0.0

    @property
    def available(self) -> float:
        """Stock that nobody waits for."""
        return max(self.on_hand - self.backlog, 0)

    def receive(self, order: int, quantity: int, channel: Channel) -> None:
        """Takes an order in: ships it if there is enough, else lets it wait for the allocation of this instant."""
        self.orders_since_review += quantity
        self.cause = order
        if quantity <= self.on_hand and not self.queue:
            self.on_hand -= quantity
            channel.ship(order, quantity)
            if self.asleep and self.wants(self) > 0:
                self.wake_up()
        else:
            self._hold(order, quantity, channel)
            if self.asleep:
                self.wake_up()

    def wake_up(self) -> None:
        """Has a continuously reviewed stock looked at in this instant."""
        self.asleep = False
        self.agenda.soon(self.review_key, self._look, None)

    def _look(self, _: None) -> None:
        self.asleep = True
        if self.purchasing is not None:
            self.purchasing.review(None)

    def _hold(self, order: int, quantity: int, channel: Channel) -> None:
        waiting = OpenOrder(order, quantity, channel)
        if channel.terms.patience is not None:
            waiting.patience = channel.terms.patience.of(order)
        self.backlog += quantity
        self.queue.append(waiting)
        self._fresh.append(waiting)
        self._allocate_soon()

    def open_backlog(self, order: int, quantity: int, channel: Channel) -> None:
        """An order that waits when the run begins."""
        self.backlog += quantity
        self.queue.append(OpenOrder(order, quantity, channel))
        self._allocate_soon()

    def _allocate_soon(self) -> None:
        if not self._allocating:
            self._allocating = True
            agenda = self.agenda
            early = agenda.key <= self._allocate_key
            agenda.soon(self._allocate_key if early else self._depart_key, self._allocate, None)

    def land(self, _order: int, quantity: int) -> None:
        """Takes goods in; what waits is served from them."""
        self.on_hand += quantity
        self.on_order -= quantity
        if self.queue:
            self._allocate_soon()

    def _allocate(self, _: None) -> None:
        self._allocating = False
        before = self.backlog
        self._serve()
        if self.asleep and self.backlog < before and self.minds_service:
            self.wake_up()
        if self._fresh:
            self._note_the_waiting()

    def _serve(self) -> None:
        queue = self.queue
        while queue and self.on_hand > 0:
            order = queue[0]
            quantity = order.open
            if quantity > self.on_hand:
                if order.whole:
                    return
                quantity = self.on_hand
            else:
                queue.popleft()
            self._ship(order, quantity)

    def _ship(self, order: OpenOrder, quantity: int) -> None:
        order.open -= quantity
        self.on_hand -= quantity
        self.backlog -= quantity
        order.channel.ship(order.number, quantity)

    def _note_the_waiting(self) -> None:
        fresh, self._fresh = self._fresh, []
        losing = [order for order in fresh if order.open and order.channel.terms.loses]
        if losing:
            self._lose_all(losing)
        for order in (order for order in fresh if order.open):
            events = self.journal.events
            events.write(events.pack(self.agenda.now, order.open, order.number, Event.WAITING, self._reason(order)))
            if order.patience is not None:
                self.agenda.add(self.agenda.now + order.patience, self._message_key, self._give_up, order)

    def _reason(self, order: OpenOrder) -> Reason:
        if self.free == 0:
            return Reason.NO_STOCK
        return Reason.NOT_WHOLE if self._is_too_large(order) else Reason.BEHIND_OTHERS

    def _is_too_large(self, order: OpenOrder) -> bool:
        return order.whole and order.open > self.free

    def _give_up(self, order: OpenOrder) -> None:
        if order.open:
            self._lose(order)
            if self.queue and self.on_hand > 0:
                self._allocate_soon()  # it may have stood before others

    def _lose_all(self, orders: Sequence[OpenOrder]) -> None:
        # A whole order for which too little is there may have kept others from being served: they get their turn.
        for order in sorted(orders, key=self._is_too_large, reverse=True):
            if order.open:
                self._lose(order)
                if self.queue and self.on_hand > 0:
                    self._serve()

    def withdraw(self, buyer: Buyer) -> None:
        """Lets a buyer call off what it waits for; the buyer is told by what it has on order."""
        for order in [order for order in self.queue if order.channel.buyer is buyer]:
            self._strike_out(order, Reason.CANCELLED)
        if self.queue and self.on_hand > 0:
            self._allocate_soon()  # it may have stood before others

    def _lose(self, order: OpenOrder) -> None:
        quantity = self._strike_out(order, Reason.NONE)
        if self.lost_sale is not None:
            self.lost_sale.post(order.number, quantity)

    def _strike_out(self, order: OpenOrder, reason: Reason) -> int:
        """Takes an order out of the queue, and returns what was open of it."""
        quantity, order.open = order.open, 0
        self.queue.remove(order)
        self.backlog -= quantity
        order.channel.buyer.on_order -= quantity
        events = self.journal.events
        events.write(events.pack(self.agenda.now, quantity, order.number, Event.LOST, reason))
        return quantity


class SharedStock(Stock):
    """Stock whose waiting orders are served by an allocation rule that looks at all of them."""

    __slots__ = ("_allocation",)

    def share_by(self, allocation: Allocation) -> None:
        """Serves waiting orders by ``allocation``."""
        self._allocation = allocation

    def receive(self, order: int, quantity: int, channel: Channel) -> None:
        """Takes an order in; it waits for the allocation of this instant."""
        self.orders_since_review += quantity
        self.cause = order
        self._hold(order, quantity, channel)
        if self.asleep:
            self.wake_up()

    def _serve(self) -> None:
        if not self.queue or self.on_hand <= 0:
            return
        waiting = list(self.queue)
        for order, quantity in zip(waiting, self._allocation.share(self.on_hand, waiting), strict=True):
            if quantity > 0:
                self._ship(order, quantity)
        self.queue = deque(order for order in waiting if order.open)
