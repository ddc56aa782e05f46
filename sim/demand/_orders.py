"""How models lay out their orders: blocks that grow, clocks that count, arrivals that are re-timed.

What is here depends on the blocks in nothing but speed: clocks count ``first + k * every``, sums run on from the block
before, and orders for nothing are left out one by one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

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
        Times and quantities of shape (n,), n > 0; a period in which nothing is wanted has no order.
    """
    number = 0
    end = profile.ends_at
    for size in block_sizes(largest):
        times = first + np.arange(number, number + size + 1, dtype=np.float64) * every
        if times[0] >= end:
            return
        wanted = quantities(size)
        if not profile.is_flat:
            wanted = wanted * profile.mean_over(times[:-1], times[1:])
        some = wanted > 0.0
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
        Times and quantities of shape (n,), n > 0; a customer who wants nothing places no order.

    Source: the inversion of the cumulative rate in E. Cinlar (1975), *Introduction to Stochastic Processes*.
    """
    passed = 0.0
    for size in block_sizes(largest):
        # The carry goes into the sum itself: adding it afterwards would round differently for each size of block.
        sums = np.cumsum(np.concatenate(([passed], -np.log1p(-gaps.uniforms(size)))))
        passed = float(sums[-1])
        times = profile.inverse(sums[1:] / rate)
        wanted = quantities(size)
        some = (wanted > 0.0) & np.isfinite(times)
        if some.any():
            yield times[some], wanted[some]
        if math.isinf(times[-1]):
            return
