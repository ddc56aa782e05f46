from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.experiment.differences import differences, pairing
from sim.experiment.pairs import holm
from sim.results.comparison import NUMBERS, families
from sim.results.run import KEYS, Run
from tests.chains import run

NAN = float("nan")
Row = tuple[str, str | None, str | None]
FILL: Row = ("fill_rate", None, None)
COST: Row = ("total_cost", None, None)
PART: Row = ("total_cost", None, "holding")
SHOP: Row = ("fill_rate", "shop", None)
DEMAND: Row = ("demand", None, None)


def of(values: dict[Row, list[float]], *, is_random: bool = True) -> Run:
    """A run with these values, one for each replication."""
    count = len(next(iter(values.values())))
    measured = pd.DataFrame(
        [
            (number, kpi, "unit", site, None, None, None, None, category, row[number])
            for number in range(count)
            for (kpi, site, category), row in values.items()
        ],
        columns=["replication", *KEYS, "value"],
    ).astype(dict.fromkeys(KEYS, "category"))
    digests = {number: f"{number:032x}" for number in range(count)}
    return replace(run(), measurements=measured, digests=digests, is_random=is_random)


def row(found: pd.DataFrame, key: Row, variant: str = "other") -> dict[str, object]:
    kpi, site, category = key
    chosen = found[(found["kpi"] == kpi) & (found["variant"] == variant)]
    chosen = chosen[chosen["site"].isna() if site is None else chosen["site"] == site]
    chosen = chosen[chosen["category"].isna() if category is None else chosen["category"] == category]
    (record,) = chosen.to_dict("records")
    return record


def test_by_hand() -> None:
    found = differences({"base": of({FILL: [0.9, 0.8, 0.7]}), "other": of({FILL: [0.91, 0.82, 0.73]})}, "base")
    assert list(found.columns) == [*KEYS, *NUMBERS]
    only = row(found, FILL)
    assert only["n"] == 3
    assert only["baseline"] == pytest.approx(0.8)
    assert only["mean"] == pytest.approx(0.82)
    assert only["difference"] == pytest.approx(0.02)
    assert only["p_value"] == pytest.approx(stats.ttest_1samp([0.01, 0.02, 0.03], 0.0).pvalue)
    assert only["adjusted"] == only["p_value"]
    assert only["correlation"] == pytest.approx(1.0)


def test_the_direction_of_the_kpi_makes_the_verdict() -> None:
    level = [10.0, 11.0, 12.0, 13.0]
    more = [value + 5.0 + 0.01 * number for number, value in enumerate(level)]
    found = differences(
        {key: of(dict.fromkeys((FILL, COST, DEMAND), values)) for key, values in (("base", level), ("other", more))},
        "base",
    )
    assert [row(found, key)["verdict"] for key in (FILL, COST, DEMAND)] == ["better", "worse", "differs"]


def test_noise_is_no_verdict() -> None:
    noisy = of({COST: [9.0, 12.0, 11.0, 14.0]})
    found = differences({"base": of({COST: [10.0, 11.0, 12.0, 13.0]}), "other": noisy}, "base")
    assert row(found, COST)["verdict"] == "cannot distinguish"


def test_one_lucky_row_among_many_is_no_verdict_either() -> None:
    """Its interval is without 0, alone; beside nine more it proves nothing."""
    base = of({COST: [0.0, 0.0, 0.0, 0.0, 0.0]})
    lucky = of({COST: [1.0, 2.0, 3.0, 2.0, 0.2]})
    alone = row(differences({"base": base, "other": lucky}, "base"), COST)
    noise = {f"noise_{number}": of({COST: [1.0, -1.0, 1.0, -1.0, 0.1 * number]}) for number in range(9)}
    among = row(differences({"base": base, "other": lucky, **noise}, "base"), COST)
    assert alone["verdict"] == "worse"
    assert among["verdict"] == "cannot distinguish"
    assert among["p_value"] == alone["p_value"]
    assert among["adjusted"] == pytest.approx(10 * alone["p_value"])
    assert among["half_width"] == alone["half_width"]


