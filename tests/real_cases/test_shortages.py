"""The cases of real disruptions: each reads without a warning, runs, and gives the figures of the page about them."""

from __future__ import annotations

import re

import pytest

import sim
from tests.real_cases.shortages import CASES, FOLDER, PAGE, shown, year

FILES = [FOLDER / f"{name}.yaml" for name in sorted(CASES)]
VARIANTS = [
    pytest.param(file, variant, id=f"{file.stem}-{variant}")
    for file in FILES
    for variant in [None, *sorted(sim.load(file).scenario.variants)]
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
class TestEachCase:
    def test_nothing_in_it_is_wrong_or_looks_wrong(self, file):
        assert sim.check(file) == ()

    def test_it_says_what_is_a_fact_and_what_is_assumed(self, file):
        text = file.read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema=../schema.json\n")
        assert "# Facts" in text
        assert re.search(r"#   \[1\] \w", text), "no source"
        assert re.search(r"# (?:.* )?assumption\b", text, re.IGNORECASE)
        scenario = sim.load(file).scenario
        assert (scenario.name, bool(scenario.description)) == (file.stem, True)
        assert scenario.active, "the case itself is what is in the file; calm is a variant"


@pytest.mark.parametrize(("file", "variant"), VARIANTS)
def test_it_runs_and_its_books_balance(file, variant):
    result = sim.run(file, variant=variant, replications=1)
    assert result.run.finished == 1
    assert result.run.goods == 0
    assert result.run.money == pytest.approx(0, abs=1e-4 * max(1.0, abs(result.kpi("total_cost")) * 1e-9))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(CASES))
def test_the_tables_of_the_page_are_what_comes_out(name):
    page = PAGE.read_text(encoding="utf-8")
    for table, text in CASES[name]().items():
        assert shown(page, table) == text, "run python -m tests.real_cases.shortages"


class TestByHand:
    def test_four_hours_of_valves_last_until_monday_noon(self):
        """3,500 valves before the line and 875 on the way are 5 hours of work: a stop from Monday 11 to Thursday 6.

        These are 11 + 16 + 16 = 43 hours of two shifts, or 37,625 cars, but for at most four jobs of 175 on the line.
        """
        missing = _made("no_fire") - _made(None)
        assert 37625 - 4 * 175 <= missing <= 37625

    def test_three_days_of_valves_last_until_help_comes(self):
        assert _made("days_3") == _made("no_fire")

    def test_who_asks_first_is_served_whoever_it_is(self):
        as_it_was, exchanged = year("philips_fire"), year("philips_fire", "ericsson_first")
        for found, first, last in ((as_it_was, "nokia", "ericsson"), (exchanged, "ericsson", "nokia")):
            assert found.lost[:, found.of(first)].sum() == 0
            assert found.lost[:, found.of(last)].sum(axis=(1, 2)).min() > 50 * 20000 * 0.9


def _made(variant):
    found = year("aisin_fire", variant)
    return found.on_hand[0, :, -1].sum() + found.shipped.sum()
