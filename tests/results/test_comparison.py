from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from sim.errors import ResultsError, UsageError
from sim.results import comparison as kept
from sim.results import read as read_run
from sim.results.comparison import Comparison
from sim.results.files import read_parquet
from tests import stopped
from tests.chains import SHOP, written

VARIANTS = SHOP.replace("  busy:", "  lean: {set: {sites.shop.stock.item.replenish.up_to: 40}}\n  busy:")
INSTANTS = 10


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("scenario"), VARIANTS)


@pytest.fixture(scope="module")
def whole(scenario: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Comparison, Path, float]:
    """A comparison that nobody interrupted, its folder, and how long it took."""
    out = tmp_path_factory.mktemp("whole") / "out"
    started = time.perf_counter()
    found = stopped.compare(scenario, out).comparison
    return found, out, time.perf_counter() - started


@pytest.fixture
def folder(whole: tuple[Comparison, Path, float], tmp_path: Path) -> Path:
    """A copy of its folder, to be damaged."""
    copy = tmp_path / "out"
    copy.mkdir()
    for source in whole[1].rglob("*"):
        target = copy / source.relative_to(whole[1])
        target.mkdir() if source.is_dir() else target.write_bytes(source.read_bytes())
    return copy


def same(first: Comparison, second: Comparison) -> None:
    assert first.digests == second.digests
    assert first.labels == second.labels
    assert first.status == second.status
    pd.testing.assert_frame_equal(first.differences, second.differences, check_exact=True)
    for name in ("scenario", "baseline", "changes", "confidence"):
        assert getattr(first, name) == getattr(second, name), name


def test_a_comparison_comes_back(whole: tuple[Comparison, Path, float]) -> None:
    found, out, _ = whole
    again = kept.read(out)
    same(again, found)
    assert list(again.runs) == list(stopped.VARIANTS)
    assert again.runs["lean"].measurements.shape == found.runs["lean"].measurements.shape
    assert kept.is_comparison(out)
    assert not kept.is_comparison(out / "lean")
    table = pd.read_csv(out / "comparison.csv")
    assert table["difference"].tolist() == pytest.approx(found.differences["difference"].tolist(), nan_ok=True)
    assert found.changes == {"lean": ("sites.shop.stock.item.replenish.up_to: 60 -> 40",),
                             "busy": ("sites.people.buys.item.demand.rate: 10 -> 20",)}  # fmt: skip


def test_each_variant_is_an_ordinary_results_folder(whole: tuple[Comparison, Path, float]) -> None:
    found, out, _ = whole
    for label, run in found.runs.items():
        assert read_run(out / label).digest == run.digest
    assert (out / "busy" / "scenario.yaml").read_text() == VARIANTS


def _edited(folder: Path, **changes: object) -> None:
    path = folder / "comparison.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_damage_is_told(folder: Path) -> None:
    table = folder / "comparison.parquet"
    content = table.read_bytes()
    table.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(ResultsError, match=r"comparison\.parquet: is damaged: its checksum"):
        kept.read(folder)
    table.unlink()
    with pytest.raises(ResultsError, match=r"comparison\.parquet"):
        kept.read(folder)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": "headwater comparison 9"}, "is not of the format"),
        ({"status": "running"}, "has not ended; run it again with --resume"),
        ({"confidence": 2}, "is damaged: confidence"),
        ({"asked": ["../elsewhere"]}, "cannot be the name of a folder"),
        ({"asked": ["base", "busy"]}, "'lean' was not asked for"),
        ({"digests": {"base": "0" * 32}}, "base: is not the run that was compared"),
    ],
)
def test_what_the_file_says_is_not_believed_blindly(folder: Path, changes: dict[str, object], message: str) -> None:
    _edited(folder, **changes)
    with pytest.raises(ResultsError, match=message):
        kept.read(folder)


def test_a_folder_of_a_variant_that_is_missing_or_another_run_is_told(folder: Path) -> None:
    (folder / "busy").rename(folder / "gone")
    with pytest.raises(ResultsError, match="busy: there is no such folder"):
        kept.read(folder)
    (folder / "lean").rename(folder / "busy")
    (folder / "gone").rename(folder / "lean")
    with pytest.raises(ResultsError, match="is not the run that was compared"):
        kept.read(folder)
    (folder / "comparison.json").unlink()
    with pytest.raises(ResultsError, match=r"holds no comparison: there is no comparison\.json"):
        kept.read(folder)


def test_other_results_are_not_overwritten(whole: tuple[Comparison, Path, float], folder: Path) -> None:
    identities = {label: run.identity for label, run in whole[0].runs.items()}
    kept.require_room(folder, identities)
    other = {**identities, "busy": replace(identities["busy"], seed=99)}
    with pytest.raises(UsageError, match=r"busy: holds other results: seed 3 instead of 99"):
        kept.require_room(folder, other)
    kept.require_room(folder, other, force=True)
    with pytest.raises(UsageError, match="what it holds is no comparison"):
        kept.require_room(folder / "base", identities)
    with pytest.raises(UsageError, match="cannot be a folder"):
        kept.require_room(folder / "comparison.csv", identities)


@pytest.mark.parametrize("label", ["..", "", "a/b", ".hidden", "comparison.csv", "report.html"])
def test_labels_that_cannot_be_folders(label: str) -> None:
    with pytest.raises(ValueError, match=r"folder|file of the comparison"):
        kept.require_label(label)


@pytest.mark.parametrize("number", range(INSTANTS))
def test_stopped_at_any_instant_it_can_be_completed(
    scenario: Path, whole: tuple[Comparison, Path, float], tmp_path: Path, number: int
) -> None:
    """Killed and interrupted at instants that are spread like random ones, but are the same each time."""
    found, _, seconds = whole
    out = tmp_path / "out"
    blow = (signal.SIGKILL, signal.SIGINT)[number % 2]
    process = stopped.context().Process(target=stopped.compared, args=(scenario, out))
    process.start()
    assert process.pid is not None
    deadline = time.perf_counter() + 60
    while not out.exists() and process.is_alive() and time.perf_counter() < deadline:
        time.sleep(0.001)
    time.sleep(seconds * ((number + 1) * 0.6180339887 % 1.0))
    if process.is_alive():
        os.kill(process.pid, blow)
    process.join(60)
    assert process.exitcode is not None
    for table in out.rglob("*.parquet"):
        if not table.name.startswith("."):
            read_parquet(table)  # no half file
    finished = [label for label in stopped.VARIANTS if _is_whole(out / label)]
    for label in finished:
        assert read_run(out / label).digest == found.runs[label].digest
    if process.exitcode == 0:  # it took the interruption, and said how far it had come
        early = kept.read(out)
        assert early.status in {"interrupted", "finished"}
        assert set(finished) <= set(early.runs)
    same(stopped.compare(scenario, out, resume=True).comparison, found)
    same(kept.read(out), found)
    assert not list(out.glob("**/.*.partial"))


def _is_whole(folder: Path) -> bool:
    path = folder / "manifest.json"
    return path.exists() and json.loads(path.read_text())["status"] == "finished"