def test_families_are_the_headlines_and_the_kinds_of_things() -> None:
    values = {FILL: [1.0, 2.0, 4.0], COST: [3.0, 4.0, 5.0], PART: [1.0, 1.5, 1.0], SHOP: [1.0, 2.0, 3.0]}
    other = {key: [value + 0.1 * number + 0.1 for number, value in enumerate(row)] for key, row in values.items()}
    found = differences({"base": of(values), "other": of(other), "third": of(values)}, "base")
    assert families(found).tolist() == ["headlines"] * 4 + ["network"] * 2 + ["site"] * 2
    for name in ("headlines", "network", "site"):
        family = found[families(found) == name]
        assert family["adjusted"].tolist() == holm(family["p_value"].to_numpy()).tolist()


def test_without_luck_differences_are_exact() -> None:
    plain = {
        "base": of({FILL: [0.5], COST: [7.0]}, is_random=False),
        "other": of({FILL: [0.5], COST: [6.0]}, is_random=False),
    }
    found = differences(plain, "base")
    assert row(found, COST)["verdict"] == "better"
    assert row(found, COST)["n"] == 1
    assert row(found, FILL)["verdict"] == "cannot distinguish"
    assert found[["half_width", "p_value", "adjusted", "correlation"]].isna().all(axis=None)


def test_one_replication_of_what_is_random_distinguishes_nothing() -> None:
    found = differences({"base": of({COST: [7.0]}), "other": of({COST: [1.0]})}, "base")
    assert row(found, COST)["verdict"] == "cannot distinguish"


def test_what_is_not_random_is_the_same_in_every_replication() -> None:
    level = [7.0, 8.0, 9.0, 8.5]
    found = row(differences({"base": of({COST: level}), "other": of({COST: [5.0]}, is_random=False)}, "base"), COST)
    assert found["n"] == 4
    assert found["difference"] == pytest.approx(5.0 - np.mean(level))
    assert found["p_value"] == pytest.approx(stats.ttest_1samp(level, 5.0).pvalue)


def test_gaps_and_rows_that_only_one_has() -> None:
    base = of({FILL: [0.5, NAN, 0.7, 0.6], COST: [1.0, 2.0, 3.0, 4.0]})
    other = of({FILL: [0.4, 0.1, NAN, 0.5], SHOP: [0.2, 0.4, 0.2, 0.4]})
    found = differences({"base": base, "other": other}, "base")
    pairs, gone, new = (row(found, key) for key in (FILL, COST, SHOP))
    assert pairs["n"] == 2
    assert pairs["mean"] - pairs["baseline"] == pytest.approx(pairs["difference"])
    assert (gone["n"], gone["baseline"], gone["verdict"]) == (0, 2.5, "cannot distinguish")
    assert np.isnan(gone["mean"])
    assert np.isnan(new["baseline"])
    assert new["mean"] == pytest.approx(0.3)


def test_replications_are_paired_by_number() -> None:
    """One failed in each; the pairs are those that both have."""
    base = of({COST: [1.0, 2.0, 3.0, 4.0]})
    broken = replace(
        base, measurements=base.measurements[base.measurements["replication"] != 1], digests={0: "a", 2: "c", 3: "d"}
    )
    found = row(differences({"base": base, "other": broken}, "base"), COST)
    assert (found["n"], found["difference"], found["p_value"]) == (3, 0.0, 1.0)


def test_infinite_values_are_undefined() -> None:
    found = differences({"base": of({COST: [1.0, np.inf, 3.0]}), "other": of({COST: [2.0, 2.0, 5.0]})}, "base")
    assert row(found, COST)["n"] == 2


def test_nothing_to_compare_has_the_columns_all_the_same() -> None:
    for runs in ({}, {"base": of({COST: [1.0]})}, {"other": of({COST: [1.0]})}):
        found = differences(runs, "base")
        assert list(found.columns) == [*KEYS, *NUMBERS]
        assert found.empty
        assert pairing(runs, "base").empty


def test_pairing_by_hand() -> None:
    # variances 1 and 4, that of the differences 1
    found = pairing({"base": of({COST: [1.0, 2.0, 3.0]}), "other": of({COST: [2.0, 4.0, 6.0]})}, "base")
    assert found["variance_reduction"].tolist() == [pytest.approx(5.0)]
    assert found["variant"].tolist() == ["other"]
