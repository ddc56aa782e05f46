from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from sim.errors import ResultsError
from sim.results import stress as results
from sim.results.stress import STRESS
from tests.stressed import stress

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    written = stress()
    results.write(written, tmp_path)
    read = results.read(tmp_path)
    for name in ("identity", "time_unit", "currency", "replications", "is_random", "start", "lasts", "band", "status"):
        assert getattr(read, name) == getattr(written, name)
    for name, table in written.tables.items():
        pd.testing.assert_frame_equal(read.tables[name], table, check_dtype=False)
    assert pd.read_csv(tmp_path / "outages.csv")["name"].tolist() == written.outages["name"].tolist()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_the_tables_are_those_that_are_promised() -> None:
    for name, table in stress().tables.items():
        assert list(table) == list(STRESS[name])


def test_the_same_test_gives_the_same_files(tmp_path: Path) -> None:
    for place in ("a", "b"):
        results.write(stress(), tmp_path / place)
    said = [json.loads((tmp_path / place / "stress.json").read_text()) for place in ("a", "b")]
    assert said[0] == said[1]


@pytest.mark.parametrize("name", ["outages", "strikes", "ripple", "curves", "sites", "flows"])
def test_damage_is_told(tmp_path: Path, name: str) -> None:
    results.write(stress(), tmp_path)
    path = tmp_path / f"{name}.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ResultsError, match=f"{name}.parquet: is damaged"):
        results.read(tmp_path)
    path.unlink()
    with pytest.raises(ResultsError, match=f"{name}.parquet: cannot be read"):
        results.read(tmp_path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": 2}, "is damaged: format"),
        ({"band": [0.9]}, "is damaged: band"),
        ({"seed": "three"}, "is damaged: seed"),
        ({"checksums": {}}, "its checksum is not that of stress.json"),
    ],
)
def test_a_damaged_file_is_told(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    results.write(stress(), tmp_path)
    path = tmp_path / "stress.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    with pytest.raises(ResultsError, match=said):
        results.read(tmp_path)


def test_a_folder_without_a_stress_test(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="holds no stress test"):
        results.read(tmp_path)
    (tmp_path / "stress.json").write_text("{")
    with pytest.raises(ResultsError, match="is damaged"):
        results.read(tmp_path)
