from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace

import pytest

from sim.report import tables
from sim.results import Failure, Identity
from tests.chains import IDENTITY, run

EXPECTED = """\
shop: 3 replications, seed 3, terminating, measured from day 1 to 4

KPI        unit   category  mean     ±  n
-----------------------------------------
fill_rate  share            0.60  0.25  3
cost       EUR    holding    100   248  3

± is the half-width of the 95% interval of the mean over n replications (Student t).
"""


def test_text_is_as_drawn() -> None:
    assert tables.text(run()) == f"{EXPECTED}Trial balance: goods 0, money 0. Digest {run().digest}\n"


@pytest.mark.parametrize(
    ("by", "kpis"),
    [
        ("network", ["fill_rate", "cost"]),
        ("site", ["stock"]),
        ("product", ["fill_rate"]),
        ("customer", ["fill_rate"]),
        ("lane", ["transit_time"]),
        ("all", ["fill_rate", "fill_rate", "cost", "fill_rate", "transit_time", "stock"]),
    ],
)
def test_each_grain_has_its_rows(by: tables.By, kpis: list[str]) -> None:
    assert tables.rows(run().kpis, by)["kpi"].tolist() == kpis


def test_every_grain_is_tested() -> None:
    assert set(tables.GRAINS) == {"network", "site", "product", "customer", "lane", "resource", "all"}


def test_table_csv_and_json_agree() -> None:
    found = run()
    document = tables.document(found)
    lines = list(csv.DictReader(io.StringIO(tables.csv(found))))
    shown = tables.text(found, "all").splitlines()[4:-3]
    assert len(document["kpis"]) == len(lines) == len(shown) == len(found.kpis)
    for entry, line, text in zip(document["kpis"], lines, shown, strict=True):
        assert entry["kpi"] == line["kpi"] == text.split()[0]
        assert entry["unit"] == line["unit"]
        assert entry["grain"] == {name: line[name] for name in line if name in entry["grain"]}
        assert all(
            not line[name]
            for name in ("site", "product", "customer", "lane", "resource", "category")
            if name not in entry["grain"]
        )
        assert entry["n"] == int(line["n"]) == int(text.split()[-1])
        for number in ("mean", "half_width"):
            assert entry[number] == (float(line[number]) if line[number] else None)
        digits = tables.number_text(
            math.nan if entry["mean"] is None else entry["mean"],
            math.nan if entry["half_width"] is None else entry["half_width"],
        )
        assert digits in text.split()


def test_document_is_strict_json_of_the_published_shape() -> None:
    document = json.loads(json.dumps(tables.document(run()), allow_nan=False))
    assert list(document) == [
        *(
            "scenario",
            "variant",
            "fingerprint",
            "seed",
            "replications",
            "kind",
            "period",
            "kpis",
            "trial_balance",
            "digest",
        )
    ]
    assert document["period"] == [1.0, 4.0]
    assert document["trial_balance"] == {"goods": 0, "money": 0}
    assert [list(entry) for entry in document["kpis"]] == [["kpi", "unit", "grain", "mean", "half_width", "n"]] * 6
    assert [entry["grain"] for entry in document["kpis"]][1:4] == [
        {"site": "shop", "product": "item"},
        {"category": "holding"},
        {"product": "item", "customer": "people"},
    ]
    assert document["kpis"][4]["mean"] is None


def test_one_replication_has_no_half_width() -> None:
    assert {entry["half_width"] for entry in tables.document(run(1))["kpis"]} == {None}
    assert "One replication tells nothing about its own spread" in tables.text(run(1))


def test_a_deterministic_run_says_so_and_shows_no_interval() -> None:
    shown = tables.text(run(1, is_random=False))
    assert "Nothing in this scenario is random" in shown
    assert "±" not in shown
    assert shown.splitlines()[0] == "shop: 1 replication, seed 3, terminating, measured from day 1 to 4"


def test_what_went_wrong_is_said() -> None:
    found = replace(run(), asked=5, status="interrupted", failures=(Failure(3, "it broke"),))
    shown = tables.text(found)
    assert "3 of 5 replications" in shown.splitlines()[0]
    assert "Interrupted: 3 of 5 replications had finished." in shown
    assert "Replication 3 failed: it broke" in shown


def test_what_rounding_left_is_not_shown() -> None:
    found = run()
    kpis = found.kpis.assign(mean=0.1, half_width=1e-17)
    assert tables.text(replace(found, kpis=kpis)).splitlines()[4].split() == ["fill_rate", "share", "0.1", "0", "3"]


def test_a_grain_without_rows_says_so() -> None:
    found = run()
    assert "no KPI by site" in tables.text(replace(found, kpis=found.kpis.iloc[:1]), "site")


def test_html_holds_the_same_cells_and_no_code_of_a_stranger() -> None:
    evil = Identity("<script>alert(1)</script>", "a&b", IDENTITY.fingerprint, 3, "0.1.0")
    page = tables.html(run(identity=evil), "all")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "a&amp;b" in page
    assert page.count("<tr>") == len(run().kpis) + 1


@pytest.mark.parametrize(
    ("value", "uncertainty", "text"),
    [
        (190.6523, 0.4211, "190.65"),
        (190.6523, 12.3, "191"),
        (1234567.8, 2345.0, "1,234,568"),
        (0.9938123, 0.00021, "0.99381"),
        (0.5, 0.0, "0.5"),
        (-0.25, math.nan, "-0.25"),
        (1234.5, math.nan, "1,234.5"),
        (0.0, math.nan, "0"),
        (1e-9, math.nan, "0.000000001"),
        (math.nan, 1.0, "-"),
        (math.inf, 1.0, "-"),
        (12.0, math.nan, "12"),
    ],
)
def test_numbers_show_what_is_known(value: float, uncertainty: float, text: str) -> None:
    assert tables.number_text(value, uncertainty) == text
