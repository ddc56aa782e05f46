from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.errors import RunError
from sim.experiment.tally import Tally, kpis_of
from sim.results import Failure, Folder
from tests.chains import IDENTITY, ROWS, replication


def tallied(order: tuple[int, ...]) -> Tally:
    tally = Tally(len(order))
    for number in order:
        tally.take(replication(number))
    return tally


def test_order_of_arrival_changes_nothing() -> None:
    first = tallied((0, 1, 2, 3))
    for order in itertools.permutations(range(4)):
        other = tallied(order)
        assert other.is_complete
        assert other.digests == first.digests
        pd.testing.assert_frame_equal(other.series(), first.series(), check_exact=True)
        pd.testing.assert_frame_equal(other.measurements(), first.measurements(), check_exact=True)


def test_kpis_by_hand() -> None:
    kpis = kpis_of(tallied((0, 1, 2)).measurements())
    assert [
        tuple(None if pd.isna(cell) else cell for cell in row[: len(ROWS[0])]) for row in kpis.itertuples(index=False)
    ] == list(ROWS)
    assert kpis["n"].tolist() == [3, 3, 3, 2, 0, 3]
    assert kpis["mean"].tolist()[:4] == pytest.approx([0.6, 0.25, 100.0, 0.5])
    # 0.5, 0.6, 0.7: s = 0.1, t(2; 0.975) = 4.302653
    assert kpis["half_width"][0] == pytest.approx(4.302652730 * 0.1 / 3**0.5)
    assert np.isnan(kpis["mean"][4])


def test_a_kpi_that_one_replication_lacks_is_counted_without_it() -> None:
    tally = Tally(2)
    tally.take(replication(0))
    tally.take(replace(replication(1), measurements=replication(1).measurements.iloc[1:]))
    assert kpis_of(tally.measurements())["n"].tolist() == [1, 2, 2, 1, 0, 2]


def test_a_kpi_measured_twice_is_refused() -> None:
    tally = Tally(1)
    rows = replication(0).measurements
    tally.take(replace(replication(0), measurements=pd.concat([rows, rows.iloc[:1]])))
    with pytest.raises(RunError, match="twice"):
        kpis_of(tally.measurements())


def test_series_by_hand() -> None:
    series = tallied((0, 1, 2)).series()
    assert series["site"].tolist() == ["shop"] * 4 + ["people"] * 3  # what is defined nowhere is left out
    assert series["time"].tolist() == [0, 1, 2, 3, 0, 1, 2]
    assert series["mean"].tolist() == pytest.approx([i / 7 + 1 / 3 for i in range(7)])
    assert series["n"].tolist() == [3] * 7


def test_one_replication_keeps_its_levels_exactly() -> None:
    levels = replication(0).tracks.measures["on_hand"].ravel()
    assert tallied((0,)).series()["mean"].tolist() == levels[:7].tolist()


def test_failures_are_counted_and_leave_a_gap() -> None:
    tally = Tally(3)
    tally.take(Failure(1, "it broke"))
    tally.take(replication(2))
    tally.take(replication(0))
    assert tally.is_complete
    assert list(tally.digests) == [0, 2]
    assert [failure.replication for failure in tally.failures] == [1]


def test_the_balance_of_failures_counts() -> None:
    tally = Tally(3)
    tally.take(Failure(0, "it does not balance", goods=2, money=0.5))
    tally.take(replication(1))
    tally.take(Failure(2, "it does not balance", goods=1, money=0.75))
    assert (tally.goods, tally.money) == (2, 0.75)


def test_what_waits_is_counted_when_the_tally_closes() -> None:
    tally = Tally(4)
    tally.take(replication(3))
    tally.take(replication(2))
    assert not tally.is_complete
    assert tally.digests == {}
    tally.close()
    assert list(tally.digests) == [2, 3]
    in_turn = Tally(4)
    for number in (2, 3):
        in_turn.take(replication(number))
    in_turn.close()
    pd.testing.assert_frame_equal(tally.series(), in_turn.series(), check_exact=True)


def test_progress_counts_what_is_kept(tmp_path: Path) -> None:
    folder = Folder.claim(tmp_path, IDENTITY)
    folder.keep(replication(1))
    told: list[tuple[int, int]] = []
    tally = Tally(3, folder, frozenset({1}), lambda done, total: told.append((done, total)))
    tally.take(replication(2))
    tally.take(replication(0))
    assert told == [(1, 3), (2, 3), (3, 3)]
    pd.testing.assert_frame_equal(tally.series(), tallied((0, 1, 2)).series(), check_exact=True)
    pd.testing.assert_frame_equal(kpis_of(tally.measurements()), kpis_of(tallied((0, 1, 2)).measurements()))
