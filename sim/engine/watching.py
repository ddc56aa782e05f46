"""Disruptions that nobody foresees: they watch a stock while the run goes on, or follow one that does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.clock import GRID, snap
from sim.disruption.when.after import After
from sim.disruption.when.condition import Condition
from sim.engine.agenda import ACTORS, LEVELS, Agenda, Phase, key

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    import simpy

    from sim.engine.disruption import Hazard
    from sim.engine.stock import Stock
    from sim.engine.wiring import Wiring
    from sim.streams import Stream

_NEVER: Final = float("inf")
_STEP: Final = 1.0 / GRID
_LAST: Final = key(Phase.STARTS, LEVELS - 1, ACTORS - 1)
"""After all that is due in an instant."""


class WatchingAgenda(Agenda):
    """An agenda that has watches look at their stocks when all that was due in an instant is done.

    Attributes:
        watches: Who looks.
        acts_at: When a watch acts next, or has acted last.
        moment: Counts the instants in which something else than that was due.
    """

    def __init__(self, env: simpy.Environment, end: float, housekeeping: Callable[[], None]) -> None:
        super().__init__(env, end, housekeeping)
        self.watches: list[Watch] = []
        self.acts_at = -1.0
        self.moment = 0
        self._instants[0.0].append((_LAST, self._look, None))

    def add(self, time: float, key: int, action: Callable[[Any], None], argument: Any) -> None:
        """Puts ``action(argument)`` on the agenda for ``time``; see ``Agenda.add``."""
        if time not in self._instants and time > self.now:
            super().add(time, _LAST, self._look, None)
        super().add(time, key, action, argument)

    def _look(self, _: None) -> None:
        if self.now != self.acts_at:
            self.moment += 1
        for watch in self.watches:
            watch.look()


class Live:
    """The course of a disruption that is told when to strike and when to end.

    Attributes:
        followers: What comes in its wake.
    """

    __slots__ = ("_agenda", "_hazard", "_key", "_stages", "_turn", "_until", "followers", "is_on")

    def __init__(self, agenda: Agenda, actor: int, hazard: Hazard, stages: tuple[tuple[float, float], ...]) -> None:
        self._agenda = agenda
        self._hazard = hazard
        self._stages = tuple((snap(after), intensity) for after, intensity in stages)
        self._key = key(Phase.DISRUPTIONS, 0, actor)
        self._turn = 0
        self._until = _NEVER
        self.is_on = False
        self.followers: list[Follower] = []

    def strike(self, until: float) -> None:
        """Strikes until a time, or until it is ended; if it is on, it lasts until then at least."""
        now = self._agenda.now
        if until <= now:
            return
        if self.is_on:
            until = max(until, self._until)
        self._turn += 1
        self._until = until
        if until < _NEVER:
            self._agenda.add(until, self._key, self._end_in_time, self._turn)
        if not self.is_on:
            self.is_on = True
            self._hazard.strike()
            for follower in self.followers:
                follower.begun()

    def end(self) -> None:
        """Ends, or fades by the stages of its recovery; a strike that comes meanwhile begins anew."""
        self._turn += 1
        self.is_on = False
        for after, intensity in self._stages:
            if after > 0.0:
                self._agenda.add(self._agenda.now + after, self._key, self._ease, (self._turn, intensity))
            else:
                self._hazard.ease(intensity)
        for follower in self.followers:
            follower.ended()

    def _end_in_time(self, turn: int) -> None:
        if turn == self._turn:
            self.end()

    def _ease(self, stage: tuple[int, float]) -> None:
        turn, intensity = stage
        if turn == self._turn:
            self._hazard.ease(intensity)

    def at(self, time: float, until: float) -> None:
        """Strikes at a time that is to come, until another."""
        self._agenda.add(time, self._key, self._strike_in_time, until)

    def _strike_in_time(self, until: float) -> None:
        self.strike(until)

    def end_at(self, time: float) -> None:
        """Ends at a time that is to come, unless it strikes anew before."""
        self._agenda.add(time, self._key, self._end_in_time, self._turn)


class Watch:
    """A condition at work: it strikes right after the instant in which its stock came into trouble.

    That is a step of the time grid later, so that all else that happens in an instant comes before the strike, or after
    it, and the books can tell which. What strikes bring about may bring about another, but each condition changes once
    only until something else happens, lest they chase each other without end.
    """

    __slots__ = ("_agenda", "_condition", "_in_trouble", "_lengths", "_live", "_moment", "_steps", "_stock")

    def __init__(
        self, agenda: WatchingAgenda, live: Live, stock: Stock, condition: Condition, steps: int, lengths: Stream | None
    ) -> None:
        self._agenda = agenda
        self._live = live
        self._stock = stock
        self._condition = condition
        self._steps = steps
        self._lengths = lengths
        self._in_trouble = False
        self._moment = 0

    def look(self) -> None:
        """Looks at the stock when all of an instant has happened."""
        agenda = self._agenda
        if self._moment == agenda.moment:
            return
        units = getattr(self._stock, self._condition.looks_at) / self._steps
        holds = self._condition.holds(units, self._in_trouble)
        if holds is self._in_trouble:
            return
        self._in_trouble = holds
        self._moment = agenda.moment
        agenda.acts_at = soon = agenda.now + _STEP
        if holds:
            self._live.at(soon, _NEVER if self._lengths is None else soon + snap(self._lengths.next()))
        elif self._lengths is None:
            self._live.end_at(soon)


class Follower:
    """A disruption that comes in the wake of one that nobody foresees."""

    __slots__ = ("_agenda", "_delays", "_due", "_lengths", "_live", "_strikes", "_trigger")

    def __init__(
        self, agenda: Agenda, live: Live, trigger: After, strikes: Stream, delays: Stream, lengths: Stream | None
    ) -> None:
        self._agenda = agenda
        self._live = live
        self._trigger = trigger
        self._strikes = strikes
        self._delays = delays
        self._lengths = lengths
        self._due: tuple[float, float] | None = None

    def begun(self) -> None:
        """The cause begins; each has its draws, whether it is followed or not."""
        is_followed, delay = self._strikes.next() < self._trigger.probability, snap(self._delays.next())
        lasts = _NEVER if self._lengths is None else snap(self._lengths.next())
        self._due = (delay, lasts) if is_followed else None
        if self._trigger.counted_from == "start":
            self._follow()

    def ended(self) -> None:
        """The cause ends."""
        if self._trigger.counted_from == "end":
            self._follow()

    def _follow(self) -> None:
        if self._due is not None:
            (delay, lasts), self._due = self._due, None
            begin = self._agenda.now + delay
            self._live.at(begin, begin + lasts)


def watch(wiring: Wiring, lives: dict[str, Live]) -> None:
    """Has disruptions that nobody foresees watch their stocks, or follow each other; ``lives`` has all of them."""
    for name, live in lives.items():
        disruption = wiring.scenario.disruptions[name]
        trigger, names = disruption.when, ("disruption", disruption.luck or name)
        if isinstance(trigger, After):
            strikes = wiring.luck.stream(*names, "strikes")
            delays = wiring.luck.stream(*names, "delay", quantile=trigger.delay.quantile)
            follower = Follower(wiring.agenda, live, trigger, strikes, delays, _lengths(wiring, names, trigger))
            lives[trigger.of].followers.append(follower)
        elif isinstance(trigger, Condition) and isinstance(wiring.agenda, WatchingAgenda):
            node = (trigger.site, trigger.product)
            lengths = _lengths(wiring, names, trigger)
            found = Watch(wiring.agenda, live, wiring.stocks[node], trigger, wiring.steps(node), lengths)
            wiring.agenda.watches.append(found)


def _lengths(wiring: Wiring, names: tuple[str, ...], trigger: After | Condition) -> Stream | None:
    return None if trigger.lasts is None else wiring.luck.stream(*names, "lasts", quantile=trigger.lasts.quantile)
