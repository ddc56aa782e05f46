"""Production orders, and what comes out of them: into the stock of the product, and into that of by-products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.agenda import Phase, key
from sim.engine.channel import InternalChannel
from sim.scenario.recipe import brought

if TYPE_CHECKING:
    from sim.engine.channel import Channel
    from sim.engine.components import Booking
    from sim.engine.production import Production


class OutputChannel(InternalChannel):
    """From the shop floor into the stock of the same site: goods are there in the same instant."""

    __slots__ = ()

    def ship(self, order: int, quantity: int) -> None:
        """Puts what was made into stock."""
        self._goods_write(self._goods_pack(self._agenda.now, quantity, self._from, self._to, order, 0))
        self.buyer.land(order, quantity)

    def open_work(self, quantity: int, at: float, level: int) -> None:
        """What is in process when the run begins and will be done at ``at``."""
        work = (self.open_order(quantity, shipped=False), quantity)
        self.seller.backlog += quantity
        self._agenda.add(at, key(Phase.COMPLETIONS, level, self._from), self._come_out, work)

    def _come_out(self, work: tuple[int, int]) -> None:
        self.seller.backlog -= work[1]
        self.ship(*work)


class WorkOrder:
    """A production order.

    Attributes:
        number: Its number in the ledger.
        quantity: Steps ordered.
        channel: Where it came from and goods go to.
        due_at: When it is promised for.
        bookings: What it has booked of each component.
        outputs: The orders for its by-products, in the sequence of the recipe's.
        ready: Steps for which all components are there.
        offered: Steps in jobs that were offered for release, or were released.
        released: Steps released.
        made: Steps that have left the shop floor, good or not.
        lost: Steps of an order that is delivered whole of which nothing comes, since their jobs were lost.
        collected: Steps that are done and wait on the shop floor for the rest of an order that is delivered whole.
        good: What is good of them, parts of a step included.
        patience: How long it waits for its release before it is given up; None: for ever.
    """

    __slots__ = (
        "_production", "bookings", "channel", "collected", "due_at", "good", "lost", "made", "number", "offered",
        "outputs", "patience", "quantity", "ready", "released",
    )  # fmt: skip

    def __init__(self, number: int, quantity: int, channel: Channel, due_at: float, production: Production) -> None:
        self.number = number
        self.quantity = quantity
        self.channel = channel
        self.due_at = due_at
        self.bookings: list[Booking | None] = []
        self.outputs: list[int] = []
        self.ready = self.offered = self.released = self.made = self.collected = self.lost = 0
        self.good = 0.0
        self.patience: float | None = None
        self._production = production

    def look(self) -> None:
        """Components were set aside: looks for how much all are there."""
        self._production.prepare(self)

    def look_again(self) -> None:
        """Components that were set aside are gone: only jobs that have all of theirs are offered still."""
        self._production.reconsider(self)


class ByProduct:
    """What comes out beside the product.

    Attributes:
        ratio: Steps of it for one step of the product started.
        channel: Into its stock.
        backlog: Steps expected and not come out.
        account: Account of what the recipe brings forth of it.
    """

    __slots__ = ("account", "backlog", "channel", "ratio")

    def __init__(self, account: int, ratio: float) -> None:
        self.account = account
        self.ratio = ratio
        self.backlog = 0
        self.channel: OutputChannel | None = None

    @property
    def available(self) -> float:
        """Nobody can order it."""
        return 0.0

    def receive(self, order: int, quantity: int, channel: Channel) -> None:
        """It comes out with the product."""
        self.backlog += quantity

    def yields(self, quantity: int) -> int:
        """Steps of it out of ``quantity`` steps started, counted from the first of an order; whole ones only."""
        return brought(quantity * self.ratio)
