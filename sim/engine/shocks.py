"""Shocks at work: what disruptions do to demand is laid out before the run, and posted when it comes to pass.

Customers' orders come from base demand and a profile in time (``sim.demand``), so a shock is one more course of the
profile: what is asked for is re-timed or scaled, and nothing is drawn anew.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.clock import snap
from sim.demand import Windows
from sim.disruption.what._shock import Shock
from sim.engine.agenda import Phase, Wake, key
from sim.ledger.tables import NOBODY, State
from sim.scenario.exposure import active, strikes

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    import simpy

    from sim.demand import Profile
    from sim.disruption.recovery import Stage
    from sim.disruption.what._shock import Piece
    from sim.engine.levers import Lever
    from sim.engine.wiring import Wiring
    from sim.scenario.exposure import Strike, Target
    from sim.scenario.network import Node

_FLAT: Final = Windows((), ())
_NEVER: Final = (math.inf, math.inf)


class Nothing:
    """The lever of a shock: what it does was laid out already."""

    def move(self, _: float) -> None:
        """Does nothing."""


def lever(_: Wiring, __: Shock, ___: Target) -> Lever:
    """Nothing has to be moved."""
    return Nothing()


def shocked(wiring: Wiring, node: Node, profile: Profile) -> Profile:
    """The profile of what a customer asks for of a product, with all shocks that will strike it."""
    for strike in _shocks(wiring, node):
        course = _course(wiring, strike)
        if not course.is_flat:
            profile = profile.scaled_by(course)
            _Course(wiring, strike, course).begin()
    return profile


def _shocks(wiring: Wiring, node: Node) -> Iterator[Strike]:
    for name in active(wiring.scenario):
        for strike in strikes(wiring.scenario, name):
            if isinstance(strike.effect, Shock) and (strike.target.owner, strike.target.part) == node:
                yield strike


def _course(wiring: Wiring, strike: Strike) -> Windows:
    """The factor on demand over time that one effect of a disruption has, all its windows together."""
    effect = strike.effect
    if not isinstance(effect, Shock):
        raise TypeError(f"{strike.name} is no shock")
    disruption = wiring.scenario.disruptions[strike.disruption]
    place = wiring.hazards[strike.disruption].places[strike.target.owner]
    purchase = wiring.purchase((strike.target.owner, strike.target.part))
    rate = 0.0 if purchase is None else purchase.demand.mean_rate
    several: list[Windows] = []
    upcoming = iter(wiring.timelines[strike.disruption])
    number, window = 0, next(upcoming, _NEVER)
    while window[0] - effect.felt_before < wiring.agenda.end:
        following = next(upcoming, _NEVER)
        stages = _until(following[0], window[1], disruption.ends.stages)
        several.append(_windows(list(effect.pieces(window, place.severity_of(number), stages, rate))))
        number, window = number + 1, following
    return _product(several)


def _until(following: float, end: float, stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """The stages of a recovery that come before the following strike, which begins anew and ends the fading."""
    if end == math.inf or end + stages[-1][0] <= following:
        return stages
    return (*(stage for stage in stages if end + stage[0] < following), (following - end, 0.0))


def _windows(pieces: list[Piece]) -> Windows:
    starts = tuple(snap(max(time, 0.0)) for time, _ in pieces)
    return Windows(starts, tuple(factor for _, factor in pieces))


def _product(several: list[Windows]) -> Windows:
    """Courses multiplied; changes to what is in force already are left out."""
    if not several:
        return _FLAT
    times = np.unique(np.concatenate([np.array(course.starts) for course in several]))
    factors = np.ones(times.size)
    for course in several:
        factors *= course.levels(times)
    changes = np.diff(factors, prepend=1.0) != 0.0
    return Windows(tuple(times[changes].tolist()), tuple(factors[changes].tolist()))


class _Course:
    """The course of a shock: a process that posts what is in force from when on."""

    __slots__ = ("_agenda", "_course", "_journal", "_resource", "_wake")

    def __init__(self, wiring: Wiring, strike: Strike, course: Windows) -> None:
        self._agenda = wiring.agenda
        self._journal = wiring.journal
        self._course = course
        self._resource = wiring.numbers.resource[strike.name]
        actor = len(active(wiring.scenario)) + self._resource
        self._wake = Wake(wiring.agenda, key(Phase.DISRUPTIONS, 0, actor))

    def begin(self) -> None:
        """Starts the process."""
        self._wake.start(self._live())

    def _live(self) -> Generator[simpy.Event, Any, None]:
        states = self._journal.states
        for start, factor in zip(self._course.starts, self._course.factors, strict=True):
            if math.isinf(start):
                return
            yield self._wake.at(start)
            state = State.IDLE if factor == 1.0 else State.DISRUPTED
            states.write(states.pack(self._agenda.now, factor, self._resource, state, NOBODY))
