"""The page that ``headwater run`` leaves, and ``headwater report`` writes again."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import sim
from sim.errors import ResultsError, UsageError
from tests.chains import written
from tests.cli.program import Program, called

ROOT = Path(sim.__file__).parent.parent


@pytest.fixture
def headwater(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The command line, in this process and in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path)
    return partial(called, capsys)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    sim.run(written(folder), replications=2, out=folder / "out", figures=False)
    return folder / "out"


def test_run_writes_a_page_unless_told_not_to(headwater, tmp_path: Path) -> None:
    words = ("run", "scenario.yaml", "--replications", 2, "--no-figures", "--quiet", "--out", "out")
    assert headwater(*words)[0] == 0
    text = (tmp_path / "out" / "report.html").read_text()
    assert text.startswith("<!DOCTYPE html>")
    assert "headwater run scenario.yaml --replications 2" in text
    assert headwater(*words, "--no-page")[0] == 0
    assert not (tmp_path / "out" / "report.html").exists()  # that of an earlier run does not stay


def test_report_writes_the_same_page_again(headwater, saved: Path, tmp_path: Path) -> None:
    path = saved / "report.html"
    before = path.read_bytes()
    path.unlink()
    code, _, err = headwater("report", saved, "--no-figures")
    assert (code, err) == (0, f"the page is in {path}\n")
    assert path.read_bytes() == before
    path.write_text("old")
    assert headwater("report", saved, "--no-figures", "--no-page")[2] == ""
    assert path.read_text() == "old"
    assert headwater("report", saved, "--no-figures", "--page-file", "new/mine.html")[0] == 0
    assert (tmp_path / "new" / "mine.html").read_bytes() == before
    assert path.read_text() == "old"
    path.write_bytes(before)


def test_page_is_coloured_by_the_kpi_that_is_named(headwater, saved: Path, tmp_path: Path) -> None:
    words = ("report", saved, "--no-figures", "--page-file", "mine.html", "--quiet")
    assert headwater(*words, "--colour", "stock_value")[0] == 0
    assert "Stock value by site" in (tmp_path / "mine.html").read_text()
    (tmp_path / "mine.html").write_text("<html>old")
    code, out, err = headwater(*words, "--colour", "stock_valu")
    assert (code, out) == (2, "")
    assert "did you mean 'stock_value'?" in err
    assert "Traceback" not in err
    assert (tmp_path / "mine.html").read_text() == "<html>old"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--page-file", "."), "it is a folder"),
        (("--no-page", "--page-file", "x"), "no use for"),
    ],
)
def test_report_refuses_what_cannot_be(headwater, saved: Path, words: tuple[str, ...], message: str) -> None:
    code, out, err = headwater("report", saved, *words)
    assert (code, out) == (2, "")
    assert message in err


def test_a_page_takes_no_scenarios_place(headwater, saved: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("name: mine")
    code, _, err = headwater("report", saved, "--page-file", mine)
    assert (code, mine.read_text()) == (2, "name: mine")
    assert "it holds something that is no page" in err


def test_page_is_written_without_simulating(saved: Path) -> None:
    code = (
        "import sys; from sim.cli.program import attempt; code = attempt(sys.argv[1:])\n"
        "assert not {'simpy', 'sim.engine', 'sim.experiment', 'sim.api', 'matplotlib.pyplot'} & set(sys.modules)\n"
        "sys.exit(code)"
    )
    command = [sys.executable, "-c", code, "report", str(saved), "--quiet", "--no-figures"]
    done = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_page_in_python(saved: Path, tmp_path: Path) -> None:
    result = sim.Result.read(saved)
    assert result.page() == (saved / "report.html").read_text()
    result.save_page(tmp_path / "mine.html", colour="backlog")
    assert "Backlog by site" in (tmp_path / "mine.html").read_text()
    for wrong in (tmp_path, 7, ""):
        with pytest.raises(UsageError, match="page"):
            result.save_page(wrong)  # type: ignore[arg-type]
    (tmp_path / "file").write_text("")
    with pytest.raises(ResultsError, match="cannot be written"):
        result.save_page(tmp_path / "file" / "mine.html")


def test_pages_of_the_shipped_size_can_be_mailed(saved: Path) -> None:
    assert (saved / "report.html").stat().st_size < 300_000
