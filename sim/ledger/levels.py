"""Levels: how much was in each account, as step functions of time.

Sums over time are made of level x span of each step, all of one sign; they are never differences of running totals,
so that a long run loses no digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def totals(index: NDArray[np.integer], amount: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Exact sums of ``amount`` by ``index``, of shape (size,)."""
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, index, amount)
    return total


def sums(index: NDArray[np.integer], value: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Sums of ``value`` by ``index`` in the order given, of shape (size,)."""
    return np.bincount(index, weights=value, minlength=size).astype(np.float64, copy=False)


@dataclass(frozen=True)
class Levels:
    """Step functions of time, one for each account of the register (those that never held anything stay at 0).

    The rows are sorted by account, then time; there is one row for each account and instant at which something
    happened, and a first one for each account at time 0.

    Attributes:
        account: Number of the account, of shape (rows,).
        time: From when the level holds, of shape (rows,).
        level: Steps in the account after everything that happened at ``time``, of shape (rows,).
        opening: Steps before anything happened, of shape (accounts,).
    """

    account: NDArray[np.intp]
    time: NDArray[np.float64]
    level: NDArray[np.int64]
    opening: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        opening: NDArray[np.int64],
        account: NDArray[np.integer],
        time: NDArray[np.float64],
        change: NDArray[np.int64],
    ) -> Levels:
        """Levels out of changes in any order (fastest if in order of time); those before time 0 belong to the opening.

        Args:
            opening: Steps at the start, of shape (accounts,).
            account: Which account changes, of shape (changes,).
            time: When, of shape (changes,).
            change: By how many steps, of shape (changes,).
        """
        size = opening.size
        if time.size and time.min() < 0:
            early = time < 0
            opening = opening + totals(account[early], change[early], size)
            account, time, change = account[~early], time[~early], change[~early]
        if np.any(time[1:] < time[:-1]):
            by_time = np.argsort(time, kind="stable")
            account, time, change = account[by_time], time[by_time], change[by_time]
        # Small integers are sorted by radix, which is several times as fast.
        small = np.uint16 if size <= 2**16 else np.uint32
        account = np.concatenate([np.arange(size, dtype=small), account.astype(small)])
        order = np.argsort(account, kind="stable")
        account = account[order]
        time = np.concatenate([np.zeros(size), time])[order]
        running = np.cumsum(np.concatenate([opening, change])[order])
        last = np.ones(account.size, dtype=np.bool_)
        np.logical_or(account[1:] != account[:-1], time[1:] != time[:-1], out=last[:-1])
        kept = np.flatnonzero(last)
        owner = account[kept].astype(np.intp)
        level = running[kept]
        ends = np.searchsorted(owner, np.arange(size), side="right") - 1
        before = np.concatenate([np.zeros(1, dtype=np.int64), level[ends[:-1]]]) if size else level
        return cls(owner, time[kept], level - before[owner], opening)

    @cached_property
    def first(self) -> NDArray[np.intp]:
        """Each account's first row, of shape (accounts,)."""
        return np.searchsorted(self.account, np.arange(self.opening.size), side="left")

    @cached_property
    def until(self) -> NDArray[np.float64]:
        """Until when each level holds (infinity for an account's last), of shape (rows,)."""
        until = np.full(self.time.size, np.inf)
        until[:-1] = np.where(self.account[1:] == self.account[:-1], self.time[1:], np.inf)
        return until

    @property
    def last(self) -> NDArray[np.int64]:
        """Each account's level in the end, of shape (accounts,)."""
        return self.level[np.append(self.first[1:], self.level.size) - 1] if self.opening.size else self.level

    @property
    def lowest(self) -> NDArray[np.int64]:
        """Each account's lowest level at the end of any instant, of shape (accounts,)."""
        return np.minimum.reduceat(self.level, self.first) if self.opening.size else self.level

    def integral(self, start: float, end: float) -> NDArray[np.float64]:
        """Level x time over [start, end) in steps x time units, of shape (accounts,)."""
        span = self._spans(start, end)
        return sums(self.account, self.level * span, self.opening.size)

    def mean(self, start: float, end: float) -> NDArray[np.float64]:
        """Time-weighted mean level over [start, end) in steps, of shape (accounts,)."""
        return self.integral(start, end) / (end - start)

    def share(self, holds: NDArray[np.bool_], start: float, end: float) -> NDArray[np.float64]:
        """Share of [start, end) during which a condition held, of shape (accounts,).

        Args:
            holds: Where the condition holds, of shape (rows,), e.g. ``stock.level == 0``.
            start: Start of the period.
            end: End of the period.
        """
        span = np.where(holds, self._spans(start, end), 0.0)
        return sums(self.account, span, self.opening.size) / (end - start)

    def at(self, times: NDArray[np.float64]) -> NDArray[np.int64]:
        """Levels after everything that happened at each of ``times`` (ascending), of shape (accounts, times)."""
        return self._read(self._rows(times, "left"))

    def before(self, times: NDArray[np.float64]) -> NDArray[np.int64]:
        """Levels just before each of ``times`` (ascending), of shape (accounts, times)."""
        return self._read(self._rows(times, "right"))

    def integrals(self, edges: NDArray[np.float64]) -> NDArray[np.float64]:
        """Level x time in each bucket between two of ``edges`` (ascending, from 0 on), of shape (accounts, buckets)."""
        size, buckets = self.opening.size, edges.size - 1
        # What each bucket begins with holds until the first change inside it; then the rows inside take over.
        rows = np.maximum(self._rows(edges[:-1], "left"), self.first[:, np.newaxis])
        result = self.level[rows] * (np.minimum(self.until[rows], edges[1:]) - edges[:-1])
        del rows
        bucket = np.searchsorted(edges, self.time, side="right") - 1
        inside = np.flatnonzero((bucket >= 0) & (bucket < buckets))
        inside = inside[self.time[inside] > edges[bucket[inside]]]
        bucket = bucket[inside]
        span = np.minimum(self.until[inside], edges[bucket + 1]) - self.time[inside]
        cell = self.account[inside] * buckets + bucket
        result += sums(cell, self.level[inside] * span, size * buckets).reshape(size, buckets)
        return result

    def means(self, edges: NDArray[np.float64]) -> NDArray[np.float64]:
        """Time-weighted mean level in each bucket between two of ``edges``, of shape (accounts, buckets)."""
        return self.integrals(edges) / np.diff(edges)

    def _spans(self, start: float, end: float) -> NDArray[np.float64]:
        span = np.minimum(self.until, end)
        span -= np.maximum(self.time, start)
        return np.maximum(span, 0.0, out=span)

    def _rows(self, times: NDArray[np.float64], side: str) -> NDArray[np.intp]:
        """The row in force at each of ``times``, one less than the account's first where there is none yet."""
        size = self.opening.size
        if times.size and np.any(np.diff(times) < 0):
            raise ValueError("times must ascend")
        seen_by = np.searchsorted(times, self.time, side="left" if side == "left" else "right")
        cell = self.account * (times.size + 1) + seen_by
        count = np.bincount(cell, minlength=size * (times.size + 1)).reshape(size, times.size + 1)[:, :-1]
        return np.cumsum(count, axis=1) + (self.first[:, np.newaxis] - 1)

    def _read(self, rows: NDArray[np.intp]) -> NDArray[np.int64]:
        first = self.first[:, np.newaxis]
        return np.where(rows < first, self.opening[:, np.newaxis], self.level[np.maximum(rows, first)])
