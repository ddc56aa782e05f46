"""``headwater draw`` and ``headwater report``."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import sim
from tests.chains import SHOP, written
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
    sim.run(written(folder), replications=2, out=folder / "out")
    return folder / "out"


# -------------------------------------------------------------------------------------------------------------- draw


@pytest.mark.parametrize(("form", "magic"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_draw_writes_what_the_ending_says(headwater, tmp_path: Path, form: str, magic: bytes) -> None:
    code, out, err = headwater("draw", "scenario.yaml", "--out", f"new/chain.{form}")
    assert (code, out) == (0, "")
    assert err == f"the network is in {Path('new') / f'chain.{form}'}\n"
    content = (tmp_path / "new" / f"chain.{form}").read_bytes()
    assert content.startswith(magic)
    headwater("draw", "scenario.yaml", "--out", f"again.{form}")
    assert (tmp_path / f"again.{form}").read_bytes() == content
    assert b"202" not in content[:600]  # no date


def test_draw_names_the_picture_after_scenario_and_variant(headwater, tmp_path: Path) -> None:
    assert headwater("draw", "scenario.yaml")[0] == 0
    assert headwater("draw", "scenario.yaml", "--variant", "busy")[0] == 0
    assert sorted(path.name for path in tmp_path.glob("*.svg")) == ["shop-busy.svg", "shop.svg"]
    assert list(tmp_path.glob(".*")) == []


def test_draw_shows_what_flowed_in_a_run(headwater, tmp_path: Path, saved: Path) -> None:
    assert headwater("draw", saved, "--out", "run.png")[0] == 0
    assert (tmp_path / "run.png").read_bytes() == (saved / "figures" / "network.png").read_bytes()
    assert headwater("draw", "scenario.yaml", "--out", "plan.png")[0] == 0
    assert (tmp_path / "run.png").read_bytes() != (tmp_path / "plan.png").read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scenario.yaml", "--out", "x.jpg"), "must end in one of .svg, .png, .pdf"),
        (("scenario.yaml", "--out", "picture"), "must end in one of .svg, .png, .pdf"),
        (("scenario.yaml", "--variant", "bsy"), "did you mean 'busy'?"),
        (("nowhere.yaml",), "cannot read 'nowhere.yaml'"),
        (("scenario.yaml", "--out", "folder.svg"), "it is a folder"),
    ],
)
def test_draw_says_what_is_wrong(headwater, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    (tmp_path / "folder.svg").mkdir()
    code, out, err = headwater("draw", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_draw_refuses_a_broken_scenario(headwater, tmp_path: Path) -> None:
    written(tmp_path, SHOP.replace("kind: warehouse", "kind: werehouse"))
    code, _, err = headwater("draw", "scenario.yaml")
    assert code == 2
    assert "did you mean" in err
    assert not list(tmp_path.glob("*.svg"))


# -------------------------------------------------------------------------------------------------------------- report


def test_report_shows_what_the_run_showed(headwater, saved: Path) -> None:
    code, shown, _ = headwater("run", "scenario.yaml", "--replications", 2, "--no-save")
    assert code == 0
    code, out, err = headwater("report", saved)
    assert (code, out) == (0, shown)
    said = f"figures are in {saved / 'figures'}: network, stock, service, costs\n"
    assert err == f"{said}the page is in {saved / 'report.html'}\n"
    for form in ("json", "csv"):
        shown = headwater("run", "scenario.yaml", "--replications", 2, "--no-save", "--format", form)[1]
        assert headwater("report", saved, "--format", form, "--no-figures")[:2] == (0, shown)


def test_report_draws_the_same_figures_again(headwater, saved: Path) -> None:
    figures = sorted((saved / "figures").glob("*.png"))
    before = {path: path.read_bytes() for path in [*figures, saved / "kpis.csv"]}
    for path in before:
        path.unlink()
    assert headwater("report", saved, "--quiet")[2] == ""
    assert {path: path.read_bytes() for path in before} == before


def test_report_simulates_nothing(saved: Path) -> None:
    code = (
        "import sys; from sim.cli.program import attempt; code = attempt(sys.argv[1:])\n"
        "assert not {'simpy', 'sim.engine', 'sim.experiment', 'sim.api'} & set(sys.modules); sys.exit(code)"
    )
    command = [sys.executable, "-c", code, "report", str(saved), "--quiet"]
    done = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("folder", "code"), [("nowhere", 2), (".", 2)])
def test_report_says_what_is_wrong(headwater, folder: str, code: int) -> None:
    found, out, err = headwater("report", folder)
    assert (found, out) == (code, "")
    assert "there is no such folder" in err or "is no results folder" in err
    assert "Traceback" not in err


# -------------------------------------------------------------------------------------------------------- run --figures


def test_run_draws_unless_told_not_to(headwater, tmp_path: Path) -> None:
    words = ("run", "scenario.yaml", "--replications", 2, "--quiet", "--out", "out")
    headwater(*words)
    names = ["costs.png", "network.png", "service.png", "stock.png"]
    assert sorted(path.name for path in (tmp_path / "out" / "figures").iterdir()) == names
    headwater(*words, "--no-figures")
    assert not (tmp_path / "out" / "figures").exists()
