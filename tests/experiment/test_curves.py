from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.errors import ResultsError
from sim.experiment.curves import curves
from sim.ledger.series import series
from sim.results import Run, read
from tests.chains import COUNTED, SHOP, written

LOSING = SHOP.replace("{kind: poisson, rate: 10}", "{kind: poisson, rate: 10}, when_short: lost").replace(
    "reorder_point: 20, up_to: 60", "reorder_point: 8, up_to: 40"
)


def drawn(run: Run) -> pd.DataFrame:
    """Curves by replication and time (rows) and measure (columns)."""
    return run.curves.pivot_table(
        index=["replication", "time"], columns="measure", values="value", observed=False, dropna=False
    )


def test_a_shop_by_hand(tmp_path: Path) -> None:
    text = SHOP.replace("{kind: poisson, rate: 10}", "{kind: constant, quantity: 25, every: 1 day}")
    text = text.replace("horizon: 60, warm_up: 10", "horizon: 4").replace("reorder_point: 20", "reorder_point: 0")
    text = text.replace("{kind: uniform, low: 0.5, high: 1}", "10 days")
    found = drawn(sim.run(written(tmp_path, text)).run)
    # Day by day 25 are asked for: 25 and 15 of 40 are there, and nothing comes before day 10.
    assert found["fill_rate"].tolist() == [1.0, 0.6, 0.0, 0.0]
    assert found["backlog"].tolist() == [0.0, 10.0, 35.0, 60.0]
    assert found["on_hand"].tolist() == [15.0, 0.0, 0.0, 0.0]
    assert found["lost"].tolist() == [0.0] * 4


@pytest.mark.parametrize("text", [SHOP, LOSING])
def test_curves_add_up_to_the_kpis(tmp_path: Path, text: str) -> None:
    result = sim.run(written(tmp_path, text), replications=3)
    found, start = drawn(result.run), result.run.period[0]
    for number in range(3):
        books = sim.simulate(written(tmp_path, text), replication=number)
        edges = np.arange(61.0)
        demand = series(books, edges).demand.sum(axis=0)
        mine = found.loc[number]
        chosen = mine.index >= start
        measured = result.measurements[result.measurements["replication"] == number]
        whole = measured[measured[["site", "product", "customer", "lane", "resource", "category"]].isna().all(axis=1)]
        values = dict(zip(whole["kpi"], whole["value"], strict=True))
        served = (mine["fill_rate"].to_numpy() * demand)[chosen].sum() / demand[chosen].sum()
        assert served == pytest.approx(values["fill_rate"])
        asked = demand[chosen].sum()
        assert mine["lost"][chosen].sum() == pytest.approx(values["lost_share"] * asked, abs=1)
    assert (found["lost"].sum() > 0) == (text is LOSING)


def test_what_is_made_to_order_is_owed(tmp_path: Path) -> None:
    # A kettle takes 2.5 days and begins each day at midnight with the day's order of 4; nothing is stocked.
    text = """\
name: works
time: {horizon: 6}
products: {kettle: {value: 2}}
sites:
  works:
    kind: factory
    lines: {bench: {time: 2.5, machines: 12}}
    makes: {kettle: {line: bench}}
  town: {kind: customer, buys: {kettle: {from: works, price: 3, demand: {kind: constant, quantity: 4, every: 1 day}}}}
"""
    run = sim.run(written(tmp_path, text)).run
    found = drawn(run)
    # At the end of a day that day's order is owed, and for another half day that of the day before.
    assert found["backlog"].tolist() == [4.0, 8.0, 8.0, 8.0, 8.0, 8.0]
    assert found["on_hand"].tolist() == [0.0] * 6
    assert found["fill_rate"].tolist() == [0.0] * 6


def test_nothing_is_said_of_what_is_after_the_end(tmp_path: Path) -> None:
    # Replications end at different times; the buckets are those of the first.
    run = sim.run(written(tmp_path, COUNTED), replications=4).run
    books = sim.simulate(written(tmp_path, COUNTED), replication=2)
    measured = series(books, np.arange(0.0, books.end + 20.0))
    found = curves(books, measured)
    for values in found.values():
        assert np.isnan(values[measured.edges[:-1] >= books.end]).all()
    assert run.curves["value"].notna().all()
    last = run.curves.groupby("replication")["time"].max()
    assert last.min() < last.max()


def test_a_bucket_in_which_nobody_orders_has_no_fill_rate(tmp_path: Path) -> None:
    text = SHOP.replace("{kind: poisson, rate: 10}", "{kind: constant, quantity: 10, every: 7 days}")
    found = drawn(sim.run(written(tmp_path, text), replications=2).run)
    assert found.loc[0]["fill_rate"].notna().sum() == 9
    assert found.loc[0]["on_hand"].notna().all()


def test_curves_are_kept_and_come_back(tmp_path: Path) -> None:
    before = sim.run(written(tmp_path), replications=3, out=tmp_path / "out", figures=False).run
    pd.testing.assert_frame_equal(read(tmp_path / "out").curves, before.curves)
    (tmp_path / "out" / "replications" / "0001-series.parquet").unlink()
    resumed = sim.run(written(tmp_path), replications=4, out=tmp_path / "out", figures=False, resume=True).run
    pd.testing.assert_frame_equal(resumed.curves[resumed.curves["replication"] < 3], before.curves)
    assert resumed.curves["replication"].nunique() == 4
    sim.Result(resumed).save(tmp_path / "saved")
    pd.testing.assert_frame_equal(read(tmp_path / "saved").curves, resumed.curves)


def test_curves_of_another_replication_are_refused_and_run_again(tmp_path: Path) -> None:
    before = sim.run(written(tmp_path), replications=2, out=tmp_path / "out", figures=False).run
    kept = tmp_path / "out" / "replications"
    shutil.copy(kept / "0000-curves.parquet", kept / "0001-curves.parquet")
    with pytest.raises(ResultsError, match="0001-curves.parquet: is not of this run"):
        read(tmp_path / "out")
    resumed = sim.run(written(tmp_path), replications=2, out=tmp_path / "out", figures=False, resume=True).run
    pd.testing.assert_frame_equal(resumed.curves, before.curves)
    (kept / "0001-curves.parquet").unlink()
    with pytest.raises(ResultsError, match="0001-curves.parquet: cannot be read"):
        read(tmp_path / "out")


def test_results_without_curves_are_still_read(tmp_path: Path) -> None:
    sim.run(written(tmp_path), replications=2, out=tmp_path / "out", figures=False)
    for path in (tmp_path / "out" / "replications").glob("*-curves.parquet"):
        path.unlink()
    run = read(tmp_path / "out")
    assert run.curves.empty
    assert list(run.curves.columns) == ["replication", "time", "measure", "value"]
