"""Destruction of stock: what is lost is written off, and who had set it aside is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engine.channel import InternalChannel, Terms, sent_nowhere
from sim.ledger.tables import NOBODY

if TYPE_CHECKING:
    from sim.engine.interruptible_stock import InterruptibleStock
    from sim.engine.wiring import Wiring
    from sim.scenario.network import Node


class Loss:
    """Where goods go that are written off (``sim.engine.channel.Buyer``).

    Attributes:
        site: The site.
        account: Account of what is written off.
        on_order: Steps that are to be written off; never any after the instant.
    """

    __slots__ = ("account", "on_order", "site")

    def __init__(self, site: str, account: int) -> None:
        self.site = site
        self.account = account
        self.on_order = 0

    def land(self, _order: int, quantity: int) -> None:
        """Takes goods in; they are gone."""
        self.on_order -= quantity


class Blow:
    """What strikes a stock (a ``Lever``): it destroys some of it whenever it becomes harder.

    Args:
        stock: The stock.
        loss: The way to the account of what is written off.
        steps_per_unit: Steps in a unit where the value in force is in units; 0 where it is a share.
    """

    __slots__ = ("_loss", "_steps_per_unit", "_stock", "_value")

    def __init__(self, stock: InterruptibleStock, loss: InternalChannel, steps_per_unit: int) -> None:
        self._stock = stock
        self._loss = loss
        self._steps_per_unit = steps_per_unit
        self._value = 0.0

    def move(self, value: float) -> None:
        """Strikes with a value; one that falls by and by destroys nothing more."""
        is_harder, self._value = value > self._value, value
        if not is_harder:
            return
        on_hand = self._stock.on_hand
        whole = on_hand if not self._steps_per_unit else self._steps_per_unit
        steps = min(round(value * whole), on_hand)
        if steps:
            self._loss.ship(self._loss.place(steps, NOBODY), steps)
            self._stock.lose(steps)


def make_loss(wiring: Wiring, node: Node) -> InternalChannel:
    """The way from a stock to the account of what is written off of it."""
    loss = Loss(node[0], wiring.numbers.written_off[node])
    channel = InternalChannel(wiring.agenda, wiring.journal, wiring.stocks[node], loss, Terms())
    channel.deliver_order = sent_nowhere
    return channel
