"""Comparing from Python: a path, three lines, a table."""

from __future__ import annotations

import copy
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim import api
from sim.errors import ResultsError, UsageError
from sim.experiment import replicate
from sim.results.run import Failure
from tests.chains import SHOP, written

VARIANTS = SHOP.replace("  busy:", "  lean: {set: {sites.shop.stock.item.replenish.up_to: 40}}\n  busy:")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("shop"), VARIANTS)


@pytest.fixture(scope="module")
def result(shop: Path) -> sim.ComparisonResult:
    return sim.compare(shop, replications=4)


def test_each_variant_is_a_result(shop: Path, result: sim.ComparisonResult) -> None:
    assert list(result.results) == ["base", "lean", "busy"]
    alone = sim.run(shop, variant="busy", replications=4)
    assert result.results["busy"].digest == alone.digest
    assert result.results["busy"].kpi("fill_rate") == alone.kpi("fill_rate")
    assert len(result.results["lean"].ledger.orders) > 0


def test_a_table_beside_each_other(result: sim.ComparisonResult) -> None:
    table = result.table(kpis=["total_cost"])
    whole = table.loc[("total_cost", "EUR", "")]
    tidy = result.differences.query("kpi == 'total_cost' and variant == 'busy' and category.isna() and site.isna()")
    tidy = tidy[tidy["product"].isna() & tidy["lane"].isna()]
    assert whole[("busy", "difference")] == tidy["difference"].item()
    assert whole[("base", "mean")] == pytest.approx(whole[("busy", "mean")] - whole[("busy", "difference")])
    assert [label for label, _ in table.columns][:2] == ["base", "lean"]
    assert result.table("site").index.names[:3] == ["kpi", "unit", "site"]
    with pytest.raises(UsageError, match="kpis must be a list of names"):
        result.table(kpis="total_cost")


def test_together_for_pictures(result: sim.ComparisonResult) -> None:
    assert set(result.series["variant"]) == {"base", "lean", "busy"}
    assert result.series.columns[0] == "variant"
    counts = result.measurements.groupby("variant")["replication"].nunique()
    assert counts.to_dict() == {"base": 4, "lean": 4, "busy": 4}
    assert {"variant", "variance_reduction"} <= set(result.pairing.columns)
    assert result.changes["lean"] == ("sites.shop.stock.item.replenish.up_to: 60 -> 40",)


def test_shown_in_a_notebook(result: sim.ComparisonResult) -> None:
    assert "<table>" in result._repr_html_()
    assert repr(result).startswith("shop: lean, busy against base: 4 replications each on the same luck")
    assert repr(copy.deepcopy(result)) == repr(result)


def test_saved_and_read_again(result: sim.ComparisonResult, tmp_path: Path) -> None:
    result.save(tmp_path / "out")
    again = sim.ComparisonResult.read(tmp_path / "out")
    pd.testing.assert_frame_equal(again.differences, result.differences, check_exact=True)
    assert repr(again) == repr(result)
    assert again.results["lean"].digest == result.results["lean"].digest
    result.save(tmp_path / "out")
    with pytest.raises(ResultsError, match="no such folder|holds no comparison"):
        sim.ComparisonResult.read(tmp_path / "nowhere")


def test_out_and_save_hold_the_same(shop: Path, result: sim.ComparisonResult, tmp_path: Path) -> None:
    sim.compare(shop, replications=4, out=tmp_path / "one", workers=2)
    result.save(tmp_path / "two")
    one, two = (sim.ComparisonResult.read(tmp_path / name) for name in ("one", "two"))
    pd.testing.assert_frame_equal(one.differences, two.differences, check_exact=True)
    assert one.comparison.digests == two.comparison.digests


def test_settings_reach_all(shop: Path) -> None:
    found = sim.compare(shop, variants=["lean"], settings=["sites.people.buys.item.demand.rate=5"], replications=2)
    demand = found.differences.query("kpi == 'demand' and site.isna() and product.isna() and customer.isna()")
    assert demand["baseline"].item() == pytest.approx(5.0, rel=0.2)
    assert demand["difference"].item() == 0.0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"variants": "lean"}, "variants must be a list of names"),
        ({"variants": [3]}, "variants must be a list of names"),
        ({"replications": 0}, "replications must be a whole number"),
        ({"confidence": "high"}, "confidence must be a number"),
        ({"confidence": 1.0}, "confidence must be between 0 and 1"),
        ({"progress": 3}, "progress must be a function"),
        ({"resume": True}, "no results folder to resume from"),
        ({"baseline": "loose"}, "there is no variant 'loose'"),
        ({"out": ""}, "a folder must be given by its path"),
    ],
)
def test_mistakes(shop: Path, options: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        sim.compare(shop, **options)  # type: ignore[arg-type]


def test_no_files() -> None:
    with pytest.raises(UsageError, match="name a scenario"):
        sim.compare([])


def test_failures_are_told(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_replication = replicate.run_replication

    def failing(task: replicate.Task, number: int) -> object:
        return Failure(number, "the lights went out") if number in broken else run_replication(task, number)

    monkeypatch.setattr(replicate, "run_replication", failing)
    broken = {1}
    with pytest.warns(RuntimeWarning, match="base: 1 of 3 replications failed; number 1: the lights went out"):
        found = api.compare(shop, variants=["lean"], replications=3)
    assert found.differences["n"].max() == 2
    broken = {0, 1, 2}
    with pytest.raises(sim.RunError, match="base: 3 of 3 replications failed"):
        api.compare(shop, variants=["lean"], replications=3)
