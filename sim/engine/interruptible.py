"""Suppliers that disruptions strike: they can lose capacity, be closed, or be gone."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final, Literal

from sim.clock import snap
from sim.engine.interruption import Interruption, cancel
from sim.engine.supplier import BusySupplier, Supplier
from sim.ledger.tables import Event, Reason, State

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    import simpy

    from sim.engine.agenda import Agenda
    from sim.engine.channel import Buyer, Channel
    from sim.engine.supplier import Job
    from sim.ledger.journal import Journal

    InProcess = Literal["finish", "hold", "lose"]

_NEVER: Final = float("inf")


class InterruptibleSupplier(Supplier):
    """A supplier without limit of capacity that can be stopped: orders wait, or are refused, until it goes on.

    Attributes:
        interruption: What disruptions do to it.
    """

    __slots__ = ("_held", "interruption")

    def __init__(self, agenda: Agenda, journal: Journal, site: str, account: int, level: int) -> None:
        super().__init__(agenda, journal, site, account, level)
        self._held: deque[Job] = deque()
        self.interruption = Interruption(self, self._change, self._give_up)

    @property
    def available(self) -> float:
        """Without limit, or nothing for whoever would be refused."""
        return 0.0 if self.interruption.refuses else float("inf")

    def receive(self, order: int, quantity: int, channel: Channel) -> None:
        """Takes an order in, holds it or refuses it."""
        if self.interruption.refuses:
            self.interruption.refuse(order, quantity, channel)
        elif self.interruption.speed <= 0.0:
            self.backlog += quantity
            self._held.append((order, quantity, channel))
            events = self.journal.events
            events.write(events.pack(self.agenda.now, quantity, order, Event.WAITING, Reason.DISRUPTED))
        else:
            super().receive(order, quantity, channel)

    def withdraw(self, buyer: Buyer) -> None:
        """Lets a buyer call off what is held; what is in the making is made."""
        held, self._held = self._held, deque()
        for job in held:
            if job[2].buyer is buyer:
                cancel(self, job)
            else:
                self._held.append(job)

    def _give_up(self) -> Iterable[Job]:
        held, self._held = self._held, deque()
        return held

    def _change(self) -> None:
        if self.interruption.speed <= 0.0:
            return
        held, self._held = self._held, deque()
        for order, quantity, channel in held:
            self.backlog -= quantity
            super().receive(order, quantity, channel)


class VariableSupplier(BusySupplier):
    """A supplier whose capacity is not always the same: what it makes goes on at the speed that it has now.

    Attributes:
        interruption: What disruptions do to it.
    """

    __slots__ = ("_turn", "interruption")

    def __init__(self, agenda: Agenda, journal: Journal, site: str, account: int, level: int) -> None:
        super().__init__(agenda, journal, site, account, level)
        self._turn = 0
        self.interruption = Interruption(self, self._change, self._give_up)

    @property
    def available(self) -> float:
        """Without limit, or nothing for whoever would be refused."""
        return 0.0 if self.interruption.refuses else float("inf")

    def receive(self, order: int, quantity: int, channel: Channel) -> None:
        """Takes an order in, or refuses it."""
        if self.interruption.refuses:
            self.interruption.refuse(order, quantity, channel)
        else:
            super().receive(order, quantity, channel)

    def withdraw(self, buyer: Buyer) -> None:
        """Lets a buyer call off what waits for its turn; what is begun is made."""
        waiting = list(self._jobs)[1:]
        for job in waiting:
            if job[2].buyer is buyer:
                cancel(self, job)
        kept = [job for job in waiting if job[2].buyer is not buyer]
        self._jobs = deque([*list(self._jobs)[:1], *kept])

    def _give_up(self) -> Iterable[Job]:
        jobs, self._jobs = self._jobs, deque()
        if jobs:
            self._turn += 1
            self._wake.fire()
        return jobs

    def _change(self) -> None:
        if self._jobs:
            self._turn += 1  # the time at which the job would have been done counts no more
            self._wake.fire()

    def _ring(self, turn: int) -> None:
        if turn == self._turn:
            self._wake.fire()

    def _make(self) -> Generator[simpy.Event, Any, None]:
        while True:
            yield self._wake
            if not self._jobs:
                continue  # woken twice in one instant
            while self._jobs:
                job = self._jobs[0]
                yield from self._work(float(job[1]))
                if not self._jobs:
                    break  # it was called off
                self._jobs.popleft()
                if self.lead_time is None:
                    self._ship(job)
                else:
                    self.lead_time.then(self._ship, job)
            self._turn += 1
            self._set(State.IDLE)

    def _work(self, left: float) -> Generator[simpy.Event, Any, None]:
        """Makes so many steps at the speed that there is, which may change meanwhile."""
        agenda = self.agenda
        while True:
            begun, speed = agenda.now, self._capacity * self.interruption.speed
            done_at = snap(begun + left / speed) if speed > 0.0 else _NEVER
            if done_at < _NEVER:
                agenda.add(done_at, self._wake.key, self._ring, self._turn)
            yield self._wake
            if agenda.now >= done_at or not self._jobs:
                return
            left -= (agenda.now - begun) * speed
