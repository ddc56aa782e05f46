from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from sim.errors import UsageError
from sim.experiment.differences import differences
from sim.report import comparisons
from sim.results import Comparison, Failure, Identity, Run
from tests.chains import IDENTITY
from tests.experiment.test_differences import COST, DEMAND, FILL, PART, SHOP, of

BASE = {FILL: [0.9, 0.8, 0.7, 0.8], COST: [100.0, 110.0, 120.0, 115.0], DEMAND: [5.0, 6.0, 7.0, 6.0],
        PART: [0.0, 0.0, 0.0, 0.0], SHOP: [0.5, 0.5, 0.6, 0.4]}  # fmt: skip
LEAN = {FILL: [0.9, 0.8, 0.7, 0.8], COST: [90.0, 99.5, 110.0, 105.0], DEMAND: [5.0, 6.0, 7.0, 6.0],
        PART: [0.0, 0.0, 0.0, 0.0], SHOP: [0.5, 0.6, 0.6, 0.5]}  # fmt: skip

EXPECTED = """\
shop: lean against base: 4 replications each on the same luck, seed 3, measured from day 1 to 4

lean: better: total_cost

KPI         unit  variant    mean  difference     ±  verdict    correlation  n
------------------------------------------------------------------------------
fill_rate   unit  base        0.8
                  lean        0.8           0     0  identical         1.00  4
total_cost  unit  base     111.25
                  lean     101.12      -10.12  0.40  better            1.00  4

± is the half-width of the 95 % interval of the difference over n pairs of replications (Student t).
Verdicts are adjusted for the number of comparisons (Holm): an interval without 0 does not make one yet.
correlation is what the same luck achieved: the nearer to 1, the narrower the interval.
KPIs that are 0 or undefined in all of them are left out.
"""


def comparison(**runs: Run) -> Comparison:
    found = {"base": of(BASE), **(runs or {"lean": of(LEAN)})}
    for label, run in found.items():  # other digests than the baseline's
        if label not in {"base", "same"}:
            found[label] = replace(run, digests={number: f"{label}{number}" for number in run.digests})
    lines = {label: ("sites.shop: smaller",) for label in found if label != "base"}
    return Comparison("shop", "base", found, differences(found, "base"), lines)


def test_text_is_as_drawn() -> None:
    assert comparisons.text(comparison()) == EXPECTED


@pytest.mark.parametrize(
    ("by", "kpis", "expected"),
    [
        ("headlines", (), ["fill_rate", "total_cost"]),
        ("headlines", ("demand",), ["demand"]),
        ("headlines", ("total_cost", "utilisation"), ["total_cost", "total_cost"]),
        ("network", (), ["fill_rate", "total_cost", "demand", "total_cost"]),
        ("site", (), ["fill_rate"]),
        ("all", ("fill_rate",), ["fill_rate", "fill_rate"]),
    ],
)
def test_rows(by: comparisons.By, kpis: tuple[str, ...], expected: list[str]) -> None:
    assert comparisons.chosen(comparison(), by, kpis)["kpi"].tolist() == expected


def test_rows_of_nothing() -> None:
    with pytest.raises(UsageError, match="no rows by 'shop'"):
        comparisons.chosen(comparison(), "shop")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="no KPI 'fillrate'; did you mean 'fill_rate'"):
        comparisons.chosen(comparison(), "all", ["fillrate"])
    assert "no KPI to compare" in comparisons.text(comparison(), "lane")


def test_what_is_0_throughout_is_left_out() -> None:
    assert "holding" not in comparisons.text(comparison(), "network")
    some = {**LEAN, PART: [0.0, 0.0, 1.0, 0.0]}
    assert "holding" in comparisons.text(comparison(same=of(BASE), lean=of(some)), "network")


def test_json_and_csv_agree() -> None:
    found = comparison()
    document = json.loads(json.dumps(comparisons.document(found), allow_nan=False))
    lines = list(csv.DictReader(io.StringIO(comparisons.csv(found))))
    assert len(document["differences"]) == len(lines) == len(found.differences)
    for entry, line in zip(document["differences"], lines, strict=True):
        assert entry["verdict"] == line["verdict"]
        assert entry["p_value"] == (float(line["p_value"]) if line["p_value"] else None)
    assert document["variants"]["lean"]["changes"] == ["sites.shop: smaller"]


def test_what_must_be_known_beside_the_numbers() -> None:
    broken = replace(of(LEAN), failures=(Failure(2, "the lights went out"),), goods=3)
    found = replace(comparison(same=of(BASE), lean=broken), asked=("base", "same", "lean", "never"))
    text = comparisons.text(found)
    assert "same: identical to base, to the last posting" in text
    assert "lean: replication 2 failed: the lights went out" in text
    assert "lean: trial balance: goods 3, money 0" in text
    assert "Interrupted: replications that had finished: base 4, same 4, lean 4, never 0." in text
    nothing = Comparison("shop", "base", {}, differences({}, "base"), {}, asked=("base", "lean"))
    assert "base against nothing yet" in comparisons.text(nothing)


def test_lower_costs_of_who_sells_less_are_no_gain() -> None:
    profit = ("operating_profit", *COST[1:])
    fire = {COST: LEAN[COST], profit: [40.0, 31.0, 20.0, 26.0]}
    found = {"base": of({COST: BASE[COST], profit: [50.0, 40.0, 30.0, 35.0]}), "fire": of(fire)}
    found["fire"] = replace(found["fire"], digests={number: f"f{number}" for number in range(4)})
    compared = Comparison("shop", "base", found, differences(found, "base"), {"fire": ()})
    assert "fire: better: total_cost; worse: operating_profit; lower costs are no gain here, profit fell too" in (
        comparisons.text(compared)
    )


def test_exact_differences_have_no_interval() -> None:
    runs = {
        "base": of({COST: [7.0], FILL: [1.0]}, is_random=False),
        "b": of({COST: [6.0], FILL: [1.0]}, is_random=False),
    }
    text = comparisons.text(Comparison("shop", "base", runs, differences(runs, "base"), {}))
    assert "±" not in text
    assert "correlation" not in text
    assert "every difference is exact" in text


def test_names_are_shown_as_they_are_in_a_notebook() -> None:
    evil = replace(of(LEAN), identity=Identity("<script>", None, "f" * 32, 3, "0.1.0"))
    found = replace(comparison(lean=evil), scenario="<script>")
    assert "<script>" not in comparisons.html(found)
    assert "&lt;script&gt;" in comparisons.html(found)
    assert IDENTITY.scenario not in comparisons.html(found)
