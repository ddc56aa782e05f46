from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from sim.errors import UsageError
from sim.report import page
from sim.report.page import exposure, outages
from sim.results.provenance import Provenance
from tests.chains import SHOP
from tests.report.documents import HOSTILE, Document
from tests.stressed import DAYS, renamed, stress

ORIGIN = Provenance(text=SHOP, command="headwater stress shop.yaml", description="Juice.", period=(0.0, float(DAYS)))
EVIL = {"grove": HOSTILE["shop"], "town": HOSTILE["item"], "plant->shop": HOSTILE["maker"], "shop": HOSTILE["people"]}


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("names", [{}, EVIL])
def test_page_is_sound_html_that_refers_to_nothing(count: int, names: dict[str, str]) -> None:
    text = page.stress(replace(renamed(stress(count), names), provenance=ORIGIN))
    found = Document(text)
    assert found.faults == []
    for landmark in ("main", "header", "footer", "nav", "h1"):
        assert len(found.all(landmark)) == 1, landmark
    levels = [int(element.name[1]) for element in found.elements if re.fullmatch("h[1-6]", element.name)]
    assert max(np.diff(levels)) <= 1
    assert all(cell.attributes.get("scope") in {"col", "row"} for cell in found.all("th"))
    assert all("caption" in table.children for table in found.all("table"))
    assert not found.all("script")
    assert not re.search(r"(src|href)=\"(?!data:|#)", text)
    for name in names.values():
        assert name in "".join(element.text for element in found.all("main"))
    columns = [cell for cell in found.all("th") if cell.attributes["scope"] == "col"]
    cells = [cell for cell in found.elements if cell.name in ("td", "th") and "tbody" in cell.within]
    assert len(cells) == 3 * len(columns) == 3 * (13 if count > 1 else 11)


def test_every_picture_says_what_it_shows() -> None:
    pictures = Document(page.stress(replace(stress(), provenance=ORIGIN))).pictures
    said = [each.attributes.get("aria-label") or each.attributes.get("alt", "") for each in pictures]
    assert len(said) == 3 + 3  # network, ranking, heat map; a recovery of each of three outages
    assert len(set(said)) == len(said)
    assert all(len(words) > 60 for words in said)
    assert "Highest risk exposure: grove 1.00" in said[0]
    assert "after 10 days for 10 days" in next(words for words in said if "while grove is out" in words)


def test_summary_is_computed_from_the_figures() -> None:
    found = stress()
    said = {paragraph.heading: " ".join(map(str, paragraph.sentences)) for paragraph in exposure.summary(found)}
    assert "Losing grove costs most: 385 ± 21 EUR of operating profit." in said[""]
    # An order statistic of 15, 16, 17, 18 and of 28: the second, less the start at 10.
    assert (
        "grove: 385 ± 21 EUR of profit; customers feel it after 6 days; service is back 18 days after its start."
        in (said["What hurts most"])
    )
    assert "plant (+4)" in said["What hurts most"]
    assert "plant->shop: 315" in said["What hurts most"]
    assert "service is not back before the run ends" in said["What hurts most"]
    assert "Of 3 places, 2 are felt by customers before they are back" in said["What is at risk"]
    assert "paired 95% interval" in said["How far to trust it"]
    once = {paragraph.heading: paragraph.sentences for paragraph in exposure.summary(stress(1))}
    assert "Nothing in the scenario is random" in once["How far to trust it"][-1]


def test_ranking_marks_what_is_at_risk() -> None:
    lines = exposure.lines(stress())
    assert [(line.rank, line.name, line.is_at_risk) for line in lines] == [
        ("1", "grove", True),
        ("2", "plant->shop", True),
        ("3", "depot", False),
    ]
    assert lines[1].recovers.startswith(">")
    assert lines[0].lasts == "10"
    tiles = {tile.kpi: tile.number for tile in exposure.tiles(stress())}
    assert tiles == {
        "Lost profit, worst outage": "385",
        "Places tested": "3",
        "Places at risk": "2",
        "Shortest time to survive": "1",
    }


def test_method_tells_what_is_needed_to_do_it_again() -> None:
    items = dict(pair for section in exposure.method(replace(stress(), provenance=ORIGIN)) for pair in section.items)
    assert items["6.1 Command"] == "headwater stress shop.yaml"
    assert items["1.1 Purpose"] == "Juice."
    assert "for 10 days and 14 days" in items["2.3 Scenarios"]
    assert "Seed 3" in items["5.2 Random sampling"]


def test_every_replication_has_its_line_with_and_without() -> None:
    gallery = outages.galleries(stress())[-1]
    assert gallery.key == "recovery"
    assert [str(figure.picture).count('class="thin"') for figure in gallery.figures] == [8, 8, 8]
    once = outages.galleries(stress(1))[-1]
    assert [str(figure.picture).count('class="line"') for figure in once.figures] == [2, 2, 2]


def test_without_outages_there_is_no_page() -> None:
    found = stress()
    with pytest.raises(UsageError, match="no outage has finished"):
        page.stress(replace(found, outages=found.outages.iloc[:0]))


def test_outages_that_change_nothing_are_said_to_do_so() -> None:
    found = stress()
    calm = found.outages.assign(lost_profit=0.0, depth=0.0, survived=True)
    said = {p.heading: p.sentences for p in exposure.summary(replace(found, outages=calm))}
    assert "No outage costs profit." in said[""]
    assert "3 outages change neither profit nor service" in said["What does not matter"][0]
