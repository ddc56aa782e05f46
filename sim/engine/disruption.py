"""Disruptions at work: processes that strike when their time has come, and let go when it is over."""

from __future__ import annotations

from itertools import chain, takewhile
from typing import TYPE_CHECKING, Any, Final

from sim.clock import LATEST, snap
from sim.disruption.what._shock import Shock
from sim.disruption.when._windows import joined
from sim.engine.agenda import Phase, Wake, key
from sim.engine.levers import lever_of
from sim.engine.watching import Live, watch
from sim.ledger.tables import NOBODY, State
from sim.scenario.exposure import active, is_foreseen, strikes

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    import simpy

    from sim.disruption.when import Window
    from sim.engine.agenda import Agenda
    from sim.engine.contingency import Contingency
    from sim.engine.levers import Lever
    from sim.engine.wiring import Wiring
    from sim.ledger.journal import Journal
    from sim.scenario.exposure import Strike
    from sim.streams import Calendar

_NEVER: Final = (float("inf"), float("inf"))


class Grip:
    """What a disruption does to one thing: it moves a lever, and posts the value in force whenever that changes.

    Attributes:
        place: The place that is hit or not, and how hard; what is at one place shares it.
    """

    __slots__ = ("_agenda", "_journal", "_lever", "_resource", "_strike", "_value", "place")

    def __init__(
        self, agenda: Agenda, journal: Journal, strike: Strike, lever: Lever, resource: int, place: Place
    ) -> None:
        self._agenda = agenda
        self._journal = journal
        self._strike = strike
        self._lever = lever
        self._resource = resource
        self._value = strike.effect.neutral
        self.place = place

    def put(self, intensity: float) -> None:
        """Puts the effect in force at an intensity, which the severity at the place moderates."""
        effect = self._strike.effect
        value = effect.value(intensity * self.place.severity)
        if value == self._value or (effect.is_for_good and self._value != effect.neutral):
            return
        self._value = value
        neutral = value == effect.neutral
        states = self._journal.states
        state = State.IDLE if neutral else State.DISRUPTED
        states.write(states.pack(self._agenda.now, 1.0 if neutral else value, self._resource, state, NOBODY))
        self._lever.move(value)


class Place:
    """A place that a disruption may hit, each time by luck of its own.

    Attributes:
        severity: How hard it is hit by the strike that is on: between 0 (not at all) and 1.
    """

    __slots__ = ("_chance", "_drawn", "_hits", "_severities", "severity")

    def __init__(self, chance: float, hits: Calendar, severities: Calendar) -> None:
        self._chance = chance
        self._hits = hits
        self._severities = severities
        self._drawn: list[float] = []
        self.severity = 0.0

    def severity_of(self, number: int) -> float:
        """Whether and how hard the ``number``-th strike of the disruption hits, counted from 0."""
        while len(self._drawn) <= number:
            strike = len(self._drawn)
            is_hit = self._hits.draw(strike) < self._chance
            severity = self._severities.draw(strike)
            self._drawn.append(severity if is_hit else 0.0)
        return self._drawn[number]

    def strike(self, number: int) -> None:
        """Is hit, or spared, by the ``number``-th strike of the disruption, counted from 0."""
        self.severity = self.severity_of(number)


class Timeline:
    """The windows of a disruption in this replication; whoever looks sees the same, and they are drawn only once."""

    __slots__ = ("_coming", "_known")

    def __init__(self, windows: Iterator[Window]) -> None:
        self._coming = windows
        self._known: list[Window] = []

    def __iter__(self) -> Iterator[Window]:
        number = 0
        while True:
            if number == len(self._known):
                window = next(self._coming, None)
                if window is None:
                    return
                self._known.append(window)
            yield self._known[number]
            number += 1


class Hazard:
    """A disruption with all that it strikes together.

    Attributes:
        places: The places that it may hit, by their names.
        grips: What it does to each thing there.
        listeners: Who has plans for it.
    """

    __slots__ = ("_struck", "grips", "listeners", "places")

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.grips: list[Grip] = []
        self.listeners: list[Contingency] = []
        self._struck = 0

    def strike(self) -> None:
        """Strikes: every place is hit or spared, all at once."""
        for place in self.places.values():
            place.strike(self._struck)
        self._struck += 1
        self.ease(1.0)
        for listener in self.listeners:
            listener.struck(self)

    def ease(self, intensity: float) -> None:
        """Goes on at an intensity; at 0 it is over."""
        for grip in self.grips:
            grip.put(intensity)
        if intensity <= 0.0:
            for listener in self.listeners:
                listener.over(self)


