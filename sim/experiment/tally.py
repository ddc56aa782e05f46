"""The tally: replications taken in as they end, counted by number.

What arrives before its turn waits, so that sums are the same whatever the order of arrival. Levels over time, which are
large, are folded into running sums and let go; KPIs are kept.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.errors import ResultsError, RunError
from sim.experiment.statistics import Moments, summarise
from sim.results.replications import curve_of, curves_together, together
from sim.results.run import KEYS, Failure, Replication

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sim.results.folder import Folder
    from sim.results.run import Tracks
    from sim.results.scene import Scene
    from sim.results.tape import Tape


class Tally:
    """What the replications of a run have found so far.

    Attributes:
        digests: Digest of each replication counted, by its number.
        failures: Replications that went wrong.
        goods: Largest discrepancy of goods so far, in steps, of failures too.
        money: Largest discrepancy of money so far.
        end: When the longest replication ended, in time units.
        seconds: How long the replications took together.
        scene: What the first replication looked like; None if it has not been counted.
        drawn_beyond_tape: How many draws the tape did not hold; None where none was played.
        tapes: What was recorded, of the replications that no folder keeps.
    """

    def __init__(
        self,
        count: int,
        folder: Folder | None = None,
        kept: frozenset[int] = frozenset(),
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Opens the tally.

        Args:
            count: How many replications are to come.
            folder: Where each is written when it is taken in; None writes nothing.
            kept: Those that the folder holds already: they will not be taken in, but counted when their turn comes.
            progress: Told how many of how many have been taken in.
        """
        self.digests: dict[int, str] = {}
        self.failures: list[Failure] = []
        self.goods = 0
        self.money = self.end = self.seconds = 0.0
        self.scene: Scene | None = None
        self.drawn_beyond_tape: int | None = None
        self.tapes: dict[int, Tape] = {}
        self._count = count
        self._folder = folder
        self._kept = kept
        self._progress = progress
        self._next = 0
        self._waiting: dict[int, Replication | Failure] = {}
        self._measurements: dict[int, pd.DataFrame] = {}
        self._curves: dict[int, pd.DataFrame] = {}
        self._tracks: Tracks | None = None
        self._moments: dict[str, Moments] = {}
        self._taken = len(kept)
        self._advance()
        self._tell()

    @property
    def is_complete(self) -> bool:
        """Whether every replication has been taken in."""
        return self._next == self._count

    def take(self, outcome: Replication | Failure) -> None:
        """Takes in a replication that has ended."""
        if isinstance(outcome, Replication):
            if self._folder is not None:
                self._folder.keep(outcome)
            self._waiting[outcome.number] = outcome
        else:
            self._waiting[outcome.replication] = outcome
        self._taken += 1
        self._advance()
        self._tell()

    def close(self) -> None:
        """Counts what still waits because an earlier replication never came."""
        for number in sorted({*self._waiting, *(n for n in self._kept if n >= self._next)}):
            self._count_in(number)

    def measurements(self) -> pd.DataFrame:
        """The KPIs of every replication: ``replication``, ``KEYS`` and ``value``."""
        frame = together(self._measurements)
        return frame.astype(dict.fromkeys(KEYS, "category"))

    def series(self) -> pd.DataFrame:
        """Levels over time: ``time``, ``site``, ``product``, ``measure``, ``mean``, ``half_width`` and ``n``."""
        if self._tracks is None:
            return _series([], [], np.zeros(0), {})
        sites, products = ([place[side] for place in self._tracks.places] for side in (0, 1))
        return _series(sites, products, self._tracks.edges[:-1], self._moments)

    def curves(self) -> pd.DataFrame:
        """Levels of the network as a whole: ``replication``, ``time``, ``measure`` and ``value``."""
        return curves_together(self._curves)

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self._taken, self._count)

    def _advance(self) -> None:
        while self._next in self._waiting or self._next in self._kept:
            self._count_in(self._next)
            self._next += 1

    def _count_in(self, number: int) -> None:
        outcome = self._waiting.pop(number, None) or self._read(number)
        self.goods = max(self.goods, abs(outcome.goods))
        self.money = max(self.money, abs(outcome.money))
        if isinstance(outcome, Failure):
            self.failures.append(outcome)
            return
        self.digests[number] = outcome.digest
        self.end = max(self.end, outcome.end)
        self.seconds += outcome.seconds
        self.scene = self.scene or outcome.scene
        if outcome.tape is not None:
            self.tapes[number] = outcome.tape
        if outcome.drawn_beyond_tape is not None:
            self.drawn_beyond_tape = (self.drawn_beyond_tape or 0) + outcome.drawn_beyond_tape
        self._measurements[number] = outcome.measurements
        self._curves[number] = curve_of(outcome.tracks)
        if self._tracks is None:
            self._tracks = outcome.tracks
            self._moments = {name: Moments(values.shape) for name, values in outcome.tracks.measures.items()}
        for name, moments in self._moments.items():
            moments.add(outcome.tracks.measures[name])

    def _read(self, number: int) -> Replication:
        replication = None if self._folder is None else self._folder.replication(number)
        if replication is None:
            raise ResultsError(f"replication {number} is no longer in the folder")
        return replication


