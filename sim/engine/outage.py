"""Information outages: orders that are placed wait at the buyer until they can be transmitted.

Only channels that an outage may strike have an outbox; all others deliver their orders as ever.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Final

from sim.engine.agenda import Phase, key
from sim.ledger.tables import Event, Reason
from sim.scenario.exposure import Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.engine.agenda import Agenda
    from sim.engine.channel import Channel, DeliverOrder, SlowMessage
    from sim.engine.sight import Sight
    from sim.engine.wiring import Wiring
    from sim.ledger.journal import Journal
    from sim.scenario.network import Link, Node


_RESTORED: Final = key(Phase.DISRUPTIONS, 2, 0)
"""After all that strikes or ends in an instant, and after the plans for it."""


class Outbox:
    """Where the orders of one channel wait that cannot be transmitted.

    Attributes:
        unsent: Their numbers and quantities, in the sequence in which they were placed.
    """

    __slots__ = ("_agenda", "_channel", "_closed", "_deliver", "_journal", "_send", "_sight", "unsent")

    def __init__(
        self, agenda: Agenda, journal: Journal, channel: Channel, message: SlowMessage | None, sight: Sight | None
    ) -> None:
        """Stands in for the way in which the orders of ``channel`` are delivered.

        Args:
            agenda: What it acts on.
            journal: What it posts to.
            channel: Whose orders they are.
            message: Has orders that were held reach the seller with the messages of the instant; None: the channel's
                own way takes time, and does it.
            sight: What the buyer's policy sees of it; None: the stock itself.
        """
        self._agenda = agenda
        self._journal = journal
        self._channel = channel
        self._deliver: DeliverOrder = channel.deliver_order
        self._send: DeliverOrder = channel.deliver_order if message is None else message.send
        self._sight = sight
        self._closed = 0
        self.unsent: list[tuple[int, int]] = []

    def place(self, order: int, quantity: int, channel: Channel) -> None:
        """Delivers an order, or holds it."""
        if not self._closed:
            self._deliver(order, quantity, channel)
            return
        self.unsent.append((order, quantity))
        events = self._journal.events
        events.write(events.pack(self._agenda.now, quantity, order, Event.UNSENT, Reason.DISRUPTED))
        if self._sight is not None:
            self._sight.note(quantity)

    def close(self) -> None:
        """Holds what is placed from now on, until it was opened as often as it was closed."""
        self._closed += 1

    def open(self) -> None:
        """Ends one closure."""
        self._closed -= 1

    def take(self) -> list[tuple[int, int]]:
        """Takes out what can be sent, which is nothing while it is closed."""
        if self._closed:
            return []
        taken, self.unsent = self.unsent, []
        return taken

    def send(self, order: int, quantity: int) -> None:
        """Transmits an order that was held."""
        self._send(order, quantity, self._channel)


class Connection:
    """Transmits what was held when outages are over: once in an instant, when all disruptions have come and gone.

    What was held in several places is sent in the sequence in which it was placed.
    """

    __slots__ = ("_agenda", "_back", "_open")

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda
        self._open: dict[Outbox, None] = {}
        self._back: dict[Sight, None] = {}

    def restore(self, outboxes: Sequence[Outbox], sight: Sight | None) -> None:
        """Has ``outboxes`` send what they hold, and ``sight`` see again, unless other outages go on."""
        if not self._open and not self._back:
            self._agenda.soon(_RESTORED, self._transmit, None)
        self._open.update(dict.fromkeys(outboxes))
        if sight is not None:
            self._back[sight] = None

    def _transmit(self, _: None) -> None:
        outboxes, self._open = self._open, {}
        sights, self._back = self._back, {}
        taken = [(order, quantity, outbox) for outbox in outboxes for order, quantity in outbox.take()]
        for number, quantity, outbox in sorted(taken, key=itemgetter(0)):
            outbox.send(number, quantity)
        for sight in sights:
            sight.refresh()


class Outage:
    """Cuts a stock or a lane off (a ``Lever``)."""

    __slots__ = ("_connection", "_outboxes", "_sight")

    def __init__(self, connection: Connection, outboxes: Sequence[Outbox], sight: Sight | None) -> None:
        self._connection = connection
        self._outboxes = tuple(outboxes)
        self._sight = sight

    def move(self, value: float) -> None:
        """Cuts it off at 0, connects it at 1."""
        if value < 1.0:
            for outbox in self._outboxes:
                outbox.close()
            if self._sight is not None:
                self._sight.stop()
            return
        for outbox in self._outboxes:
            outbox.open()
        if self._sight is not None:
            self._sight.resume()
        self._connection.restore(self._outboxes, self._sight)


def hold_orders(
    wiring: Wiring, node: Node, link: Link, channel: Channel, messages: tuple[SlowMessage | None, SlowMessage]
) -> None:
    """Gives a channel an outbox.

    Args:
        wiring: The world.
        node: The buyer.
        link: What the channel connects.
        channel: The channel, whose way of delivering orders is settled.
        messages: The way for its orders to take time, if they do; and one to take none.
    """
    usual, at_once = messages
    outbox = Outbox(wiring.agenda, wiring.journal, channel, at_once if usual is None else None, wiring.sights.get(node))
    channel.deliver_order = outbox.place
    for target in cutting(node, link):
        if target in wiring.cut_off:
            wiring.outboxes.setdefault(target, []).append(outbox)


def cutting(node: Node, link: Link) -> tuple[Target, ...]:
    """The things whose outage keeps the orders of a link from being transmitted."""
    buyer = Target("stock", *node)
    return (buyer,) if link.lane is None else (buyer, Target("lane", link.lane, ""))