class Course:
    """The course of a disruption whose windows are known: a process that strikes, eases and ends, again and again."""

    __slots__ = ("_hazard", "_stages", "_wake")

    def __init__(self, agenda: Agenda, actor: int, hazard: Hazard, stages: tuple[tuple[float, float], ...]) -> None:
        self._hazard = hazard
        self._stages = tuple((snap(after), intensity) for after, intensity in stages)
        self._wake = Wake(agenda, key(Phase.DISRUPTIONS, 0, actor))

    def begin(self, windows: Iterator[Window]) -> None:
        """Starts the process; a window that comes while the last one still fades begins anew."""
        self._wake.start(self._live(windows))

    def _live(self, windows: Iterator[Window]) -> Generator[simpy.Event, Any, None]:
        (start, end), upcoming = next(windows, _NEVER), chain(windows, (_NEVER,))
        while start < _NEVER[0]:
            yield self._wake.at(start)
            self._hazard.strike()
            following = next(upcoming, _NEVER)
            for after, intensity in self._stages if end < _NEVER[0] else ():
                if end + after >= following[0]:
                    break
                yield self._wake.at(end + after)
                self._hazard.ease(intensity)
            start, end = following


def foresee(wiring: Wiring) -> None:
    """Finds out when every active disruption strikes, and what it may hit; nothing is struck yet."""
    for name in active(wiring.scenario):
        if is_foreseen(wiring.scenario, name):
            _timeline(wiring, name)
        wiring.hazards[name] = _hazard(wiring, name)


def _timeline(wiring: Wiring, name: str) -> Timeline:
    found = wiring.timelines.get(name)
    if found is None:
        disruption = wiring.scenario.disruptions[name]
        names, trigger = ("disruption", disruption.luck or name), disruption.when
        # What none of its windows comes of would be looked through without end.
        known, last = () if trigger.follows is None else _timeline(wiring, trigger.follows), _last(wiring)
        causes = takewhile(lambda cause: cause[0] < last, known)
        windows = wiring.luck.windows(name, lambda luck: trigger.windows(luck, names, causes))
        # What a tape tells may overlap, and need not lie on the grid of time.
        found = wiring.timelines[name] = Timeline(joined(map(_on_grid, windows)))
    return found


def _last(wiring: Wiring) -> float:
    """The instant from which on no window can be felt in the run, not even by those who know of it beforehand."""
    disruptions = active(wiring.scenario).values()
    shocks = (effect for disruption in disruptions for effect in disruption.what if isinstance(effect, Shock))
    return wiring.agenda.end + max((effect.felt_before for effect in shocks), default=0.0)


def _on_grid(window: Window) -> Window:
    start, end = window
    return (snap(start) if start < LATEST else start), (snap(end) if end < LATEST else end)


def _hazard(wiring: Wiring, name: str) -> Hazard:
    disruption, hazard = wiring.scenario.disruptions[name], Hazard()
    luck = disruption.luck or name
    for owner in sorted({strike.target.owner for strike in strikes(wiring.scenario, name)}):
        hits = wiring.luck.calendar("disruption", luck, "hit", owner)
        severities = wiring.luck.calendar("disruption", luck, "severity", owner, quantile=disruption.severity.quantile)
        hazard.places[owner] = Place(disruption.hits, hits, severities)
    return hazard


def make_disruptions(wiring: Wiring) -> None:
    """Starts every active disruption; all that it may strike must be there."""
    lives: dict[str, Live] = {}
    for actor, (name, disruption) in enumerate(active(wiring.scenario).items()):
        hazard = wiring.hazards[name]
        for strike in strikes(wiring.scenario, name):
            if not isinstance(strike.effect, Shock):
                resource, place = wiring.numbers.resource[strike.name], hazard.places[strike.target.owner]
                lever = lever_of(wiring, strike)
                hazard.grips.append(Grip(wiring.agenda, wiring.journal, strike, lever, resource, place))
        stages = disruption.ends.stages
        if is_foreseen(wiring.scenario, name):
            Course(wiring.agenda, actor, hazard, stages).begin(iter(wiring.timelines[name]))
        else:
            lives[name] = Live(wiring.agenda, actor, hazard, stages)
    watch(wiring, lives)
