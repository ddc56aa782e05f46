"""Suppliers: they make what is ordered, within their capacity, and ship it after their own lead time."""

from __future__ import annotations

import functools
from collections import deque
from typing import TYPE_CHECKING, Any

from sim.clock import snap
from sim.engine.agenda import Phase, Wake, key
from sim.engine.clock import day_of
from sim.engine.stock import SharedStock
from sim.ledger.tables import NOBODY, Event, Reason, State

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    import simpy

    from sim.engine.agenda import Agenda
    from sim.engine.channel import Channel
    from sim.engine.open_order import OpenOrder
    from sim.ledger.journal import Journal
    from sim.streams import Calendar

    Job = tuple[int, int, Channel]


class LeadTime:
    """The time between being ready and being shipped; fixed."""

    __slots__ = ("_agenda", "_fixed", "_key")

    def __init__(self, agenda: Agenda, key: int, fixed: float = 0.0) -> None:
        self._agenda = agenda
        self._key = key
        self._fixed = fixed

    def of(self, _job: Job) -> float:
        """The lead time of a job that begins now, on the time grid."""
        return self._fixed

    def then(self, action: Callable[[Job], None], job: Job) -> None:
        """Puts ``action(job)`` on the agenda after the lead time."""
        self._agenda.add(self._agenda.now + self.of(job), self._key, action, job)


class RandomLeadTime(LeadTime):
    """A lead time that is drawn by the buyer, the day and the ordinal of the buyer's order on that day.

    Each buyer has draws of its own: who orders more or on other days changes nobody else's.
    """

    __slots__ = ("_days", "_times")

    def draw_times_from(self, times: Callable[[int], Calendar], days: float) -> None:
        """Takes the times of each buyer from ``times(account)``; ``days`` is the length of a time unit in days."""
        self._times = functools.cache(times)
        self._days = days

    def of(self, job: Job) -> float:
        """A random time; see ``LeadTime.of``."""
        return snap(self._times(job[2].buyer.account).draw(day_of(self._agenda.now, self._days)))


class Supplier:
    """A supplier of one product that is limited by nothing but its lead time.

    Attributes:
        account: Number of the (site, product) in the ledger.
        backlog: Steps received and not yet shipped.
        lead_time: Its own lead time; None: it ships at once.
    """

    __slots__ = ("account", "agenda", "backlog", "journal", "lead_time", "level", "site")

    def __init__(self, agenda: Agenda, journal: Journal, site: str, account: int, level: int) -> None:
        self.agenda = agenda
        self.journal = journal
        self.site = site
        self.account = account
        self.level = level
        self.backlog = 0
        self.lead_time: LeadTime | None = None

    @property
    def available(self) -> float:
        """Without limit."""
        return float("inf")

    def receive(self, order: int, quantity: int, channel: Channel) -> None:
        """Takes an order in."""
        if self.lead_time is None:
            channel.ship(order, quantity)
        else:
            self.backlog += quantity
            self.lead_time.then(self._ship, (order, quantity, channel))

    def _ship(self, job: Job) -> None:
        order, quantity, channel = job
        self.backlog -= quantity
        channel.ship(order, quantity)


class BusySupplier(Supplier):
    """A supplier with a capacity: it makes one order after the other, each in quantity / capacity.

    Attributes:
        resource: Number of its resource in the states table.
    """

    __slots__ = ("_busy", "_capacity", "_jobs", "_wake", "resource")

    def work(self, capacity: float, resource: int) -> None:
        """Starts the process that makes ``capacity`` steps per time unit."""
        self._capacity = capacity
        self._jobs: deque[Job] = deque()
        self._busy = False
        self.resource = resource
        self._wake = Wake(self.agenda, key(Phase.COMPLETIONS, self.level, self.account))
        self._wake.start(self._make())

    def receive(self, order: int, quantity: int, channel: Channel) -> None:
        """Takes an order in; it waits for its turn."""
        self.backlog += quantity
        self._jobs.append((order, quantity, channel))
        if self._busy:
            events = self.journal.events
            events.write(events.pack(self.agenda.now, quantity, order, Event.WAITING, Reason.NO_CAPACITY))
        else:
            self._set(State.BUSY)
            self._wake.fire()

    def _set(self, state: State) -> None:
        self._busy = state is State.BUSY
        states = self.journal.states
        states.write(states.pack(self.agenda.now, 1.0, self.resource, state, NOBODY))

    def _make(self) -> Generator[simpy.Event, Any, None]:
        while True:
            yield self._wake
            while self._jobs:
                job = self._jobs[0]
                yield self._wake.at(snap(self.agenda.now + job[1] / self._capacity))
                self._jobs.popleft()
                if self.lead_time is None:
                    self._ship(job)
                else:
                    self.lead_time.then(self._ship, job)
            self._set(State.IDLE)


class FiniteStock(SharedStock):
    """All that a supplier will ever have: orders are allocated from it, then made and shipped by the supplier."""

    __slots__ = ("_supplier",)

    def belong_to(self, supplier: Supplier) -> None:
        """Hands what is allocated to ``supplier``."""
        self._supplier = supplier

    def _ship(self, order: OpenOrder, quantity: int) -> None:
        order.open -= quantity
        self.on_hand -= quantity
        self.backlog -= quantity
        self._supplier.receive(order.number, quantity, order.channel)
