"""The page of a comparison, from Python and from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim import cli
from sim.errors import ResultsError, UsageError
from tests.chains import CLOCKWORK, written
from tests.report.documents import Document

STRUCK = CLOCKWORK.replace(
    "variants:",
    """\
disruptions:
  flood: {where: maker, when: {kind: window, starts: day 31, lasts: 8 days}, what: {kind: closure}}
variants:
  flood: {disruptions: [flood]}""",
).replace("demand.rate: 20", "demand.quantity: 12")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("shop")
    sim.compare(written(place, STRUCK), out=place / "out")
    return place / "out"


def headwater(*words: str) -> object:
    """The command line in this process: its exit code."""
    with pytest.raises(SystemExit) as end:
        cli.main(list(words))
    return end.value.code


def test_a_comparison_with_a_folder_leaves_its_page_there(folder: Path) -> None:
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert Document(text).faults == []
    assert "flood (in flood): in force from day 31 to 38 (day 1 is the first)." in text
    assert text == sim.ComparisonResult.read(folder).page()


def test_no_page_where_none_is_wanted(tmp_path: Path) -> None:
    sim.compare(written(tmp_path, STRUCK), out=tmp_path / "out", page=False)
    assert not (tmp_path / "out" / "report.html").exists()


def test_the_page_can_be_kept_elsewhere(folder: Path, tmp_path: Path) -> None:
    result = sim.ComparisonResult.read(folder)
    result.save_page(tmp_path / "board.html", colour="stock_value")
    text = (tmp_path / "board.html").read_text(encoding="utf-8")
    assert text == result.page(colour="stock_value")
    assert "Stock value by site" in text
    with pytest.raises(UsageError, match="it is a folder"):
        result.save_page(tmp_path)
    with pytest.raises(UsageError, match="cannot be coloured by 'stock_valu'; did you mean 'stock_value'"):
        result.save_page(tmp_path / "other.html", colour="stock_valu")
    with pytest.raises(ResultsError):
        result.save_page(tmp_path / "board.html" / "below.html")
    assert not (tmp_path / "other.html").exists()


def test_report_writes_the_page_again(folder: Path, tmp_path: Path) -> None:
    page = folder / "report.html"
    before = page.read_bytes()
    page.unlink()
    assert headwater("report", str(folder)) == 0
    assert page.read_bytes() == before
    elsewhere = tmp_path / "board.html"
    options = ["--page-file", str(elsewhere), "--colour", "stock_value"]
    assert headwater("report", str(folder), *options) == 0
    assert "Stock value by site" in elsewhere.read_text(encoding="utf-8")
    assert page.read_bytes() == before


def test_report_refuses_what_it_would_ignore(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert headwater("report", str(folder), "--outcomes") == 2
    assert "there is no --outcomes for comparisons" in capsys.readouterr().err
