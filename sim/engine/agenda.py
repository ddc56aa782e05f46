"""The agenda: everything that happens, in one order.

Everything at one time is ordered by (phase, rank, number), never by the order in which a program happened to create it.
The agenda is one SimPy event, scheduled again for each instant at which something is due; the instant then runs its
entries in turn. Only this module schedules in SimPy.

An entry is ``(key, action, argument)``. The key packs phase and rank into one integer, so that sorting is one
comparison. Entries with one key run in the order in which they were added.
"""

from __future__ import annotations

import heapq
from collections import Counter
from enum import IntEnum
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import simpy

from sim.clock import GRID

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    Entry = tuple[int, Callable[[Any], None], Any]

LEVELS: Final = 2**20
ACTORS: Final = 2**24
_BY_KEY: Final = itemgetter(0)
_HOUSEKEEPING_EVERY: Final = 4096
"""Things done, not instants: a large network does much in each of few instants."""

_WITHOUT_SUSPICION: Final = 100_000
"""Things added to an instant and done in one go before anybody counts who comes how often."""
_MOST_REVIEWS: Final = 10_000
"""Reviews of one stock in one instant, counted from then on; each link of a chain without lead times asks for one."""


class EndlessInstantError(Exception):
    """An instant that would never end, since stocks in it order from each other again and again.

    Attributes:
        time: The instant.
        actors: Numbers of the actors whose reviews came back.
    """

    def __init__(self, time: float, actors: tuple[int, ...]) -> None:
        super().__init__(time, actors)
        self.time = time
        self.actors = actors


class Phase(IntEnum):
    """The phases of an instant, in their order."""

    DISRUPTIONS = 1
    ARRIVALS = 2
    COMPLETIONS = 3
    MESSAGES = 4
    EARLY_REVIEWS = 5
    DEMAND = 6
    EARLY_ALLOCATION = 7
    """The end of the demand phase: what was ordered in it is allocated."""
    REVIEWS = 8
    DEPARTURES = 9
    """Allocation of what the reviews ordered, and departures."""
    STARTS = 10
    """Machines choose among the jobs that wait by then, and vehicles take up loads."""


def key(phase: Phase, level: int, actor: int) -> int:
    """The place of an entry within its instant.

    Args:
        phase: Phase of the instant.
        level: Distance from the customer; lower runs first, except that shipping runs from high to low.
        actor: Number of the actor among all, by name; breaks the ties that are left.
    """
    if phase in (Phase.EARLY_ALLOCATION, Phase.DEPARTURES):
        level = LEVELS - 1 - level
    return (phase * LEVELS + level) * ACTORS + actor


_ARRIVALS: Final = key(Phase.ARRIVALS, 0, 0)
_AFTER_ARRIVALS: Final = key(Phase.COMPLETIONS, 0, 0)
_NEVER: Final = (max(Phase) + 1) * LEVELS * ACTORS


