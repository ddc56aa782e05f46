"""Verdicts against values worked by hand, published limits, and how often they are wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sim
from sim.experiment.expectations import judged
from sim.results.run import KEYS
from sim.results.verdicts import COLUMNS
from tests.scenario.chained import CHAINED, written

FIVE = [0.95, 0.96, 0.97, 0.98, 0.99]
"""Mean 0.97, standard deviation 0.0158114, one-sided t(0.95; 4) = 2.131847: the bounds are 0.97 -+ 0.0150744."""


def rows(values: list[float], **about: str) -> pd.DataFrame:
    row: dict[str, Any] = dict.fromkeys(KEYS) | {"kpi": "fill_rate", "unit": "share"} | about
    frame = pd.DataFrame([{"replication": n, **row, "value": value} for n, value in enumerate(values)])
    return frame.astype(dict.fromkeys(KEYS, "category"))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("expectations"))


def verdict(file: Path, expectation: dict[str, Any], values: pd.DataFrame, *, random: bool = True) -> Any:
    scenario = sim.load(file, settings=[("expect", {"fill_rate": expectation})]).scenario
    found = judged(scenario, values, is_random=random)
    assert tuple(found.columns) == COLUMNS
    return found


@pytest.mark.parametrize(
    ("expectation", "bound", "wanted"),
    [
        ({"at_least": 0.954}, 0.9549256, "met"),
        ({"at_least": 0.956}, 0.9549256, "undecided"),
        ({"at_least": 0.984}, 0.9549256, "undecided"),
        ({"at_least": 0.986}, 0.9850744, "failed"),
        ({"at_most": 0.986}, 0.9850744, "met"),
        ({"at_most": 0.984}, 0.9850744, "undecided"),
        ({"at_most": 0.954}, 0.9549256, "failed"),
        ({"between": [0.954, 0.99]}, 0.9549256, "met"),
        ({"between": [0.9, 0.986]}, 0.9850744, "met"),
        ({"between": [0.96, 0.99]}, 0.9549256, "undecided"),
        ({"between": [0.99, 1]}, 0.9850744, "failed"),
        ({"between": [0, 0.95]}, 0.9549256, "failed"),
        ({"at_least": 0.94, "confidence": "99 %"}, 0.97 - 3.7469474 * 0.0070711, "met"),
    ],
)
def test_the_bound_of_a_mean_worked_by_hand(expectation: dict[str, Any], bound: float, wanted: str, file: Path) -> None:
    row = verdict(file, expectation, rows(FIVE)).iloc[0]
    assert row["bound"] == pytest.approx(bound, abs=2e-7)
    assert row["estimate"] == pytest.approx(0.97)
    assert (row["subject"], row["n"], row["verdict"]) == ("network", 5, wanted)


@pytest.mark.parametrize(
    ("kept", "n", "share", "bound", "wanted"),
    [
        # One-sided 95 %: z = 1.644854. 30 of 30: n / (n + z^2). 27 of 30: 0.866910 - 0.092413.
        (30, 30, 0.91, 30 / (30 + 1.644854**2), "met"),
        (30, 30, 0.92, 30 / (30 + 1.644854**2), "undecided"),
        (27, 30, 0.77, 0.7744975, "met"),
        (27, 30, 0.85, 0.7744975, "undecided"),
        (27, 30, 0.97, 0.9593227, "failed"),
        (0, 30, 0.5, 1.644854**2 / (30 + 1.644854**2), "failed"),
        (0, 30, 0.05, 0.0, "undecided"),
    ],
)
def test_the_bound_of_a_share_of_replications(
    kept: int, n: int, share: float, bound: float, wanted: str, file: Path
) -> None:
    values = rows([0.99] * kept + [0.5] * (n - kept))
    row = verdict(file, {"at_least": 0.95, "in": share}, values).iloc[0]
    assert row["bound"] == pytest.approx(bound, abs=5e-7)
    assert (row["estimate"], row["n"], row["verdict"]) == (kept / n, n, wanted)


def test_the_share_bound_is_the_end_of_the_published_interval(file: Path) -> None:
    # R. G. Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, score method without continuity correction:
    # 0.2553 to 0.3662 at 95 %, whose ends are one-sided bounds at 97.5 %.
    values = rows([1.0] * 81 + [0.0] * 182)
    low = verdict(file, {"at_least": 0.5, "in": 0.25, "confidence": 0.975}, values).iloc[0]
    assert low["bound"] == pytest.approx(0.2553, abs=5e-5)
    assert verdict(file, {"at_least": 0.5, "in": 0.366, "confidence": 0.975}, values).iloc[0]["verdict"] == "undecided"
    assert verdict(file, {"at_least": 0.5, "in": 0.3664, "confidence": 0.975}, values).iloc[0]["verdict"] == "failed"


def test_where_nothing_is_random_the_value_decides(file: Path) -> None:
    for limit, wanted in ((0.9, "met"), (0.95, "met"), (0.96, "failed")):
        assert verdict(file, {"at_least": limit}, rows([0.95]), random=False).iloc[0]["verdict"] == wanted
    row = verdict(file, {"at_least": 0.9, "in": 0.99}, rows([0.95]), random=False).iloc[0]
    assert (row["estimate"], row["bound"], row["verdict"]) == (1.0, 1.0, "met")


def test_one_random_replication_and_no_figure_decide_nothing(file: Path) -> None:
    one = verdict(file, {"at_least": 0.9}, rows([0.95])).iloc[0]
    assert (one["n"], one["verdict"]) == (1, "undecided")
    assert np.isnan(one["bound"])
    none = verdict(file, {"at_least": 0.9}, rows([np.nan, np.nan])).iloc[0]
    assert (none["n"], none["verdict"]) == (0, "undecided")
    assert np.isnan(none["estimate"])


def test_undefined_values_are_left_out(file: Path) -> None:
    row = verdict(file, {"at_least": 0.954}, rows([*FIVE, np.nan])).iloc[0]
    assert (row["n"], row["verdict"]) == (5, "met")


def test_values_without_spread_decide_exactly(file: Path) -> None:
    assert verdict(file, {"at_least": 0.95}, rows([0.95] * 7)).iloc[0]["verdict"] == "met"


def test_each_thing_is_judged_by_itself(file: Path) -> None:
    shops = [rows([value] * 3, site=name) for name, value in (("shop_1", 0.9), ("shop_2", 0.5), ("maker", 0.1))]
    tea = rows([0.2] * 3, site="shop_1", product="tea")
    values = pd.concat([rows([0.7] * 3), *shops, tea], ignore_index=True)
    found = verdict(file, {"sites": {"tag": "store"}, "at_least": 0.8}, values)
    assert dict(zip(found["subject"], found["verdict"], strict=True)) == {"site shop_1": "met", "site shop_2": "failed"}
    found = verdict(file, {"sites": "shop_1", "products": ["tea", "juice"], "at_least": 0.1}, values)
    assert dict(zip(found["subject"], found["verdict"], strict=True)) == {
        "site shop_1, product tea": "met",
        "product juice": "undecided",
    }
    assert list(verdict(file, {"at_least": 0.6}, values)["subject"]) == ["network"]


def test_categories_are_not_the_whole(file: Path) -> None:
    values = pd.concat([rows([5.0] * 3, kpi="total_cost"), rows([2.0] * 3, kpi="total_cost", category="holding")])
    for category, estimate in ((None, 5.0), ("holding", 2.0)):
        expectation = {"kpi": "total_cost", "at_most": 9} | ({"category": category} if category else {})
        assert list(verdict(file, expectation, values)["estimate"]) == [estimate]


@pytest.mark.slow
def test_met_is_wrong_as_rarely_as_promised(file: Path) -> None:
    # The true mean is a hair below the limit: "met" is wrong, and may come out in 5 % of experiments at most.
    generator = np.random.Generator(np.random.PCG64(4))
    from scipy.special import ndtri

    draws = ndtri(generator.random((2000, 10)))
    from sim.experiment.expectations import _mean_bounds

    wrong = np.mean([bounds[0] >= 0 for row in draws if (bounds := _mean_bounds(row, 0.95, is_random=True))])
    assert 0.04 <= wrong <= 0.06


def test_a_run_its_table_and_its_folder_hold_the_verdicts(tmp_path: Path) -> None:
    text = CHAINED + "  hopeless: {extends: more, expect: {fill_rate: {at_most: 50 %}, turns: {at_most: 1}}}\n"
    file = written(tmp_path, text)
    result = sim.run(file, variant="hopeless", replications=5, out=tmp_path / "out", figures=False)
    verdicts = dict(zip(result.check()["expectation"], result.check()["verdict"], strict=True))
    assert verdicts == {"cost_rate": "met", "fill_rate": "failed", "turns": "failed"}
    again = sim.Result.read(tmp_path / "out")
    pd.testing.assert_frame_equal(again.expectations, result.expectations)
    assert len(result.manifest["expectations"]) == 3  # type: ignore[arg-type]
    assert "Expectations: 1 met, 2 failed." in repr(again)
    again.save(tmp_path / "copy")
    pd.testing.assert_frame_equal(sim.Result.read(tmp_path / "copy").check(), result.expectations)


def test_the_order_of_expectations_and_workers_changes_nothing(tmp_path: Path) -> None:
    file = written(tmp_path)
    frames = [sim.run(file, replications=4, workers=workers).expectations for workers in (1, 2)]
    pd.testing.assert_frame_equal(*frames)
    assert list(frames[0]["subject"]) == ["network, category holding", "site shop_1", "site shop_2", "site shop_3"]
