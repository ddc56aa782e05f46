"""Recipes that disruptions strike: a closed factory releases no jobs, and less of what is made may be good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.channel import Lane
from sim.engine.levers import Factors
from sim.engine.pace import Shutter
from sim.engine.production import Production
from sim.engine.stock import Stock
from sim.engine.work_order import OutputChannel
from sim.ledger.tables import Event, Reason

if TYPE_CHECKING:
    from sim.engine.agenda import Agenda
    from sim.engine.channel import Channel
    from sim.engine.work_order import WorkOrder
    from sim.ledger.journal import Journal


class InterruptibleProduction(Production):
    """A recipe that releases nothing while it is closed, and of which less is good while its yield is low.

    Attributes:
        shutter: Whether it is closed.
        good_left: The share that is left of what would be good.
    """

    __slots__ = ("_held", "_refused", "good_left", "shutter")

    def __init__(self, agenda: Agenda, journal: Journal, product: str, account: int, level: int, days: float) -> None:
        super().__init__(agenda, journal, product, account, level, days)
        self._held: dict[WorkOrder, None] = {}
        self._refused: dict[Stock, None] = {}
        self.shutter = Shutter(self._change)
        self.good_left = Factors(_noted)

    @property
    def available(self) -> float:
        """Steps for which all components are on hand; nothing for whoever would be refused."""
        return 0.0 if self.shutter.refuses else super().available

    @property
    def why_unreleased(self) -> Reason:
        """Why a job waits for which all components are there."""
        return Reason.DISRUPTED if self.shutter.is_closed else super().why_unreleased

    def receive(self, order: int, quantity: int, channel: Channel) -> None:
        """Takes an order in, or refuses it if it comes from outside."""
        if not self.shutter.refuses or isinstance(channel, OutputChannel) or not isinstance(channel, Lane):
            super().receive(order, quantity, channel)
            return
        events = self._journal.events
        events.write(events.pack(self._agenda.now, quantity, order, Event.LOST, Reason.DISRUPTED))
        channel.buyer.on_order -= quantity
        if isinstance(channel.buyer, Stock):
            self._refused[channel.buyer] = None

    def _next_job(self, work: WorkOrder) -> int:
        if self.shutter.is_closed:
            self._held[work] = None
            return 0
        return super()._next_job(work)

    def _change(self) -> None:
        if self.shutter.is_closed:
            return
        held, self._held = self._held, {}
        for work in held:
            self.prepare(work)
        refused, self._refused = self._refused, {}
        for stock in refused:
            if stock.asleep:
                stock.wake_up()

    def _come_out(self, work: WorkOrder, quantity: int, exact: float) -> None:
        super()._come_out(work, quantity, exact * self.good_left.value)


def _noted(_: float) -> None:
    """Nothing is to be done when the yield changes: it is read when goods come out."""
