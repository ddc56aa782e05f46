"""How base demand becomes demand: what a profile does to the orders of a model, and how that is undone.

Base demand has times of its own, base time, in which the profile is 1 throughout. It is what a tape holds: a season, a
trend or a shock changes what becomes of it, and never what is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from sim.clock import LATEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.demand import Block
    from sim.demand._profile import Profile
    from sim.demand._segments import Array

LONGEST_SILENCE: Final = 2**16
"""Orders for nothing in a row after which one is told of, lest who waits for an order waits for ever."""

_NEVER: Final = 1e60
"""Time units of demand at rate 1 that no run gets to see, whatever its profile."""


class Shape(Protocol):
    """What a profile does to base demand."""

    def shaped(self, blocks: Iterable[Block], profile: Profile) -> Iterator[Block]:
        """The orders that base demand becomes.

        Args:
            blocks: Base demand: times in base time, non-decreasing over all blocks, and quantities, 0 or more.
            profile: The multiplier in time.

        Yields:
            Times and quantities of shape (n,), n > 0. An order for nothing is left out, but after a long silence there
            is one.
        """

    def base_time(self, time: float, profile: Profile) -> float:
        """The base time of an instant: all base demand before it becomes orders before the instant."""

    def base_of(self, times: Array, quantities: Array, profile: Profile) -> Block:
        """The base demand that becomes the given orders; quantities are infinite where no base demand does."""


@dataclass(frozen=True, slots=True)
class Retimed:
    """Arrivals come closer or stretch, and each customer wants as much as ever.

    Source: the inversion of the cumulative rate in E. Cinlar (1975), *Introduction to Stochastic Processes*.
    """

    def shaped(self, blocks: Iterable[Block], profile: Profile) -> Iterator[Block]:
        """Orders re-timed; see ``Shape.shaped``."""
        silent = 0
        for base, quantities in blocks:
            with np.errstate(over="ignore"):
                times = profile.inverse(np.minimum(base, _NEVER))
            in_time = times < LATEST
            some = (quantities > 0.0) & in_time
            silent = 0 if some.any() else silent + len(some)
            if silent >= LONGEST_SILENCE and in_time[-1]:
                silent, some[-1] = 0, True
            if some.any():
                yield times[some], quantities[some]
            if not in_time[-1]:
                return

    def base_time(self, time: float, profile: Profile) -> float:
        """The integral of the profile up to ``time``; see ``Shape.base_time``."""
        return float(profile.cumulative(np.array([min(time, LATEST)]))[0])

    def base_of(self, times: Array, quantities: Array, profile: Profile) -> Block:
        """Arrivals at unit rate; see ``Shape.base_of``."""
        nobody = profile.multiplier(times) == 0.0
        return profile.cumulative(times), np.where(nobody & (quantities > 0.0), np.inf, quantities)


@dataclass(frozen=True, slots=True)
class Scaled:
    """What is wanted in a period is multiplied by the mean of the profile over it.

    Attributes:
        first: Start of the first period.
        every: Length of a period, more than 0.
    """

    first: float
    every: float

    def shaped(self, blocks: Iterable[Block], profile: Profile) -> Iterator[Block]:
        """Orders at their times, scaled; see ``Shape.shaped``."""
        silent, end = 0, min(profile.ends_at, LATEST)
        for times, quantities in blocks:
            if times[0] >= end:
                return
            wanted = quantities if profile.is_flat else quantities * self._means(times, profile)
            some = (wanted > 0.0) & (times < LATEST)
            silent = 0 if some.any() else silent + len(some)
            if silent >= LONGEST_SILENCE:
                silent, some[-1] = 0, True
            if some.any():
                yield times[some], wanted[some]

    def base_time(self, time: float, profile: Profile) -> float:
        """The instant itself; see ``Shape.base_time``."""
        return time

    def base_of(self, times: Array, quantities: Array, profile: Profile) -> Block:
        """Quantities divided by the profile; see ``Shape.base_of``."""
        return times, _divided(quantities, self._means(times, profile))

    def _means(self, times: Array, profile: Profile) -> Array:
        # Periods are counted, lest the end of one and the start of the next differ in their last digit.
        numbers = np.rint((times - self.first) / self.every)
        on_clock = self.first + numbers * self.every == times
        return profile.mean_over(
            times, np.where(on_clock, self.first + (numbers + 1.0) * self.every, times + self.every)
        )


@dataclass(frozen=True, slots=True)
class Multiplied:
    """Each order is multiplied by the profile at its instant."""

    def shaped(self, blocks: Iterable[Block], profile: Profile) -> Iterator[Block]:
        """Orders at their times, multiplied; see ``Shape.shaped``."""
        for times, quantities in blocks:
            wanted = quantities if profile.is_flat else quantities * profile.multiplier(times)
            some = wanted > 0.0
            if some.any():
                yield times[some], wanted[some]

    def base_time(self, time: float, profile: Profile) -> float:
        """The instant itself; see ``Shape.base_time``."""
        return time

    def base_of(self, times: Array, quantities: Array, profile: Profile) -> Block:
        """Quantities divided by the profile; see ``Shape.base_of``."""
        return times, _divided(quantities, profile.multiplier(times))


def _divided(quantities: Array, factors: Array) -> Array:
    nothing = np.where(quantities > 0.0, np.inf, 0.0)
    return np.divide(quantities, factors, out=nothing, where=factors > 0.0)
