"""Where a beginning ends: MSER-5.

A run that starts full or empty is not yet itself, and its beginning biases every mean. MSER cuts where the rest tells
its own mean best: it minimises the marginal standard error, the sum of squares around the mean of what is left over the
square of how much is left. MSER-5 does so with means of five observations each.

Sources: K. P. White Jr., "An effective truncation heuristic for bias reduction in simulation output", Simulation 69
(1997); K. P. White Jr., M. J. Cobb & S. C. Spratt, "A comparison of five steady-state truncation heuristics for
simulation", Proceedings of the Winter Simulation Conference (2000); R. W. Franklin & K. P. White Jr., "Stationarity
tests and MSER-5", Proceedings of the Winter Simulation Conference (2008).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sim.results.warm_up import COLUMNS, WarmUp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

BATCH: Final = 5
"""Observations in a batch."""
LEFT: Final = 5
"""Batches that must be left: the statistic of fewer is small by chance."""
_ROUNDING: Final = 1e-9
"""Scatter that is smaller than this share of the largest value is none: it is what rounding left."""


def batches(observations: NDArray[np.float64], size: int = BATCH) -> NDArray[np.float64]:
    """Means of ``size`` observations each; those left over at the end are dropped."""
    count = observations.size // size
    means: NDArray[np.float64] = observations[: count * size].reshape(count, size).mean(axis=1)
    return means


def mser(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The marginal standard error (squared) of what is left, for each number of values that are cut at the beginning.

    >>> mser(np.array([9.0, 1.0, 1.0, 2.0, 2.0, 1.0, 2.0])).round(3).tolist()
    [1.015, 0.042, 0.048, nan, nan, nan, nan]

    Args:
        values: Batch means in order of time, of shape (batches,).

    Returns:
        Of shape (batches,): the statistic if so many values are cut; NaN where fewer than five would be left.
    """
    found = np.full(values.size, np.nan)
    scale = _ROUNDING * float(np.abs(values).max(initial=0.0))
    for cut in range(values.size - LEFT + 1):
        rest = values[cut:]
        squares = float(((rest - rest.mean()) ** 2).sum())
        found[cut] = squares / rest.size**2 if squares > rest.size * scale**2 else 0.0
    return found


def truncation(statistic: NDArray[np.float64]) -> tuple[int, bool]:
    """How many batches MSER cuts, and whether it found its minimum where it may.

    Only the first half is searched: what is left then is too short to judge by. That a cut after it would be better is
    believed where a quarter of the run is left, for the statistic of the last few batches is often small by chance.

    Args:
        statistic: What ``mser`` returns.

    Returns:
        The number of batches to cut, the smallest of several that are as good; and whether none after the first half
        is better.
    """
    looked_at = statistic[: statistic.size // 2 + 1]
    if np.isnan(looked_at).all():
        return 0, True
    cut = int(np.nanargmin(looked_at))
    believed = statistic[: 3 * statistic.size // 4 + 1]
    return cut, bool(np.nanargmin(believed) <= statistic.size // 2)


def is_rare(values: NDArray[np.float64]) -> bool:
    """Whether something happens now and then, and mostly is not there: MSER takes a long silence for having settled.

    What is there in the beginning only is not rare: it has ended.

    Args:
        values: Batch means in order of time, of shape (batches,).
    """
    return bool(np.mean(values == 0.0) > 0.5 and values[values.size // 2 :].any())


def found(levels: Mapping[str, NDArray[np.float64]], edges: NDArray[np.float64], end: float) -> WarmUp:
    """The warm-up that several measures ask for: the largest of their cuts.

    Each measure is averaged over the replications before it is cut: a beginning is common to all of them, luck is not.
    What happens rarely is not asked, unless there is nothing else.

    Args:
        levels: For each measure the observations of every pilot replication, five for each batch, of shape
            (replications, observations).
        edges: Borders of the batches in time units, of shape (batches + 1,).
        end: When the shortest replication ended, in time units.
    """
    cuts, unsettled, tables = {}, [], []
    count = len(next(iter(levels.values()), ()))
    means = {measure: batches(observations.mean(axis=0)) for measure, observations in levels.items()}
    usual = {measure: values for measure, values in means.items() if not is_rare(values)}
    for measure, values in (usual or means).items():
        statistic = mser(values)
        cut, settled = truncation(statistic)
        cuts[measure] = float(edges[cut])
        if not settled:
            unsettled.append(measure)
        columns = (np.full(values.size, measure), edges[: values.size], values, statistic)
        tables.append(pd.DataFrame(dict(zip(COLUMNS, columns, strict=True))).astype({"measure": "str"}))
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame({name: [] for name in COLUMNS})
    return WarmUp(max(cuts.values(), default=0.0), cuts, tuple(unsettled), count, end, table)
