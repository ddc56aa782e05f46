from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from sim.errors import ResultsError
from sim.results import attribution as results
from tests.attributed import attribution

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("count", [1, 4])
def test_what_is_written_is_read(tmp_path: Path, count: int) -> None:
    written = attribution(count)
    results.write(written, tmp_path)
    read = results.read(tmp_path)
    assert repr(read.changes) == repr(written.changes)  # an undefined interval equals nothing, not even itself
    for name in ("identity", "disruptions", "runs", "pairs", "replications", "is_random"):
        assert getattr(read, name) == getattr(written, name)
    pd.testing.assert_frame_equal(read.parts, written.parts, check_dtype=False)


def test_the_spreadsheet_sums_up(tmp_path: Path) -> None:
    results.write(attribution(), tmp_path)
    with (tmp_path / "attribution.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(results.FIGURES)
    for kpi in ("operating_profit", "fill_rate"):
        parts = {row["disruption"]: float(row["part"]) for row in rows if row["kpi"] == kpi}
        assert len(parts) == 4
        assert parts.pop("") == sum(parts.values())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": 2}, "is damaged: format"),
        ({"runs": -1}, "is damaged: runs"),
        ({"checksum": ""}, "its checksum is not that of attribution.json"),
        ({"changes": [{"kpi": "profit"}]}, "is damaged: changes.0.unit"),
    ],
)
def test_damage_is_told(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    results.write(attribution(), tmp_path)
    path = tmp_path / "attribution.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    with pytest.raises(ResultsError, match=said):
        results.read(tmp_path)


def test_a_folder_without_an_attribution(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="holds no attribution"):
        results.read(tmp_path)
