"""Interruptions: the disruptions that the states of a ledger tell of, which end a chain of causes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.explain.records import NEVER, names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.explain.records import Records

DISRUPTED: Final = "disrupted"
"""The state of a disruption that is in force; its resource is named ``disruption/effect/target``."""
_NAME: Final = re.compile(r"(?P<disruption>[^/]*)/(?P<effect>[^/]*?)(-\d+)?/(?P<target>.*?)( \((line|recipe|dock)\))?")
"""The number tells several effects of one kind apart, the sort a line from a product of its name."""
_PLAIN: Final = frozenset(("bankruptcy", "closure", "destruction", "information_outage", "policy"))
"""Effects that neither multiply anything nor add to it: they are told without a number."""


@dataclass(frozen=True, slots=True)
class Strike:
    """A disruption that was in force at a place.

    Attributes:
        disruption: Its name.
        effect: What it did, by the kind of the effect.
        target: The place.
        since: From when.
        until: Until when; infinity if it was still in force when the run ended.
        share: The value in force, e.g. 0.2 where a fifth of a capacity was left: the one farthest from what is neutral.
        neutral: The value that changes nothing: 0 of what is added, 1 of a factor.
    """

    disruption: str
    effect: str
    target: str
    since: float
    until: float
    share: float
    neutral: float = 1.0

    def __str__(self) -> str:
        """What it did, in words."""
        effect = self.effect.replace("_", " ")
        if self.effect in _PLAIN:
            return effect
        return f"{effect} x {self.share:g}" if self.neutral else f"{effect} {self.share:+g}"


class Interruptions:
    """All disruptions of a run."""

    __slots__ = ("strikes",)

    def __init__(self, records: Records) -> None:
        states = records.tables["states"]
        resource, state = names(states["resource"]), names(states["state"])
        since, share = (states[name].to_numpy(dtype=np.float64) for name in ("since", "share"))
        master = records.tables["master"]
        additive = set(names(master["subject"])[names(master["attribute"]) == "addition"])
        found: list[Strike] = []
        for name in sorted(set(resource[state == DISRUPTED])):
            neutral = 0.0 if name in additive else 1.0
            begun, worst = NEVER, neutral
            for row in np.flatnonzero(resource == name):
                if state[row] == DISRUPTED:
                    begun = min(begun, float(since[row]))
                    worst = max(worst, float(share[row]), key=lambda value: abs(value - neutral))
                elif begun < NEVER:
                    found.append(_strike(str(name), (begun, float(since[row])), worst, neutral))
                    begun, worst = NEVER, neutral
            if begun < NEVER:
                found.append(_strike(str(name), (begun, NEVER), worst, neutral))
        self.strikes = tuple(found)

    def at(self, places: Iterable[str], since: float, until: float) -> list[Strike]:
        """Those in force at one of ``places`` at some time from ``since`` to ``until``, the earliest first."""
        wanted = set(places)
        struck = (strike for strike in self.strikes if strike.target in wanted)
        return sorted(
            (strike for strike in struck if strike.since <= until and strike.until > since),
            key=lambda strike: (strike.since, strike.disruption, strike.effect, strike.target),
        )


def _strike(name: str, span: tuple[float, float], share: float, neutral: float) -> Strike:
    parts = _NAME.fullmatch(name)
    if parts is None:
        raise ValueError(f"{name!r} is no name of what a disruption does")
    return Strike(parts["disruption"], parts["effect"], parts["target"], *span, share, neutral)
