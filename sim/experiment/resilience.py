"""Resilience: what an outage did to a performance over time, beside the same replication without it.

Performance and baseline are curves of shape (replications, buckets), on the same luck, of a measure of which more is
better; a value is the level (or the mean) of its bucket, NaN where it is undefined. Everything is worked out for each
replication by itself, never from an averaged curve: of ten runs that are down at different times the average is never
down. Instants are known as exactly as the buckets are narrow: what happens in a bucket counts from its beginning, or
from the start of the outage if that lies within it.

Sources: D. Simchi-Levi et al., "Identifying Risks and Mitigating Disruptions in the Automotive Supply Chain",
Interfaces 45 (2015), doi 10.1287/inte.2015.0804 (time to recover, time to survive, risk exposure index);
C. Poulin and M. B. Kane, "Infrastructure resilience curves: performance measures and summary metrics", Reliability
Engineering & System Safety 216 (2021) (curves by replication); A. Dolgui, D. Ivanov and B. Sokolov, "Ripple effect in
the supply chain: an analysis and recent literature", International Journal of Production Research 56 (2018), doi
10.1080/00207543.2017.1387680.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ROUNDING: Final = 1e-9
"""By how much of itself a quantity may exceed its baseline and still be the same: sums of floats are rounded."""


@dataclass(frozen=True, slots=True)
class Band:
    """When a performance counts as failed and as recovered, in shares of the baseline, with room between the two.

    Between the two limits nothing changes: what had failed has not recovered yet, what had not failed has not failed.
    Otherwise a curve that trembles around one limit would fail and recover in every bucket.

    Attributes:
        failed_below: Failed where the performance is below this share of the baseline.
        recovered_from: Recovered where it is at this share or above it.
    """

    failed_below: float = 0.90
    recovered_from: float = 0.95

    def __post_init__(self) -> None:
        """Refuses a band without room.

        Raises:
            UsageError: The limits are not two shares with the lower one first.
        """
        if not 0.0 <= self.failed_below < self.recovered_from < math.inf:
            raise UsageError(
                f"the band must have 0 <= failed below < recovered from, not {self.failed_below!r} and "
                f"{self.recovered_from!r}"
            )

    def failed(self, performance: NDArray[np.float64], baseline: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Where the performance is below its band; nowhere where it is undefined."""
        return performance < _share_of(baseline, self.failed_below)

    def recovered(self, performance: NDArray[np.float64], baseline: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Where the performance is back in its band; nowhere where it is undefined."""
        return performance >= _share_of(baseline, self.recovered_from)


@dataclass(frozen=True, slots=True)
class Spans:
    """Lengths of time of which some are known only to be longer than what was seen.

    Attributes:
        length: The length in each replication, in time units, of shape (replications,); where it is censored, how much
            of it was seen; NaN where there was nothing to see.
        is_censored: Whether the run ended before the length did, of the same shape.
    """

    length: NDArray[np.float64]
    is_censored: NDArray[np.bool_]

    def quantile(self, share: float) -> tuple[float, bool]:
        """The length that a ``share`` of the replications do not exceed: an order statistic.

        A mean over lengths of which some were cut off would be too small, and leaving those out makes it worse; an
        order statistic is right as long as it is none of those.

        Args:
            share: Between 0 and 1; 0.5 for the median.

        Returns:
            The length, NaN if there is none; and whether it is censored, so that the true one is longer.
        """
        defined = ~np.isnan(self.length)
        count = int(defined.sum())
        if not count:
            return math.nan, False
        length, censored = self.length[defined], self.is_censored[defined]
        order = np.lexsort((length, censored))
        # What was cut off is longer than what was not, as far as anybody can tell: it comes last.
        chosen = order[min(max(math.ceil(share * count - _ROUNDING), 1), count) - 1]
        return float(length[chosen]), bool(censored[chosen])


@dataclass(frozen=True, slots=True)
class Resilience:
    """What an outage did to one measure, by replication; all arrays are of shape (replications,).

    Attributes:
        failed_at: When the performance first left its band; NaN where it never did.
        time_to_recover: From the start of the outage until the performance was back in its band for good; 0 where it
            never left it.
        loss: Integral of (baseline - performance) over time from the start of the outage to the end of the run. What
            was made up for later is subtracted.
        depth: The largest (baseline - performance); 0 where the performance was never below its baseline.
        time_to_trough: From the start of the outage until that depth was first reached; NaN where the depth is 0.
    """

    failed_at: NDArray[np.float64]
    time_to_recover: Spans
    loss: NDArray[np.float64]
    depth: NDArray[np.float64]
    time_to_trough: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ripple:
    """Which nodes an outage reached, and how much later than its origin.

    Attributes:
        failed_at: When each node first left its band, of shape (nodes, replications); NaN where it never did.
        later: How much later than the origin, of the same shape.
    """

    failed_at: NDArray[np.float64]
    later: NDArray[np.float64]

    @property
    def reached(self) -> NDArray[np.float64]:
        """In which share of the replications each node left its band, of shape (nodes,); NaN without replications."""
        hit = ~np.isnan(self.failed_at)
        return hit.mean(axis=1) if hit.shape[1] else np.full(hit.shape[0], np.nan)


def resilience(
    performance: NDArray[np.float64],
    baseline: NDArray[np.float64],
    edges: NDArray[np.float64],
    start: NDArray[np.float64] | float,
    band: Band | None = None,
) -> Resilience:
    """What an outage did to one measure.

    Args:
        performance: The measure with the outage, of shape (replications, buckets).
        baseline: The same without it, on the same luck and of the same shape.
        edges: Borders of the buckets in time units, of shape (buckets + 1,).
        start: When the outage began, for all replications or by replication; NaN where it never did. It may lie before
            the first bucket; what was lost before that is not seen.
        band: When the measure counts as failed and as recovered; None for below 90 % and from 95 % on.

    Returns:
        Times, loss and depth by replication; undefined where nothing was seen after the start.
    """
    band = band or Band()
    begins, ends, since, after = _clock(performance, baseline, edges, start)
    seen = after & ~np.isnan(performance) & ~np.isnan(baseline)
    any_seen = seen.any(axis=1)
    failed = seen & band.failed(performance, baseline)
    back = seen & band.recovered(performance, baseline)
    gap = np.where(seen, baseline - performance, 0.0)
    depth = np.where(any_seen, np.maximum(gap.max(axis=1, initial=0.0), 0.0), np.nan)
    trough = _first(begins, (gap > 0.0) & (gap == depth[:, np.newaxis]))
    return Resilience(
        failed_at=_first(begins, failed),
        time_to_recover=_recovery(begins, ends, since, (failed, back, seen)),
        # Before the outage both are one run, so the bucket in which it begins counts with its whole width.
        loss=np.where(any_seen, (gap * np.diff(edges)).sum(axis=1), np.nan),
        depth=depth,
        time_to_trough=trough - since,
    )


def time_to_survive(
    shortfall: NDArray[np.float64],
    baseline: NDArray[np.float64],
    edges: NDArray[np.float64],
    start: NDArray[np.float64] | float,
) -> Spans:
    """How long the network lived on its stocks: from the start of an outage without end until customers felt it.

    Args:
        shortfall: What was lost or late downstream in each bucket, of shape (replications, buckets); NaN is none.
        baseline: The same without the outage, on the same luck: what was short anyway is not the outage's doing.
        edges: Borders of the buckets in time units, of shape (buckets + 1,).
        start: When the outage began, for all replications or by replication; NaN where it never did.

    Returns:
        The time from the start to the first bucket in which more was short than without the outage; censored where
        there is none before the end of the run.
    """
    begins, ends, since, after = _clock(shortfall, baseline, edges, start)
    more, usual = np.nan_to_num(shortfall), np.nan_to_num(baseline)
    felt = _first(begins, after & (more > usual + _ROUNDING * np.abs(usual)))
    survived = np.isnan(felt)
    seen_until = np.where(after.any(axis=1), ends.max(initial=-math.inf), np.nan)
    return Spans(np.where(survived, seen_until, felt) - since, survived & ~np.isnan(seen_until))


def ripple(
    performance: NDArray[np.float64],
    baseline: NDArray[np.float64],
    edges: NDArray[np.float64],
    start: NDArray[np.float64] | float,
    band: Band | None = None,
    origin: int | None = None,
) -> Ripple:
    """Which nodes left their band after the start of an outage, and how much later than its origin.

    Args:
        performance: The measure of each node with the outage, of shape (nodes, replications, buckets).
        baseline: The same without it, on the same luck and of the same shape.
        edges: Borders of the buckets in time units, of shape (buckets + 1,).
        start: When the outage began, for all replications or by replication; NaN where it never did.
        band: When a node counts as failed; None for below 90 % of its baseline.
        origin: The row of the node where the outage was; None to count from its start, as for a lane, which has no
            curve. Where the origin itself never left its band, that is done too.

    Returns:
        When each node left its band, and how much later than the origin.
    """
    band = band or Band()
    failed_at = np.full(performance.shape[:2], np.nan)
    since = np.broadcast_to(np.asarray(start, dtype=np.float64), performance.shape[1:2])
    for node, (with_it, without) in enumerate(zip(performance, baseline, strict=True)):
        begins, _, _, after = _clock(with_it, without, edges, start)
        failed_at[node] = _first(begins, after & band.failed(with_it, without))
    first = since if origin is None else np.where(np.isnan(failed_at[origin]), since, failed_at[origin])
    return Ripple(failed_at, failed_at - first)


def risk_exposure_index(lost: NDArray[np.float64]) -> NDArray[np.float64]:
    """The risk exposure index: what is lost while a node is out for its time to recover, beside the worst of the nodes.

    Args:
        lost: What each node's outage cost (profit, units, or a resilience loss), of shape (nodes, replications); NaN
            where a replication has no figure.

    Returns:
        From 1 for the node that costs most down to 0 for one that costs nothing or whose outage is a gain, of shape
        (nodes,); NaN for a node without a figure. All are 0 where no outage costs anything. Dividing by the largest is
        a convention: an index says nothing about how much is at stake.
    """
    defined = ~np.isnan(lost)
    count = defined.sum(axis=1)
    mean = np.where(defined, lost, 0.0).sum(axis=1) / np.maximum(count, 1)
    cost = np.maximum(mean, 0.0)
    worst = cost.max(initial=0.0)
    return np.where(count > 0, cost / worst if worst > 0.0 else 0.0, np.nan)


def _share_of(baseline: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """A share of the baseline; of one below zero, as far below it as the share of one above zero is."""
    return np.where(baseline >= 0.0, share, 2.0 - share) * baseline


def _clock(
    performance: NDArray[np.float64],
    baseline: NDArray[np.float64],
    edges: NDArray[np.float64],
    start: NDArray[np.float64] | float,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """When buckets begin (by replication, not before the start) and end, the starts, and which buckets are after them.

    Raises:
        ValueError: The shapes do not fit together.
    """
    replications, buckets = performance.shape
    if baseline.shape != performance.shape or edges.shape != (buckets + 1,):
        raise ValueError(
            f"curves of shape {performance.shape} do not fit a baseline of {baseline.shape} with {len(edges)} borders"
        )
    since = np.broadcast_to(np.asarray(start, dtype=np.float64), (replications,))
    begins = np.maximum(edges[:-1], since[:, np.newaxis])
    return begins, edges[1:], since, edges[1:] > since[:, np.newaxis]


def _first(begins: NDArray[np.float64], chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """When the first chosen bucket of each replication begins; NaN where none is chosen."""
    earliest = np.where(chosen, begins, math.inf).min(axis=1, initial=math.inf)
    return np.where(chosen.any(axis=1), earliest, np.nan)


def _recovery(
    begins: NDArray[np.float64],
    ends: NDArray[np.float64],
    since: NDArray[np.float64],
    marks: tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]],
) -> Spans:
    """From the start until the first bucket in the band after the last one below it; ``marks``: failed, back, seen."""
    failed, back, seen = marks
    place = np.arange(len(ends))
    last_failed = np.where(failed, place, -1).max(axis=1, initial=-1)
    recovered_at = _first(begins, back & (place > last_failed[:, np.newaxis]))
    never_failed = seen.any(axis=1) & ~failed.any(axis=1)
    censored = failed.any(axis=1) & np.isnan(recovered_at)
    seen_until = np.where(seen, ends, -math.inf).max(axis=1, initial=-math.inf)
    length = np.where(censored, seen_until, recovered_at) - since
    return Spans(np.where(never_failed, 0.0, length), censored)
