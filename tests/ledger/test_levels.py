from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ledger import Levels

ACCOUNTS = 3
GRID = 16  # times on a coarse grid, so that instants coincide; sums of products are then exact


@st.composite
def changes(draw):
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, ACCOUNTS - 1), st.integers(-2 * GRID, 10 * GRID), st.integers(-50, 50)),
            max_size=30,
        )
    )
    opening = draw(st.lists(st.integers(0, 100), min_size=ACCOUNTS, max_size=ACCOUNTS))
    return opening, [(account, time / GRID, change) for account, time, change in rows]


def levels_of(opening, rows):
    account, time, change = zip(*rows, strict=True) if rows else ((), (), ())
    return Levels.of(
        np.array(opening, dtype=np.int64),
        np.array(account, dtype=np.uint32),
        np.array(time, dtype=np.float64),
        np.array(change, dtype=np.int64),
    )


def level(opening, rows, account, time, *, just_before=False):
    """The level by a plain loop."""
    total = opening[account]
    for owner, at, change in rows:
        if owner == account and (at < time or at < 0 or (at == time and not just_before)):
            total += change
    return total


def integral(opening, rows, account, start, end):
    """The integral by a plain loop over the smallest steps of the grid."""
    ticks = range(round(start * GRID), round(end * GRID))
    return sum(level(opening, rows, account, tick / GRID) for tick in ticks) / GRID


@given(changes())
def test_rows_are_one_for_each_account_and_instant(ledger):
    opening, rows = ledger
    found = levels_of(opening, rows)
    expected = sorted({(a, 0.0) for a in range(ACCOUNTS)} | {(a, max(t, 0.0)) for a, t, _ in rows})
    assert list(zip(found.account.tolist(), found.time.tolist(), strict=True)) == expected
    assert found.level.tolist() == [level(opening, rows, a, t) for a, t in expected]
    assert found.level.dtype == np.int64
    for account in range(ACCOUNTS):
        mine = [level(opening, rows, a, t) for a, t in expected if a == account]
        assert (found.last[account], found.lowest[account]) == (mine[-1], min(mine))


@given(changes(), st.lists(st.integers(0, 12 * GRID), max_size=6))
def test_levels_at_and_before_instants(ledger, ticks):
    opening, rows = ledger
    times = sorted(tick / GRID for tick in ticks)
    found = levels_of(opening, rows)
    at, before = found.at(np.array(times)), found.before(np.array(times))
    assert at.shape == before.shape == (ACCOUNTS, len(times))
    for account in range(ACCOUNTS):
        assert at[account].tolist() == [level(opening, rows, account, time) for time in times]
        assert before[account].tolist() == [level(opening, rows, account, t, just_before=True) for t in times]


@given(changes(), st.lists(st.integers(0, 12 * GRID), min_size=2, max_size=6, unique=True))
def test_integrals_means_and_shares(ledger, ticks):
    opening, rows = ledger
    edges = np.array(sorted(tick / GRID for tick in ticks))
    found = levels_of(opening, rows)
    buckets = list(pairwise(edges))
    expected = np.array([[integral(opening, rows, a, s, e) for s, e in buckets] for a in range(ACCOUNTS)])
    assert np.array_equal(found.integrals(edges), expected)
    assert np.array_equal(found.means(edges), expected / np.diff(edges))
    start, end = edges[0], edges[-1]
    assert np.array_equal(found.integral(start, end), expected.sum(axis=1))
    assert np.array_equal(found.mean(start, end), expected.sum(axis=1) / (end - start))
    ticks_between = range(round(start * GRID), round(end * GRID))
    for account in range(ACCOUNTS):
        empty = sum(level(opening, rows, account, tick / GRID) == 0 for tick in ticks_between)
        assert found.share(found.level == 0, start, end)[account] == empty / GRID / (end - start)


def test_until():
    found = levels_of([1, 2, 3], [(0, 1.0, 1), (0, 4.0, 1), (2, 2.5, -3)])
    assert found.until.tolist() == [1.0, 4.0, np.inf, np.inf, 2.5, np.inf]


def test_the_order_of_changes_does_not_matter():
    rows = [(0, 3.0, 5), (1, 1.0, -2), (0, 1.0, 7), (0, 2.0, -1)]
    found, sorted_rows = levels_of([0, 9, 0], rows), levels_of([0, 9, 0], sorted(rows, key=lambda row: row[1]))
    assert found.level.tolist() == sorted_rows.level.tolist() == [0, 7, 6, 11, 9, 7, 0]


def test_a_long_run_loses_no_digits():
    # One step for a tenth of a time unit, at the end of a run so long that q * (T - t) has lost seven digits.
    start = 1e9
    found = levels_of([0, 0, 0], [(0, start, 1), (0, start + 0.125, -1)])
    assert found.integral(0.0, 2e9)[0] == 0.125


def test_exact_beyond_what_floats_can_count():
    huge = 2**53
    assert levels_of([huge, 0, 0], [(0, 1.0, 1)]).last[0] == huge + 1


def test_more_accounts_than_sixteen_bits():
    size = 2**16 + 2
    found = Levels.of(
        np.zeros(size, dtype=np.int64), np.array([size - 1, 1], dtype=np.uint32), np.array([1.0, 2.0]),
        np.array([4, 5]),
    )  # fmt: skip
    assert (found.last[size - 1], found.last[1], found.last.sum()) == (4, 5, 9)


def test_times_must_ascend():
    with pytest.raises(ValueError, match="ascend"):
        levels_of([0, 0, 0], []).at(np.array([2.0, 1.0]))
