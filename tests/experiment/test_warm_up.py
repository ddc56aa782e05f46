from __future__ import annotations

import numpy as np
import pytest

from sim.experiment import warm_up
from sim.experiment.warm_up import batches, mser, truncation

NAN = np.nan
WAVE = np.sin(np.arange(400.0) ** 2)
"""Scatter without a trend."""


def test_statistic_by_hand() -> None:
    # Cut nothing: mean 2, squares 16 + 5 x 1 + 9 ... of 6, 2, 1, 1, 1, 1: mean 2, squares 16 + 0 + 4 = 20, over 36.
    # Cut one: 2, 1, 1, 1, 1: mean 1.2, squares 0.64 + 4 x 0.04 = 0.8, over 25.
    statistic = mser(np.array([6.0, 2.0, 1.0, 1.0, 1.0, 1.0]))
    assert statistic[:2] == pytest.approx([20 / 36, 0.8 / 25])
    assert np.isnan(statistic[2:]).all()


def test_batches_are_means_of_five() -> None:
    assert batches(np.arange(12.0)).tolist() == [2.0, 7.0]


@pytest.mark.parametrize("length", [5, 20, 60])
def test_a_step_is_cut_where_it_ends(length: int) -> None:
    values = np.where(np.arange(200) < length, 10.0, 0.0) + 0.01 * WAVE[:200]
    assert truncation(mser(values)) == (length, True)


def test_a_decay_is_cut_and_a_level_is_not() -> None:
    times = np.arange(200.0)
    decay, settled = truncation(mser(20 * np.exp(-times / 8) + WAVE[:200]))
    assert settled
    assert 8 <= decay <= 40
    level, settled = truncation(mser(5 + WAVE[:200]))
    assert settled
    assert level <= 10


def test_what_rounding_left_is_no_scatter() -> None:
    values = 1e6 + 1e-7 * WAVE[:100]
    values[:10] = 0.0
    assert truncation(mser(values)) == (10, True)
    assert truncation(mser(np.full(100, 0.1 + 0.2))) == (0, True)


def test_a_trend_never_settles() -> None:
    cut, settled = truncation(mser(np.arange(100.0)))
    assert (cut, settled) == (50, False)


def test_only_the_first_half_is_searched() -> None:
    values = np.where(np.arange(100) < 70, 10.0, 0.0) + 0.01 * WAVE[:100]
    cut, settled = truncation(mser(values))
    assert cut <= 50
    assert not settled


def test_a_handful_of_batches_is_not_cut() -> None:
    assert truncation(mser(np.array([9.0, 0.0, 0.0, 0.0]))) == (0, True)


def pilots(*lengths: int, count: int = 100) -> dict[str, np.ndarray]:
    """Two replications of measures that begin at 10 for so many batches."""
    found = {}
    for number, length in enumerate(lengths):
        step = np.repeat(np.where(np.arange(count) < length, 10.0, 0.0), 5)
        wave = 0.1 * (-1.0) ** np.arange(5 * count)
        found[f"m{number}"] = np.stack([step + wave, step])
    return found


def test_largest_cut_counts() -> None:
    found = warm_up.found(pilots(3, 8, 5), np.arange(101.0) * 7, 700.0)
    assert found.cuts == {"m0": 21.0, "m1": 56.0, "m2": 35.0}
    assert (found.cut, found.unsettled, found.replications, found.batches) == (56.0, (), 2, 100)
    assert found.doubts == []
    rows = found.table[found.table["measure"] == "m1"]
    lowest = rows.loc[rows["statistic"].idxmin()]
    assert lowest["time"] == 56.0


def test_doubts() -> None:
    edges = np.arange(101.0)
    (short,) = warm_up.found(pilots(15), edges, 100.0).doubts
    assert short.startswith("the run is 6.7 times as long as its warm-up of 15; it should be 10 times as long")
    assert "make 'horizon' 150 or more" in short
    (late,) = warm_up.found(pilots(3, 70), edges, 100.0).doubts
    assert late.startswith("the warm-up passes half of the run: m1 had not settled by then")
    (few, *_) = warm_up.found(pilots(0, count=8), np.arange(9.0), 8.0).doubts
    assert few.startswith("the run is too short to find its warm-up: it has 8 batches")


def test_rare_events_are_not_asked() -> None:
    rare, ended = np.zeros(100), np.zeros(100)
    rare[[3, 17, 60]] = 5.0
    ended[:20] = 3.0
    assert warm_up.is_rare(rare)
    assert not warm_up.is_rare(ended)
    assert not warm_up.is_rare(np.zeros(100))
    # By itself it would be cut after the last of its events in the first half, or be said to have never settled.
    assert truncation(mser(rare)) != (0, True)
    levels = {"backlog": np.repeat(rare, 5)[np.newaxis], **pilots(4)}
    found = warm_up.found(levels, np.arange(101.0), 100.0)
    assert (found.cuts, found.unsettled) == ({"m0": 4.0}, ())
    assert set(warm_up.found({"backlog": levels["backlog"]}, np.arange(101.0), 100.0).cuts) == {"backlog"}


def test_one_measure_of_none() -> None:
    assert warm_up.found({}, np.zeros(1), 0.0).cut == 0.0