class Agenda(simpy.Event):
    """What is due, by time; one SimPy event that comes back for each instant.

    Attributes:
        now: The time of the instant that is running.
        key: The key of the entry that is running.
        end: When the run ends: of that instant only arrivals still happen.
        acts: Number of things done so far, about: an entry that stands for many adds their number.
    """

    def __init__(self, env: simpy.Environment, end: float, housekeeping: Callable[[], None]) -> None:
        super().__init__(env)
        self._ok = True
        self._value = None
        self.now = -1.0  # before the first instant, which is always at 0
        self.key = 0
        self.end = end
        self.acts = 0
        self._times: list[float] = [0.0]
        self._instants: dict[float, list[Entry]] = {0.0: []}
        self._rest: list[tuple[int, int, Callable[[Any], None], Any]] = []
        self._again: list[Callable[[Any], None]] = [self._instant]
        self._housekeeping = housekeeping
        self._housekeeping_at = _HOUSEKEEPING_EVERY

    def add(self, time: float, key: int, action: Callable[[Any], None], argument: Any) -> None:
        """Puts ``action(argument)`` on the agenda for ``time``, which must be on the time grid and not in the past."""
        entries = self._instants.get(time)
        if entries is not None:
            entries.append((key, action, argument))
        elif time > self.now:
            self._instants[time] = [(key, action, argument)]
            heapq.heappush(self._times, time)
        else:
            self.soon(key, action, argument)

    def soon(self, key: int, action: Callable[[Any], None], argument: Any) -> None:
        """Puts ``action(argument)`` on the agenda of the instant that is running.

        If its phase has passed already, it runs next, before what is left of the instant.
        """
        self.acts += 1
        heapq.heappush(self._rest, (key, self.acts, action, argument))

    def begin(self) -> None:
        """Schedules the first instant, which is always at 0."""
        self.callbacks = self._again
        self.env.schedule(self)

    def finish_at_once(self) -> None:
        """Ends the run with the instant that is running, which still counts in full."""
        self.end = self.now + 1.0 / GRID

    def _instant(self, _: simpy.Event) -> None:
        times, rest = self._times, self._rest
        now = self.now = heapq.heappop(times)
        entries = self._instants.pop(now)
        if now >= self.end:
            entries = [entry for entry in entries if _ARRIVALS <= entry[0] < _AFTER_ARRIVALS]
        count = len(entries)
        self.acts += count
        if count > 1:
            entries.sort(key=_BY_KEY)
        for entry_key, action, argument in entries:
            if rest and rest[0][0] < entry_key:
                self._catch_up(entry_key)
            self.key = entry_key
            action(argument)
        if rest and now < self.end:
            self._catch_up(_NEVER)
        if self.acts >= self._housekeeping_at:
            self._housekeeping_at = self.acts + _HOUSEKEEPING_EVERY
            self._housekeeping()
        if times and times[0] <= self.end:
            self.callbacks = self._again
            # Times lie on a grid of 2**-20, so the difference and the sum that SimPy takes are exact.
            self.env.schedule(self, delay=times[0] - now)

    def _catch_up(self, before: int) -> None:
        rest = self._rest
        for _ in repeat(None, _WITHOUT_SUSPICION):
            if not rest or rest[0][0] >= before:
                return
            self.key, _number, action, argument = heapq.heappop(rest)
            action(argument)
        self._watch(before)

    def _watch(self, before: int) -> None:
        """Like ``_catch_up``, but fails if reviews come back without end."""
        rest, reviews = self._rest, Counter[int]()
        while rest and rest[0][0] < before:
            self.key, _number, action, argument = heapq.heappop(rest)
            if self.key // (LEVELS * ACTORS) == Phase.REVIEWS:
                reviews[self.key % ACTORS] += 1
                if reviews[self.key % ACTORS] > _MOST_REVIEWS:
                    again = (actor for actor, count in reviews.items() if count > 1)
                    raise EndlessInstantError(self.now, tuple(sorted(again)))
            action(argument)


class Wake(simpy.Event):
    """What a process waits on: fired by the agenda, any number of times.

    A process writes ``yield wake.at(time)`` and goes on when the agenda gets there.
    """

    def __init__(self, agenda: Agenda, key: int) -> None:
        super().__init__(agenda.env)
        self._ok = True
        self._value = None
        self._agenda = agenda
        self.key = key

    def start(self, process: Generator[simpy.Event, Any, None]) -> simpy.Process:
        """Starts ``process``, a generator that yields this wake, at time 0."""
        return self.env.process(process)

    def at(self, time: float) -> Wake:
        """This wake, to be fired at ``time``."""
        self._agenda.add(time, self.key, self._fire, None)
        return self

    def fire(self) -> None:
        """Wakes the process in the instant that is running."""
        self._agenda.soon(self.key, self._fire, None)

    def _fire(self, _: None) -> None:
        # One process waits on a wake; going on, it waits on the same wake again.
        resume = self.callbacks[0]
        self.callbacks = []
        resume(self)
