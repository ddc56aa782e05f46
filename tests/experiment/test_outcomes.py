from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import sim
from sim.cli.program import attempt
from sim.errors import UsageError
from sim.experiment.intervals import cvar, quantile_interval, wilson
from sim.experiment.outcomes import outcomes
from sim.report import outcomes as table
from sim.results import KEYS
from sim.results.outcomes import OUTCOMES
from tests.chains import CLOCKWORK, written

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[sim.Result, Path]:
    folder = tmp_path_factory.mktemp("shop")
    return sim.run(written(folder), replications=24, out=folder / "out", figures=False), folder / "out"


def values(result: sim.Result, name: str) -> np.ndarray:
    rows = result.measurements
    whole = rows[["site", "product", "customer", "lane", "resource", "category"]].isna().all(axis="columns")
    return rows.loc[whole & (rows["kpi"] == name), "value"].to_numpy()


def test_outcomes_are_of_the_network_over_replications(shop: tuple[sim.Result, Path]) -> None:
    found = shop[0].outcomes.set_index("kpi")
    assert list(shop[0].outcomes.columns) == list(OUTCOMES)
    for name, worse in (("cost_rate", "high"), ("operating_profit", "low")):
        row, seen = found.loc[name], values(shop[0], name)
        assert row["worse"] == worse
        assert row["mean"] == shop[0].kpi(name)
        assert tuple(row[["p5", "p5_low", "p5_high"]]) == quantile_interval(seen, 0.05)
        assert tuple(row[["p95", "p95_low", "p95_high"]]) == quantile_interval(seen, 0.95)
        assert tuple(row[["cvar", "cvar_low", "cvar_high"]]) == cvar(seen, 0.05, worse)
    assert found.loc["cost_rate", "cvar"] > found.loc["cost_rate", "p95"] > found.loc["cost_rate", "mean"]
    assert pd.isna(found.loc["demand", "worse"])
    assert np.isnan(found.loc["demand", "cvar"])


def test_what_is_undefined_in_some_replications_is_left_out() -> None:
    rows = [{**dict.fromkeys(KEYS), "kpi": "fill_rate", "unit": "share", "replication": n} for n in range(3)]
    frame = pd.DataFrame(rows).assign(value=[0.5, np.nan, 0.7])
    found = outcomes(frame).iloc[0]
    assert (found["n"], found["mean"]) == (2, pytest.approx(0.6))
    assert outcomes(frame.iloc[:0]).empty


def test_folder_keeps_them_and_the_report_shows_them(
    shop: tuple[sim.Result, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    result, folder = shop
    pd.testing.assert_frame_equal(sim.Result.read(folder).outcomes, result.outcomes, check_dtype=False)
    assert attempt(["report", str(folder), "--outcomes", "--no-figures"]) == 0
    shown = capsys.readouterr().out
    header = shown.splitlines()[2].split()
    assert header[:5] == ["KPI", "unit", "mean", "P5", "its"]
    assert "with 24 replications the intervals of P5 and P95 are too narrow; 59 are the fewest" in shown
    assert max(len(line) for line in shown.splitlines()) <= 140
    assert attempt(["report", str(folder), "--outcomes", "--no-figures", "--format", "json"]) == 0
    entries = {entry["kpi"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert entries["cost_rate"]["cvar"] == result.outcomes.set_index("kpi").loc["cost_rate", "cvar"]
    assert entries["demand"]["cvar"] is None
    assert attempt(["report", str(folder), "--outcomes", "--no-figures", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == ",".join(OUTCOMES)


def test_one_run_has_one_outcome(tmp_path: Path) -> None:
    run = sim.run(written(tmp_path, CLOCKWORK)).run
    assert "Nothing in this scenario is random: it ran once, and has one outcome." in table.text(run)
    assert table.headlines(run)["p5_low"].isna().all()


def test_probability_of_a_kpi(shop: tuple[sim.Result, Path]) -> None:
    seen = values(shop[0], "cost_rate")
    limit = float(np.sort(seen)[4])
    chance = shop[0].probability("cost_rate", at_most=limit)
    assert (chance.share, chance.n) == (5 / 24, 24)
    assert (chance.low, chance.high) == wilson(5, 24)
    assert shop[0].probability("cost_rate", at_least=limit).share == 20 / 24
    assert shop[0].probability("cost_rate", at_least=limit, at_most=limit).share == 1 / 24
    assert shop[0].probability("fill_rate", at_least=0.0, site="shop").share == 1.0


def test_probability_of_nothing_in_particular(shop: tuple[sim.Result, Path]) -> None:
    with pytest.raises(UsageError, match="say which values will do"):
        shop[0].probability("cost_rate")
    with pytest.raises(UsageError, match="fill_rate"):
        shop[0].probability("fil_rate", at_least=1)
    with pytest.raises(UsageError, match="no site 'shup'"):
        shop[0].probability("fill_rate", at_least=1, site="shup")
