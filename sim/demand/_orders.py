"""How models lay out their orders: blocks that grow, clocks that count, arrivals that are re-timed.

What is here depends on the blocks in nothing but speed: clocks count ``first + k * every``, sums run on from the block
before, and orders for nothing are left out one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from sim.clock import LATEST
from sim.distributions import AnyDistribution, Distribution
from sim.streams import FIRST_BLOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.demand import Block
    from sim.demand._profile import Profile
    from sim.demand._segments import Array
    from sim.streams import Stream

    Quantities = Callable[[int], Array]
    """Gives the base quantities of the next so many orders, of shape (n,)."""

LONGEST_SILENCE: Final = 2**16
"""Orders for nothing in a row after which one is told of, lest who waits for an order waits for ever."""

_NEVER: Final = 1e60
"""Time units of demand at rate 1 that no run gets to see, whatever its profile."""


def _check_not_negative(distribution: Distribution) -> Distribution:
    low = distribution.support[0]
    if low < 0.0:
        hint = "give it a lower bound of 0, or choose a law on the positive numbers such as gamma or lognormal"
        text = f"a quantity must not be negative, but this distribution reaches down to {low:g}"
        raise PydanticCustomError("quantity", "{text}", {"text": text, "hint": hint})
    return distribution


if TYPE_CHECKING:
    QuantityDistribution = Distribution
else:
    from typing import Annotated

    QuantityDistribution = Annotated[AnyDistribution, AfterValidator(_check_not_negative)]
"""A distribution of bare numbers of units that never draws less than 0."""


def is_nothing(distribution: Distribution) -> bool:
    """Whether the distribution draws 0 and nothing else."""
    return distribution.support == (0.0, 0.0)


def varies(distribution: Distribution) -> bool:
    """Whether two draws of the distribution can differ."""
    low, high = distribution.support
    return low != high


def block_sizes(largest: int) -> Iterator[int]:
    """Sizes of the blocks, growing from ``FIRST_BLOCK`` to ``largest``, without end."""
    size = min(FIRST_BLOCK, largest)
    while True:
        yield size
        size = min(size * 2, largest)


def constant_quantities(quantity: float) -> Quantities:
    """Always the same quantity."""
    return lambda count: np.full(count, quantity)


def drawn_quantities(distribution: Distribution, stream: Stream) -> Quantities:
    """Quantities drawn one after another from ``stream``."""
    return lambda count: distribution.quantile(stream.uniforms(count))


def periodic_orders(
    first: float, every: float, quantities: Quantities, profile: Profile, largest: int
) -> Iterator[Block]:
    """One order in each period, for its base quantity times the mean of the profile over the period.

    Args:
        first: Start of the first period.
        every: Length of a period, more than 0.
        quantities: The base quantities.
        profile: The multiplier in time.
        largest: Size of the largest block.

    Yields:
        Times and quantities of shape (n,), n > 0; a period in which nothing is wanted has no order, but after a long
        silence there is one for nothing.
    """
    number = silent = 0
    end = min(profile.ends_at, LATEST)
    for size in block_sizes(largest):
        times = first + np.arange(number, number + size + 1, dtype=np.float64) * every
        if times[0] >= end:
            return
        wanted = quantities(size)
        if not profile.is_flat:
            wanted = wanted * profile.mean_over(times[:-1], times[1:])
        some = (wanted > 0.0) & (times[:-1] < LATEST)
        silent = 0 if some.any() else silent + size
        if silent >= LONGEST_SILENCE:
            silent, some[-1] = 0, True
        if some.any():
            yield times[:-1][some], wanted[some]
        number += size


def arriving_orders(
    rate: float, gaps: Stream, quantities: Quantities, profile: Profile, largest: int
) -> Iterator[Block]:
    """Orders of customers who arrive as a Poisson process: arrivals at unit rate, re-timed by the profile.

    Args:
        rate: Mean number of customers per time unit where the profile is 1, more than 0.
        gaps: Uniforms for the times between arrivals.
        quantities: The quantities.
        profile: The multiplier in time.
        largest: Size of the largest block.

    Yields:
        Times and quantities of shape (n,), n > 0; a customer who wants nothing places no order, but after a long
        silence there is one for nothing.

    Source: the inversion of the cumulative rate in E. Cinlar (1975), *Introduction to Stochastic Processes*.
    """
    passed, silent = 0.0, 0
    for size in block_sizes(largest):
        # The carry goes into the sum itself: adding it afterwards would round differently for each size of block.
        sums = np.cumsum(np.concatenate(([passed], -np.log1p(-gaps.uniforms(size)))))
        passed = float(sums[-1])
        with np.errstate(over="ignore"):
            times = profile.inverse(np.minimum(sums[1:] / rate, _NEVER))
        wanted = quantities(size)
        in_time = times < LATEST
        some = (wanted > 0.0) & in_time
        silent = 0 if some.any() else silent + size
        if silent >= LONGEST_SILENCE and in_time[-1]:
            silent, some[-1] = 0, True
        if some.any():
            yield times[some], wanted[some]
        if not in_time[-1]:
            return