def kpis_of(measurements: pd.DataFrame) -> pd.DataFrame:
    """Statistics over replications.

    Args:
        measurements: One row for each KPI and replication: ``replication``, ``KEYS`` and ``value``.

    Returns:
        One row for each KPI in order of first appearance: ``KEYS``, ``mean``, ``half_width`` and ``n``.

    Raises:
        RunError: A replication has two values of one KPI.
    """
    rows = _rows(measurements)
    numbers, replications = np.unique(measurements["replication"].to_numpy(dtype=np.int64), return_inverse=True)
    count = int(rows.max(initial=-1)) + 1
    if np.unique(rows * len(numbers) + replications).size != len(measurements):
        raise RunError("a KPI was measured twice in one replication")
    matrix = np.full((count, len(numbers)), np.nan)
    matrix[rows, replications] = measurements["value"].to_numpy(dtype=np.float64)
    _, first = np.unique(rows, return_index=True)
    summary = summarise(matrix)
    kpis = measurements.loc[:, list(KEYS)].iloc[first].reset_index(drop=True).astype("string")
    return kpis.assign(mean=summary.mean, half_width=summary.half_width, n=summary.count)


def _rows(values: pd.DataFrame) -> NDArray[np.int64]:
    """For each row the number of its KPI, in order of first appearance."""
    code = np.zeros(len(values), dtype=np.int64)
    for name in KEYS:
        codes, known = pd.factorize(values[name])
        code = code * (len(known) + 1) + codes + 1
        code, _ = pd.factorize(code)
    return code.astype(np.int64)


def _series(
    sites: list[str], products: list[str], times: NDArray[np.float64], moments: dict[str, Moments]
) -> pd.DataFrame:
    summaries = [each.summary() for each in moments.values()]
    places, buckets, measures = len(sites), len(times), len(moments)

    def column(name: str) -> NDArray[np.generic]:
        parts = [getattr(summary, name).ravel() for summary in summaries]
        return np.concatenate(parts) if parts else np.zeros(0)

    frame = pd.DataFrame(
        {
            "time": np.tile(times, places * measures),
            "site": _repeated(sites, buckets, measures),
            "product": _repeated(products, buckets, measures),
            "measure": _repeated(list(moments), places * buckets, 1),
            "mean": column("mean"),
            "half_width": column("half_width"),
            "n": column("count").astype(np.int64),
        }
    )
    return frame[frame["n"] > 0].reset_index(drop=True)


def _repeated(names: list[str], each: int, times: int) -> pd.Categorical[str]:
    """Each name ``each`` times in a row, and all of that ``times`` times."""
    known = sorted(set(names))
    codes = np.array([bisect_left(known, name) for name in names], dtype=np.int64)
    return pd.Categorical.from_codes(np.tile(np.repeat(codes, each), times), categories=pd.Index(known))
