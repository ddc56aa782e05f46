"""The page that shows the comparisons."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracles import table
from tests.oracles.catalogue import CASES, LEFT_OUT
from tests.oracles.comparisons import Comparison, seed
from tests.oracles.figures import Figure
from tests.oracles.references import references

PAGE = Path(__file__).parents[2] / "docs" / "oracles.md"


def perfect(case, _share, _workers=1):
    found = references(case.file)
    return tuple(
        Comparison(measure.reference, found[measure.reference], Figure(found[measure.reference].value, 0.012345), 0.5)
        for measure in case.measures
    )


@pytest.fixture
def page(monkeypatch):
    monkeypatch.setattr(table, "compare", perfect)
    return table.table(0.25)


def test_page_says_at_which_length_it_was_made(page):
    assert "Made at 25 % of the full length of run." in page


def test_page_counts_what_fails(page):
    # Of figures that are half a tolerance away only the approximation, which must be missed, fails.
    assert "1 outside" in page
    assert "The largest deviation is 0.50 tolerances." in page


def test_page_shows_figures_with_their_intervals(page):
    assert "|  | avg_on_hand | 3.32247 | 3.32247 ± 0.012 | 0.50 | 25 of 100 times 1000 days | 944315967 |" in page
    assert "| 52 periods | 52 periods ± 0.012 | 0.50 |" in page
    assert "each_base_backorders_METRIC_approximation (approximation)" in page


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_page_of_the_documentation_has_every_figure(case):
    text = PAGE.read_text(encoding="utf-8")
    section = text[text.index(f"## {case.file}\n") :].split("\n## ")[0].splitlines()
    for measure in case.measures:
        start = f"| {case.variant or ''} | {measure.reference}"
        rows = [line for line in section if line.startswith((f"{start} |", f"{start} (", f"{start} ["))]
        assert len(rows) == 1, f"{PAGE.name} is out of date: {start}; write it anew with 'make generate'"
        assert rows[0].endswith(f"| {seed(case.name)} |")


def test_page_of_the_documentation_shows_no_failure_and_every_omission():
    text = PAGE.read_text(encoding="utf-8")
    assert " 0 outside" in text
    for case, reasons in LEFT_OUT.items():
        for name, reason in reasons.items():
            assert f"| {case} | {name} | {reason} |" in text
