"""Chain: on and off by period, as a Markov chain."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.clock import LATEST, snap
from sim.disruption.when import Trigger
from sim.disruption.when._windows import joined
from sim.quantities import Period, Share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.disruption.when import Window
    from sim.streams import Luck, Stream


class Chain(Trigger):
    """Strikes with a probability at the start of each period, and ends with another: a Markov chain with two states.

    It is off in the first period. How many periods it stays in a state is geometric, and drawn at once.

    Source: the supplier of Tomlin (2006), "On the value of mitigation and contingency strategies for managing supply
    chain disruption risks", Management Science 52.

    Example:
        >>> from itertools import islice
        >>> from sim.streams import Luck
        >>> every_other = Chain(strikes="100 %", ends="100 %", every="1 week")
        >>> list(islice(every_other.windows(Luck(1), ("strike",), iter(())), 2))
        [(7.0, 14.0), (21.0, 28.0)]
    """

    kind: Literal["chain"] = "chain"
    """On and off by period, each with a probability."""
    strikes: Share
    """Probability that it strikes at the start of a period in which it would be off."""
    ends: Share
    """Probability that it ends at the start of a period in which it would be on."""
    every: Period = 1.0
    """Length of a period (default 1 time unit)."""

    @property
    def is_random(self) -> bool:
        """Whether anything is left to chance."""
        return 0.0 < self.strikes < 1.0 or (self.strikes > 0.0 and 0.0 < self.ends < 1.0)

    def windows(self, luck: Luck, names: tuple[str, ...], causes: Iterator[Window]) -> Iterator[Window]:
        """Windows of whole periods; see ``Trigger.windows``."""
        return joined(self._all(luck.stream(*names, "strikes"), luck.stream(*names, "ends")))

    def _all(self, strikes: Stream, ends: Stream) -> Iterator[Window]:
        period = 0.0
        while True:
            begins = period + _trials(strikes.next(), self.strikes)
            if not begins * self.every < LATEST:
                return
            period = begins + _trials(ends.next(), self.ends)
            end = period * self.every
            yield snap(begins * self.every), snap(end) if end < LATEST else math.inf


def _trials(uniform: float, chance: float) -> float:
    """The number of the first success among independent trials, by inversion; infinite where there is none."""
    if chance <= 0.0:
        return math.inf
    return 1.0 if chance >= 1.0 else max(float(np.ceil(np.log1p(-uniform) / np.log1p(-chance))), 1.0)
