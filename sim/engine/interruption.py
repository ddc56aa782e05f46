"""Suppliers that disruptions strike: they can lose capacity, or be closed, and go on afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from sim.clock import snap
from sim.engine.levers import Factors
from sim.engine.stock import Stock
from sim.engine.supplier import LeadTime, Supplier
from sim.ledger.tables import Event, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sim.engine.adjustment import Adjustment
    from sim.engine.agenda import Agenda
    from sim.engine.channel import Channel
    from sim.engine.supplier import Job

    InProcess = Literal["finish", "hold", "lose"]

_NEVER: Final = float("inf")


def cancel(supplier: Supplier, job: Job) -> None:
    """Calls an order off of which nothing has been shipped."""
    order, quantity, channel = job
    supplier.backlog -= quantity
    events = supplier.journal.events
    events.write(events.pack(supplier.agenda.now, quantity, order, Event.LOST, Reason.CANCELLED))
    channel.buyer.on_order -= quantity


class Making:
    """A job within its lead time.

    Attributes:
        job: What is made.
        action: What is done when it is ready.
        due_at: When it is ready if nothing intervenes.
        turn: How often it was put on the agenda; entries of earlier turns count for nothing.
    """

    __slots__ = ("action", "due_at", "job", "turn")

    def __init__(self, job: Job, action: Callable[[Job], None], due_at: float) -> None:
        self.job = job
        self.action = action
        self.due_at = due_at
        self.turn = 0


class InterruptibleLeadTime(LeadTime):
    """A lead time whose jobs can be made to rest, or be lost and begun anew; each takes as long as ``times`` says."""

    __slots__ = ("_adjustment", "_at_once", "_making", "_pace", "_resting", "_times")

    def __init__(self, agenda: Agenda, key: int, times: LeadTime) -> None:
        super().__init__(agenda, key)
        self._times = times
        self._making: dict[Making, None] = {}
        self._resting: list[tuple[Making, float | None]] = []
        self._adjustment: Adjustment | None = None
        self._at_once = False
        self._pace = 1.0

    def adjust(self, adjustment: Adjustment, *, at_once: bool) -> None:
        """Has jobs take as long as ``adjustment`` makes of their time; ``at_once``: undisturbed, they take none."""
        self._adjustment = adjustment
        self._at_once = at_once
        adjustment.follow_pace(self._slow)

    def of(self, job: Job) -> float:
        """The lead time of a job that begins now; see ``LeadTime.of``."""
        time = self._times.of(job)
        return time if self._adjustment is None else snap(self._adjustment.of(time))

    def then(self, action: Callable[[Job], None], job: Job) -> None:
        """Puts ``action(job)`` on the agenda after the lead time."""
        time = self.of(job)
        if self._at_once and not time:
            action(job)
        else:
            self._begin(Making(job, action, 0.0), time)

    def _slow(self, pace: float) -> None:
        """What is left of the time of all jobs changes."""
        ratio, self._pace = pace / self._pace, pace
        now = self._agenda.now
        for making in list(self._making):
            self._begin(making, snap((making.due_at - now) * ratio))
        self._resting = [(of, None if left is None else snap(left * ratio)) for of, left in self._resting]

    def _begin(self, making: Making, time: float) -> None:
        making.due_at = self._agenda.now + time
        making.turn += 1
        self._making[making] = None
        self._agenda.add(making.due_at, self._key, self._finish, (making, making.turn))

    def _finish(self, due: tuple[Making, int]) -> None:
        making, turn = due
        if turn == making.turn and making in self._making:
            del self._making[making]
            making.action(making.job)

    def stop(self, in_process: InProcess) -> None:
        """Stops what is in the making: it rests, or is lost, also what rests already; ``finish`` lets it go on."""
        if in_process == "finish":
            return
        now = self._agenda.now
        if in_process == "lose":
            self._resting = [(making, None) for making, _ in self._resting]
        self._resting += [(of, of.due_at - now if in_process == "hold" else None) for of in self._making]
        self._making.clear()

    def drop(self) -> list[Job]:
        """Gives up all that is in the making, and returns it."""
        dropped = [making.job for making in (*self._making, *(making for making, _ in self._resting))]
        self._making.clear()
        self._resting.clear()
        return dropped

    def resume(self) -> None:
        """Lets what rested go on, and begins anew what was lost."""
        resting, self._resting = self._resting, []
        for making, left in resting:
            self._begin(making, self.of(making.job) if left is None else left)


class Interruption:
    """What disruptions do to one supplier: how much of its capacity is left, and whether it is closed.

    Attributes:
        capacity: The share of its capacity that it is left with.
    """

    __slots__ = ("_change", "_closings", "_give_up", "_lead_time", "_refused", "_supplier", "capacity")

    def __init__(self, supplier: Supplier, change: Callable[[], None], give_up: Callable[[], Iterable[Job]]) -> None:
        self._supplier = supplier
        self._change = change
        self._give_up = give_up
        self._closings: list[Closing] = []
        self._lead_time: InterruptibleLeadTime | None = None
        self._refused: dict[Stock, None] = {}
        self.capacity = Factors(self._capacity_changes)

    def rest(self, lead_time: InterruptibleLeadTime) -> None:
        """Has the jobs within ``lead_time`` rest, or be lost, where a closure says so."""
        self._lead_time = lead_time

    @property
    def speed(self) -> float:
        """The share of its capacity that it works with now."""
        return 0.0 if any(closing.is_on for closing in self._closings) else self.capacity.value

    @property
    def refuses(self) -> bool:
        """Whether orders are refused now."""
        return any(closing.is_on and closing.refuses for closing in self._closings)

    def closing(self, *, refuses: bool, in_process: InProcess) -> Closing:
        """One more way to close it."""
        made = Closing(self, refuses=refuses, in_process=in_process)
        self._closings.append(made)
        return made

    def ending(self) -> Ending:
        """One way to end it for good."""
        closing = Closing(self, refuses=True, in_process="finish")
        self._closings.append(closing)
        return Ending(self, closing)

    def call_everything_off(self) -> None:
        """Calls off all that waits or is in the making."""
        for job in (*self._give_up(), *(() if self._lead_time is None else self._lead_time.drop())):
            cancel(self._supplier, job)

    def refuse(self, order: int, quantity: int, channel: Channel) -> None:
        """Sends an order back; a stock that ordered may order again when it is open."""
        events = self._supplier.journal.events
        events.write(events.pack(self._supplier.agenda.now, quantity, order, Event.LOST, Reason.DISRUPTED))
        channel.buyer.on_order -= quantity
        if isinstance(channel.buyer, Stock):
            self._refused[channel.buyer] = None

    def close(self, in_process: InProcess) -> None:
        """It is closed from now on."""
        if self._lead_time is not None:
            self._lead_time.stop(in_process)
        self._change()

    def open(self) -> None:
        """One closure is over; it goes on if that was the last, and those learn of it whom it refused."""
        if any(closing.is_on for closing in self._closings):
            return
        if self._lead_time is not None:
            self._lead_time.resume()
        self._change()
        refused, self._refused = self._refused, {}
        for stock in refused:
            if stock.asleep:
                stock.wake_up()

    def _capacity_changes(self, _: float) -> None:
        self._change()


class Closing:
    """One way in which a supplier can be closed (a ``Lever``).

    Attributes:
        refuses: Whether orders are refused, rather than held.
        is_on: Whether it is closed so.
    """

    __slots__ = ("_in_process", "_interruption", "is_on", "refuses")

    def __init__(self, interruption: Interruption, *, refuses: bool, in_process: InProcess) -> None:
        self._interruption = interruption
        self._in_process: InProcess = in_process
        self.refuses = refuses
        self.is_on = False

    def move(self, value: float) -> None:
        """Closes at 0, opens at 1."""
        self.is_on = value < 1.0
        if self.is_on:
            self._interruption.close(self._in_process)
        else:
            self._interruption.open()


class Ending:
    """The end of a supplier (a ``Lever``)."""

    __slots__ = ("_closing", "_interruption")

    def __init__(self, interruption: Interruption, closing: Closing) -> None:
        self._interruption = interruption
        self._closing = closing

    def move(self, _: float) -> None:
        """Ends it: there is no way back."""
        self._closing.move(0.0)
        self._interruption.call_everything_off()
