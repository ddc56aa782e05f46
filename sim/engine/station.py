"""Stations: where jobs wait for a machine, and the gate through which they enter the shop floor."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from sim.clock import snap
from sim.engine.agenda import Phase, key
from sim.engine.clock import day_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.engine.agenda import Agenda
    from sim.engine.machine import Machine
    from sim.engine.production import Production
    from sim.engine.work_order import WorkOrder
    from sim.release import Release
    from sim.scenario.line import Setup
    from sim.sequencing import Sequencing


class Job:
    """A part of a production order that goes through the shop in one piece.

    Attributes:
        work: The production order.
        quantity: Steps started.
        production: What makes it.
        step: Which operation of the route is done or waited for.
        duration: What that operation takes, without set-up.
    """

    __slots__ = ("duration", "production", "quantity", "step", "work")

    def __init__(self, work: WorkOrder, quantity: int, production: Production) -> None:
        self.work = work
        self.quantity = quantity
        self.production = production
        self.step = 0
        self.duration = 0.0

    @property
    def product(self) -> str:
        """What it makes."""
        return self.production.product

    @property
    def due_at(self) -> float:
        """When its order is promised for."""
        return self.work.due_at


class Operation:
    """One operation of a route: where it is done, and how long it takes.

    Attributes:
        station: Where.
    """

    __slots__ = ("_agenda", "_days", "_draw", "_per_step", "_times_units", "station")

    def __init__(self, agenda: Agenda, station: Station, per_step: float) -> None:
        self._agenda = agenda
        self.station = station
        self._per_step = per_step
        self._draw: Callable[[int], float] | None = None
        self._days = 1.0
        self._times_units = 0

    def draw_from(self, draw: Callable[[int], float], days: float, steps_per_unit: int) -> None:
        """Takes times from ``draw(day)``: one for a job, or one for each unit if ``steps_per_unit`` is not 0.

        Of a unit that a job has in part, its part of the time is taken.
        """
        self._draw = draw
        self._days = days
        self._times_units = steps_per_unit

    def duration(self, job: Job) -> float:
        """What ``job`` takes, on the time grid; drawn now, by the day and the ordinal of that day."""
        if self._draw is None:
            return snap(self._per_step * job.quantity)
        day = day_of(self._agenda.now, self._days)
        if not self._times_units:
            return snap(self._draw(day))
        units, rest = divmod(job.quantity, self._times_units)
        total = sum(self._draw(day) for _ in range(units))
        if rest:
            total += self._draw(day) * (rest / self._times_units)
        return snap(total)


class Station:
    """The machines of one line and the queue before them; jobs are taken in the sequence in which they came.

    Attributes:
        setup: Time between products; None where it neither takes nor costs any.
        idle: Machines that could take a job, the one that waits longest first.
        gate: Where jobs whose route begins here wait for their release.
    """

    __slots__ = ("_agenda", "_blocked", "_queue", "_room", "gate", "idle", "setup")

    def __init__(self, agenda: Agenda, room: int | None) -> None:
        self._agenda = agenda
        self._room = room
        self._queue: deque[Job] = deque()
        self._blocked: deque[Machine] = deque()
        self.idle: deque[Machine] = deque()
        self.setup: Setup | None = None
        self.gate: Gate | None = None

    def has_room(self) -> bool:
        """Whether one more job may come in: to an idle machine, or into the queue."""
        return self._room is None or len(self._queue) < self._room + len(self.idle)

    def enter(self, job: Job) -> None:
        """Takes a job in, for which there must be room."""
        job.duration = job.production.operations[job.step].duration(job)
        if self.idle and not self._queue:
            self.idle.popleft().take(job)
        else:
            self._queue.append(job)

    def wait_for_room(self, machine: Machine) -> None:
        """Lets a machine of the station before wait until its job can come in."""
        self._blocked.append(machine)

    def next_job(self, machine: Machine) -> Job | None:
        """The job that ``machine``, which is free, takes up now; None if none is there."""
        if not self._queue:
            self._let_in_one()
        if not self._queue:
            return None
        job = self._queue.popleft()
        self.let_in()
        return job

    def let_in(self) -> None:
        """Lets in what waits outside, while there is room: blocked machines' jobs first."""
        while self._blocked and self.has_room():
            machine = self._blocked.popleft()
            self.enter(machine.hand_on())
        if self.gate is not None and not self._blocked:
            self.gate.open()

    def _let_in_one(self) -> None:
        """Where nothing may queue, the next job comes straight from outside to the machine that is free."""
        if self._blocked:
            machine = self._blocked.popleft()
            job = machine.hand_on()
            job.duration = job.production.operations[job.step].duration(job)
            self._queue.append(job)
        elif self.gate is not None:
            self.gate.release_one()


class ChoosingStation(Station):
    """A station whose machines choose among the jobs that wait by a rule, once all of an instant have come in."""

    __slots__ = ("_choosing", "_rule", "_start_key")

    def choose_by(self, rule: Sequencing, level: int, actor: int) -> None:
        """Takes jobs by ``rule``."""
        self._rule = rule
        self._start_key = key(Phase.STARTS, level, actor)
        self._choosing = False

    def enter(self, job: Job) -> None:
        """Takes a job in, for which there must be room."""
        job.duration = job.production.operations[job.step].duration(job)
        self._queue.append(job)
        self._choose_soon()

    def next_job(self, machine: Machine) -> Job | None:
        """None: a machine that is free chooses at the end of the instant."""
        self._choose_soon()
        return None

    def _choose_soon(self) -> None:
        if not self._choosing:
            self._choosing = True
            self._agenda.soon(self._start_key, self._choose, None)

    def _choose(self, _: None) -> None:
        self._choosing = False
        self.let_in()
        while self.idle and self._queue:
            machine = self.idle.popleft()
            index = self._rule.choose(self._queue, machine.set_up_for, machine.run)
            job = self._queue[index]
            del self._queue[index]
            machine.take(job)
            self.let_in()


class Gate:
    """Where jobs wait for their release onto the shop floor, in the sequence in which they became ready.

    Attributes:
        in_process: Jobs released here that have not left their last station.
    """

    __slots__ = ("_queue", "_rule", "_station", "in_process")

    def __init__(self, rule: Release, station: Station) -> None:
        self._rule = rule
        self._station = station
        self._queue: deque[Job] = deque()
        self.in_process = 0

    def offer(self, job: Job) -> None:
        """Takes a job that is ready, and releases it if it may enter."""
        self._queue.append(job)
        self.open()

    def leave(self) -> None:
        """A job has left its last station."""
        self.in_process -= 1
        self.open()

    def withdraw(self, work: WorkOrder) -> None:
        """Takes the jobs of a production order away that were not released yet."""
        self._queue = deque(job for job in self._queue if job.work is not work)

    def open(self) -> None:
        """Releases jobs while the rule and the room at the station allow it."""
        while self._queue and self._rule.may_release(self.in_process) and self._station.has_room():
            self._release()

    def release_one(self) -> None:
        """Releases a job to a machine that is free, if the rule allows it."""
        if self._queue and self._rule.may_release(self.in_process):
            self._release()

    def _release(self) -> None:
        job = self._queue.popleft()
        self.in_process += 1
        job.production.start(job)
        self._station.enter(job)
