from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.errors import ResultsError, UsageError
from sim.results import Folder, Identity, read
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
    assert [path.name for path in kept.iterdir()] == ["manifest.json"]


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
    pd.DataFrame({"kpi": ["a"]}).to_parquet(kept / "kpis.parquet")
    with pytest.raises(ResultsError, match=r"kpis\.parquet: is damaged: it has no column unit"):
        read(kept)


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
