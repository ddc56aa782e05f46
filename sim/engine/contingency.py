"""Contingencies at work: a stock that learns of a disruption follows another practice until it is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.engine.agenda import Phase, key
from sim.engine.interruptible import InterruptibleSupplier, VariableSupplier
from sim.engine.stock import Stock
from sim.ledger.tables import NOBODY, State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.engine.agenda import Agenda
    from sim.engine.channel import Channel
    from sim.engine.disruption import Hazard
    from sim.engine.purchasing import Order, Purchasing
    from sim.ledger.journal import Journal
    from sim.replenishment import StockView

_FORGIVING: Final = (Stock, InterruptibleSupplier, VariableSupplier)
"""Sellers from whom orders can be called off that they have not begun."""


@dataclass(frozen=True, slots=True)
class Practice:
    """How a stock replenishes itself.

    Attributes:
        quantity: How much to order.
        order: Places an order.
        lead_time: Expected time from order to receipt from the first source.
        wants: What a continuous review would order if it came now; None where only the review can tell.
        minds_service: Whether serving what waits is a reason for a review too.
    """

    quantity: Callable[[StockView], float]
    order: Order
    lead_time: float
    wants: Callable[[StockView], float] | None
    minds_service: bool


class Switch:
    """Which practice a stock follows: its usual one, or the last of the others that are in force."""

    __slots__ = ("_in_force", "_others", "_purchasing", "_stock", "_usual")

    def __init__(self, stock: Stock, purchasing: Purchasing, usual: Practice) -> None:
        self._stock = stock
        self._purchasing = purchasing
        self._usual = usual
        self._others: list[Practice] = []
        self._in_force: list[bool] = []

    def add(self, practice: Practice) -> int:
        """One more practice that can be put in force; returns its number."""
        self._others.append(practice)
        self._in_force.append(False)
        return len(self._others) - 1

    def put(self, number: int, *, in_force: bool) -> None:
        """Puts a practice in force or out of it, and has a stock that is reviewed continuously look at itself."""
        self._in_force[number] = in_force
        practice = self._usual
        for other, is_on in zip(self._others, self._in_force, strict=True):
            if is_on:
                practice = other
        self._purchasing.follow(practice)
        if self._stock.asleep:
            self._stock.wake_up()


class Contingency:
    """A plan of a stock for disruptions; hazards tell it when they strike and when they are over.

    Attributes:
        number: Its number among the practices of the stock.
    """

    __slots__ = (
        "_agenda", "_back_after", "_cancels", "_journal", "_key", "_known", "_noticed_after", "_now", "_owners",
        "_resource", "_stock", "_switch", "_turns", "number",
    )  # fmt: skip

    def __init__(self, agenda: Agenda, journal: Journal, stock: Stock, switch: Switch, resource: int) -> None:
        self._agenda = agenda
        self._journal = journal
        self._stock = stock
        self._switch = switch
        self._resource = resource
        self._key = key(Phase.DISRUPTIONS, 1, stock.account)
        self._noticed_after: dict[Hazard, float] = {}
        self._back_after: dict[Hazard, float] = {}
        self._owners: dict[Hazard, frozenset[str]] = {}
        self._turns: dict[Hazard, int] = {}
        self._known: set[Hazard] = set()
        self._cancels: tuple[Channel, ...] = ()
        self._now: tuple[int, Order] | None = None
        self.number = 0

    def mind(self, hazard: Hazard, owners: frozenset[str], noticed_after: float, back_after: float) -> None:
        """Is for a hazard that hits one of ``owners``; both times are on the time grid."""
        self._owners[hazard] = owners
        self._noticed_after[hazard], self._back_after[hazard] = noticed_after, back_after
        self._turns[hazard] = 0
        hazard.listeners.append(self)

    def order_at_once(self, quantity: int, order: Order) -> None:
        """Orders ``quantity`` steps when it comes into force."""
        self._now = quantity, order

    def call_off(self, channels: Sequence[Channel]) -> None:
        """Calls off what waits at the sellers of ``channels`` when it comes into force."""
        self._cancels = tuple(channels)

    def struck(self, hazard: Hazard) -> None:
        """A hazard strikes; it becomes known after a while if it hit something that concerns the stock."""
        if not any(place.severity > 0.0 for owner, place in hazard.places.items() if owner in self._owners[hazard]):
            return
        self._later(self._noticed_after[hazard], self._notice, hazard)

    def over(self, hazard: Hazard) -> None:
        """A hazard is over; what was never noticed never will be."""
        self._turns[hazard] += 1
        if hazard in self._known:
            self._later(self._back_after[hazard], self._forget, hazard)

    def _later(self, delay: float, action: Callable[[tuple[Hazard, int]], None], hazard: Hazard) -> None:
        self._turns[hazard] += 1
        self._agenda.add(self._agenda.now + delay, self._key, action, (hazard, self._turns[hazard]))

    def _notice(self, told: tuple[Hazard, int]) -> None:
        hazard, turn = told
        if turn != self._turns[hazard]:
            return
        was_in_force = bool(self._known)
        self._known.add(hazard)
        if not was_in_force:
            self._begin()

    def _forget(self, told: tuple[Hazard, int]) -> None:
        hazard, turn = told
        if turn != self._turns[hazard]:
            return
        self._known.discard(hazard)
        if not self._known:
            self._post(State.IDLE)
            self._switch.put(self.number, in_force=False)

    def _begin(self) -> None:
        self._post(State.BUSY)
        for channel in self._cancels:
            if isinstance(channel.seller, _FORGIVING):
                channel.seller.withdraw(self._stock)
        self._switch.put(self.number, in_force=True)
        if self._now is not None:
            quantity, order = self._now
            order(quantity, NOBODY)

    def _post(self, state: State) -> None:
        states = self._journal.states
        states.write(states.pack(self._agenda.now, 1.0, self._resource, state, NOBODY))
