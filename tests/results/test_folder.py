from __future__ import annotations

import itertools
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.errors import ResultsError, UsageError
from sim.results import Folder, Identity, claimed, read
from sim.results.files import read_parquet, write_parquet
from tests.chains import IDENTITY, replication, run

OTHER = replace(IDENTITY, seed=4)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder that holds a finished run of three replications."""
    path = tmp_path / "results"
    folder = Folder.claim(path, IDENTITY)
    for number in range(3):
        folder.keep(replication(number))
    folder.write(run())
    return path


def test_a_run_comes_back(kept: Path) -> None:
    before, after = run(), read(kept)
    for name in ("kpis", "series", "measurements"):
        pd.testing.assert_frame_equal(
            getattr(after, name), getattr(before, name), check_exact=True, check_categorical=False
        )
    assert after.manifest == before.manifest
    assert after.text == before.text
    assert pd.read_csv(kept / "kpis.csv")["mean"].tolist()[:4] == before.kpis["mean"].tolist()[:4]


def test_a_replication_comes_back(kept: Path) -> None:
    before, after = replication(1), Folder(kept, IDENTITY).replication(1)
    assert after is not None
    assert (after.number, after.digest, after.end) == (before.number, before.digest, before.end)
    assert after.tracks.places == before.tracks.places
    assert after.tracks.edges.tolist() == before.tracks.edges.tolist()
    np.testing.assert_array_equal(after.tracks.measures["on_hand"], before.tracks.measures["on_hand"])
    pd.testing.assert_frame_equal(after.measurements, before.measurements)


def test_a_replication_of_another_identity_or_damaged_is_not_there(kept: Path) -> None:
    assert Folder(kept, OTHER).replication(1) is None
    assert Folder(kept, IDENTITY).replication(7) is None
    (kept / "replications" / "0001-series.parquet").unlink()
    (kept / "replications" / "0002.parquet").write_bytes(b"PAR1")
    assert [Folder(kept, IDENTITY).replication(number) is None for number in range(3)] == [False, True, True]


def test_a_folder_with_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    for force in (False, True):
        with pytest.raises(UsageError, match="not our results"):
            Folder.claim(tmp_path, IDENTITY, force=force)
    (tmp_path / "manifest.json").write_text('{"format": "of somebody else"}')
    with pytest.raises(UsageError, match="not our results"):
        Folder.claim(tmp_path, IDENTITY, force=True)
    with pytest.raises(UsageError, match="is a file"):
        Folder.claim(tmp_path / "thesis.tex", IDENTITY)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", "thesis.tex"]


def test_other_results_are_refused_unless_forced(kept: Path) -> None:
    with pytest.raises(UsageError, match="seed 3 instead of 4"):
        Folder.claim(kept, OTHER)
    with pytest.raises(UsageError, match="seed 3 instead of 4"):
        Folder.claim(kept, OTHER, resume=True)
    assert read(kept).finished == 3
    Folder.claim(kept, OTHER, force=True)
    assert sorted(path.name for path in kept.iterdir()) == ["manifest.json", "scenario.yaml"]


def test_resume_keeps_what_a_new_start_discards(kept: Path) -> None:
    (kept / "replications" / ".0009.parquet.partial").touch()
    folder = Folder.claim(kept, IDENTITY, resume=True)
    assert [folder.replication(number) is not None for number in range(4)] == [True, True, True, False]
    assert not list(kept.glob("**/.*.partial"))
    folder = Folder.claim(kept, IDENTITY)
    assert folder.replication(0) is None


def test_other_files_in_our_folder_stay(kept: Path) -> None:
    (kept / "notes.txt").touch()
    Folder.claim(kept, OTHER, force=True)
    assert (kept / "notes.txt").exists()


def test_a_run_that_goes_on_is_not_read(kept: Path) -> None:
    Folder.claim(kept, IDENTITY, resume=True)
    with pytest.raises(ResultsError, match=r"manifest\.json: the run has not ended"):
        read(kept)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *itertools.product(
            ["manifest.json", "kpis.parquet", "series.parquet", "replications/0001.parquet"],
            [b"", b"PAR1", b"{}", b"\xff\xfe"],
        ),
        ("scenario.yaml", b"\xff\xfe"),
    ],
)
def test_damage_is_named(kept: Path, name: str, damage: bytes) -> None:
    (kept / name).write_bytes(damage)
    with pytest.raises(ResultsError, match=Path(name).name):
        read(kept)


@pytest.mark.parametrize("name", ["manifest.json", "kpis.parquet", "series.parquet", "replications/0001.parquet"])
def test_missing_files_are_named(kept: Path, name: str) -> None:
    (kept / name).unlink()
    with pytest.raises(ResultsError, match=Path(name).name):
        read(kept)


@pytest.mark.parametrize("key", ["seed", "digests", "digest", "period", "failures", "replications", "status"])
def test_a_manifest_that_lacks_something_is_named(kept: Path, key: str) -> None:
    manifest = json.loads((kept / "manifest.json").read_text())
    del manifest[key]
    (kept / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ResultsError, match=r"manifest\.json: is damaged"):
        read(kept)


def test_a_table_without_its_columns_is_named(kept: Path) -> None:
    path = kept / "replications" / "0001.parquet"
    frame, metadata = read_parquet(path)
    write_parquet(path, frame.drop(columns="unit"), metadata)
    with pytest.raises(ResultsError, match=r"0001\.parquet: is damaged: it has no column unit"):
        read(kept)


@pytest.mark.parametrize("name", ["kpis.parquet", "series.parquet", "replications/0001.parquet"])
def test_no_flipped_byte_changes_a_number(kept: Path, name: str) -> None:
    whole, before = (kept / name).read_bytes(), read(kept)
    for place in range(0, len(whole), len(whole) // 60):
        (kept / name).write_bytes(whole[:place] + bytes([whole[place] ^ 0x11]) + whole[place + 1 :])
        try:
            after = read(kept)
        except ResultsError as error:
            assert Path(name).name in str(error)  # noqa: PT017 - not every byte matters
            continue
        assert name.startswith("replications"), "the checksum covers every byte"
        pd.testing.assert_frame_equal(after.measurements, before.measurements, check_exact=True)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (OTHER, "seed 4 instead of 3"),
        (replace(IDENTITY, fingerprint="e" * 32), "fingerprint 'e+' instead of 'f+'"),
    ],
)
def test_a_replication_of_another_run_is_noticed(kept: Path, tmp_path: Path, other: Identity, said: str) -> None:
    Folder.claim(tmp_path / "other", other).keep(replication(1))
    shutil.copy(tmp_path / "other" / "replications" / "0001.parquet", kept / "replications" / "0001.parquet")
    with pytest.raises(ResultsError, match=rf"0001\.parquet: is not of this run: {said}"):
        read(kept)


def test_replications_that_were_swapped_are_noticed(kept: Path) -> None:
    first, second = (kept / "replications" / f"000{number}.parquet" for number in (0, 1))
    first.write_bytes(second.read_bytes())
    with pytest.raises(ResultsError, match=r"0000\.parquet: is not of this run: replication 1 instead of 0"):
        read(kept)
    assert Folder(kept, IDENTITY).replication(0) is None
    levels = kept / "replications" / "0001-series.parquet"
    levels.write_bytes((kept / "replications" / "0002-series.parquet").read_bytes())
    assert Folder(kept, IDENTITY).replication(1) is None


def test_tables_of_another_run_are_noticed(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    Folder(tmp_path / "other", IDENTITY).write(run(2))
    shutil.copy(tmp_path / "other" / "kpis.parquet", kept / "kpis.parquet")
    with pytest.raises(ResultsError, match=r"kpis\.parquet: is damaged: its checksum"):
        read(kept)


def test_what_is_not_ours_is_never_removed(kept: Path) -> None:
    theirs = ["scenario.yaml", "replications/notes.txt", "replications/2025.parquet", "ledger/mine/goods.parquet"]
    theirs += [".x.partial", "ledger/0000/mine.parquet"]
    (kept / "kpis.csv").unlink(missing_ok=True)
    (kept / "kpis.csv").mkdir()
    theirs.append("kpis.csv/mine")
    (kept / "ledger" / "empty").mkdir(parents=True)
    for name in theirs:
        (kept / name).parent.mkdir(parents=True, exist_ok=True)
        (kept / name).write_text("mine")
    (kept / "ledger" / "0000" / "goods.parquet").touch()
    Folder.claim(kept, OTHER, force=True)
    assert (kept / "ledger" / "empty").is_dir()
    left = sorted(str(path.relative_to(kept)) for path in kept.rglob("*") if path.is_file())
    assert left == sorted([*theirs, "manifest.json"])


def test_no_results_outside_the_folder(kept: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (kept / "replications").rename(elsewhere)
    (kept / "replications").symlink_to(elsewhere)
    held = sorted(elsewhere.iterdir())
    with pytest.raises(UsageError, match="is a link"):
        Folder.claim(kept, OTHER, force=True)
    assert sorted(elsewhere.iterdir()) == held


@pytest.mark.parametrize("name", [".manifest.json.partial", ".kpis.csv.partial", ".headwater.lock"])
def test_what_an_early_end_left_is_not_in_the_way(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    Folder.claim(tmp_path, IDENTITY)
    assert {path.name for path in tmp_path.iterdir()} <= {"manifest.json", ".headwater.lock"}


def test_data_files_come_along(tmp_path: Path) -> None:
    source = tmp_path / "shops.csv"
    source.write_text("name\nmain\n")
    folder = Folder.claim(tmp_path / "out", IDENTITY, data=["data/shops.csv"])
    folder.write(replace(run(0), data={"data/shops.csv": source}))
    copy = tmp_path / "out" / "data" / "shops.csv"
    assert copy.read_text() == source.read_text()
    again = read(tmp_path / "out")
    assert again.data == {"data/shops.csv": copy}
    folder.write(again)  # onto itself
    assert copy.read_text() == source.read_text()
    for name in ("kpis.csv", "replications/0000.parquet", "Manifest.json"):
        with pytest.raises(UsageError, match="has the name of a file of the results"):
            Folder.claim(tmp_path / "another", IDENTITY, data=[name])


def test_only_one_run_has_the_folder(tmp_path: Path) -> None:
    with claimed(tmp_path / "out", IDENTITY, data={}) as folder:
        folder.keep(replication(0))
        with pytest.raises(UsageError, match="another run"), claimed(tmp_path / "out", IDENTITY, data={}, force=True):
            pass
        assert folder.replication(0) is not None


def test_a_folder_that_cannot_be_looked_into_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(UsageError, match="cannot be a folder for results: Permission denied"):
        Folder.claim(tmp_path, IDENTITY)


def test_a_digest_that_was_tampered_with_is_noticed(kept: Path) -> None:
    text = (kept / "manifest.json").read_text()
    (kept / "manifest.json").write_text(text.replace(replication(1).digest, replication(5).digest))
    with pytest.raises(ResultsError, match="the digest is not that of the replications"):
        read(kept)


def test_no_folder_at_all(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="there is no such folder"):
        read(tmp_path / "nowhere")


def test_identity_says_what_differs() -> None:
    assert IDENTITY.differences(IDENTITY) == []
    other = Identity("mall", "busy", IDENTITY.fingerprint, 3, "0.1.0")
    assert IDENTITY.differences(other) == ["scenario 'mall' instead of 'shop'", "variant 'busy' instead of None"]
