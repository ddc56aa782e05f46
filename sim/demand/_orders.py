"""How models lay out their base demand: blocks that grow, clocks that count, arrivals that add up.

What is here depends on the blocks in nothing but speed: clocks count ``first + k * every``, and sums run on from the
block before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from sim.clock import LATEST
from sim.distributions import AnyDistribution, Distribution
from sim.streams import FIRST_BLOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.demand import Block
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


def periodic_orders(first: float, every: float, quantities: Quantities, largest: int) -> Iterator[Block]:
    """Base demand with one order in each period.

    Args:
        first: Start of the first period.
        every: Length of a period, more than 0.
        quantities: The base quantities; 0 in a period in which nothing is wanted.
        largest: Size of the largest block.
    """
    number = 0
    for size in block_sizes(largest):
        times = first + np.arange(number, number + size, dtype=np.float64) * every
        if times[0] >= LATEST:
            return
        yield times, quantities(size)
        number += size


def arriving_orders(rate: float, gaps: Stream, quantities: Quantities, largest: int) -> Iterator[Block]:
    """Base demand of customers who arrive as a Poisson process, without end.

    Args:
        rate: Mean number of customers per time unit, more than 0.
        gaps: Uniforms for the times between arrivals.
        quantities: The quantities; 0 of a customer who wants nothing.
        largest: Size of the largest block.
    """
    passed = 0.0
    for size in block_sizes(largest):
        # The carry goes into the sum itself: adding it afterwards would round differently for each size of block.
        sums = np.cumsum(np.concatenate(([passed], -np.log1p(-gaps.uniforms(size)))))
        passed = float(sums[-1])
        with np.errstate(over="ignore"):
            times = sums[1:] / rate
        yield times, quantities(size)
