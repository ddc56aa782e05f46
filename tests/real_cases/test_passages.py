"""Cases of canals, ports, floods, depots and textbooks: they read without a warning and show what the page says."""

from __future__ import annotations

import math
import re
from itertools import groupby
from pathlib import Path

import pytest

import sim
from tests.real_cases.measured import SCENARIOS, Replication
from tests.real_cases.passages import FIGURES, Figure

DOCS = Path(__file__).parents[2] / "docs"
CASES = sorted({figure.case for figure in FIGURES} - {"jit_or_buffer"})
FEW = 2
"""Replications that are run here; the page has twenty or forty."""
SIGMAS = 5.0
_VALUE = re.compile(r"(-?[\d,.]+)(?: ± ([\d,.]+))?\Z")


def cells(line: str) -> list[str]:
    """The cells of a row of a table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def shown(text: str) -> dict[tuple[str, str, str], str]:
    """What the tables of a page show: by case, words and variant.

    A section links to its case below its heading. A column is headed by its variant, in backticks, or ``ours``: the
    scenario as it stands.
    """
    found: dict[tuple[str, str, str], str] = {}
    case, columns = "", []
    for line in text.splitlines():
        if line.startswith("[scenarios/"):
            case, columns = line.partition("]")[0].rpartition("/")[2].removesuffix(".yaml"), []
        elif not line.startswith("|"):
            columns = []
        elif not columns:
            columns = ["base" if head == "ours" else head.strip("`") for head in cells(line)]
        else:
            first, *others = cells(line)
            found.update({(case, first, name): cell for name, cell in zip(columns[1:], others, strict=True)})
    return found


PAGE = {
    key: cell
    for key, cell in shown((DOCS / "cases.md").read_text(encoding="utf-8")).items()
    if key[0] in {figure.case for figure in FIGURES}
}


def test_there_are_eight_of_them():
    assert CASES == [
        "closed_centre", "kfc", "los_angeles", "red_sea", "second_source", "suez_canal", "tariff", "thailand_floods",
    ]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
class TestEachCase:
    def test_it_names_its_schema_first_and_is_called_as_it_is_named(self, case):
        file = SCENARIOS / "cases" / f"{case}.yaml"
        assert file.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=../schema.json\n")
        assert sim.load(file).scenario.name == case
        assert sim.load(file).scenario.description

    def test_nothing_in_it_is_wrong_or_looks_wrong(self, case):
        assert sim.check(SCENARIOS / "cases" / f"{case}.yaml") == ()

    def test_facts_have_sources_and_the_rest_is_an_assumption(self, case):
        text = (SCENARIOS / "cases" / f"{case}.yaml").read_text(encoding="utf-8")
        assert "assumption" in text
        assert "From the textbook" in text or ("# Facts" in text and "  [1] " in text and "# assumption\n" in text)

    def test_each_variant_is_on_the_page_or_only_repeats_it_in_calm(self, case):
        variants = {"base", *sim.load(SCENARIOS / "cases" / f"{case}.yaml").scenario.variants}
        assert variants == {variant for of, _, variant in PAGE if of == case and variant in variants}


def near(figure: Figure) -> None:
    """Whether a few replications give about what the page shows."""
    cell = PAGE[figure.case, figure.words, figure.variant or "base"]
    found = _VALUE.match(cell)
    assert found is not None, cell
    mean, half_width = (float((part or "0").replace(",", "")) for part in found.groups())
    count = sim.load(next(SCENARIOS.rglob(f"{figure.case}.yaml"))).scenario.replications or 1
    values = [figure.value(Replication.of(figure.case, figure.variant, number)) for number in range(FEW)]
    # The page's interval tells how far apart replications are; these are among those of the page.
    deviation = half_width * math.sqrt(count) / 2.0
    slack = SIGMAS * deviation * math.sqrt(1.0 / FEW - 1.0 / count) + SIGMAS * 0.1**figure.digits
    assert sum(values) / FEW == pytest.approx(mean, abs=slack), (figure.key, values, cell)


@pytest.mark.parametrize("case", sorted({figure.case for figure in FIGURES}))
def test_figures_of_the_page_are_what_it_runs(case):
    # Each replication proves its books, or it would not be there.
    of_case = sorted((of for of in FIGURES if of.case == case), key=lambda figure: figure.variant or "")
    for _, figures in groupby(of_case, key=lambda figure: figure.variant):
        for figure in figures:
            near(figure)


def test_all_measured_figures_of_the_page_are_checked():
    known = {(figure.case, figure.words, figure.variant or "base") for figure in FIGURES}
    unknown = {key for key, cell in PAGE.items() if _VALUE.match(cell) and key[2] not in {"observed", "by hand"}}
    assert unknown <= known


class TestHandWorked:
    def test_sixty_days_without_a_centre_cost_its_shops_sixty_days_less_what_they_have(self):
        # Four shops of twelve sell nothing from the day on which their stock of three days is gone until the day after
        # the centre opens and a day of travel: 57 to 58 days of 224 that are measured.
        lost = float(Replication.of("closed_centre", None, 0).kpis["lost_share"])
        assert (60 - 4) / 224 / 3 < lost < (60 - 1) / 224 / 3

    def test_what_is_bought_ahead_is_missing_later(self):
        # A third of 122 days in 91: 100 x (1 + 0.33 x 122 / 91) = 144.2 a day, then 67.
        by_words = {of.words: of.value(Replication.of("tariff", None, 0)) for of in FIGURES if of.case == "tariff"}
        assert by_words["bicycles asked for a day, April to June"] == pytest.approx(144.2, abs=7)
        assert by_words["bicycles asked for a day, July to October"] == pytest.approx(67, abs=4)

    def test_a_longer_blockage_is_worse_and_the_cape_pays_only_then(self):
        def served(variant: str | None) -> float:
            return float(Replication.of("suez_canal", variant, 0).kpis["fill_rate"])

        assert served("round_the_cape") < served(None) < served("open_canal")
        assert served("three_weeks") < served("three_weeks_round_the_cape")
