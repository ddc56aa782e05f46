"""What the page says of a variant first, and what it says where nothing is random."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import sim
from sim.report import page
from sim.report.page import summary
from sim.results.comparison import Comparison
from sim.results.run import GRAIN
from tests.chains import CLOCKWORK, written
from tests.comparisons import compared
from tests.report.documents import Document


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    path = written(tmp_path_factory.mktemp("shop"))
    return compared({label: sim.run(path, variant=name, replications=2).run for label, name in PAIR.items()})


PAIR = {"base": None, "busy": "busy"}


def test_a_variant_is_told_in_a_sentence_first(comparison: Comparison) -> None:
    frame = comparison.differences.copy()
    whole = frame[list(GRAIN)].isna().all(axis="columns")
    for kpi, before, after, verdict in (
        ("fill_rate", 0.99, 0.91, "worse"),
        ("operating_profit", 2000.0, 1500.0, "worse"),
        ("total_cost", 900.0, 800.0, "better"),
        ("revenue", 3000.0, 2400.0, "worse"),
    ):
        row = whole & (frame["kpi"] == kpi)
        values = [before, after, after - before, 0.001 if kpi == "fill_rate" else 1.0, verdict]
        frame.loc[row, ["baseline", "mean", "difference", "half_width", "verdict"]] = values
    told = summary.of_comparison(replace(comparison, differences=frame))[1].sentences[0]
    assert told == (
        "Customers got 91.00% of what they ordered at once (base: 99.00%). "
        "Operating profit was 1,500.0 EUR (base: 2,000.0 EUR; \N{MINUS SIGN}25.0%). "
        "Lower costs are no gain here: they fell by 100.0 EUR, revenue by 600.0 EUR."
    )
    row = whole & (frame["kpi"] == "fill_rate")
    frame.loc[row, ["mean", "difference", "half_width", "verdict"]] = [0.99, 0.0, 0.0, "cannot distinguish"]
    frame.loc[whole & (frame["kpi"] == "operating_profit"), "verdict"] = "cannot distinguish"
    told = summary.of_comparison(replace(comparison, differences=frame))[1].sentences[0]
    assert told.startswith("Customers got 99% of what they ordered at once, as in base. Operating profit")
    assert told.endswith("which luck alone could have made).")  # and no word of costs


def test_where_nothing_is_random_no_interval_is_spoken_of(tmp_path: Path) -> None:
    result = sim.compare(written(tmp_path, CLOCKWORK.replace("rate: 20", "quantity: 12")))
    text = page.comparison(result.comparison)
    assert Document(text).faults == []
    assert "nothing is random, so every difference is exact" in text
    assert "confidence of" not in text
    assert "in the first replication (" not in text
    heads = [cell.text for cell in Document(text).all("th") if cell.attributes["scope"] == "col"]
    assert heads[:5] == ["Figure", "Verdict", "Difference", "Baseline", "busy"]
    assert not {"p", "±", "n"} & set(heads)
