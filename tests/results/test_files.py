from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.errors import ResultsError
from sim.results.files import read_parquet, read_text, replacing, write_csv, write_parquet, write_text

FRAME = pd.DataFrame({"name": ["a", None], "number": [0.1, float("nan")]})


def test_text_and_tables_come_back(tmp_path: Path) -> None:
    write_text(tmp_path / "new" / "text", "größer\n")
    assert read_text(tmp_path / "new" / "text") == "größer\n"
    write_parquet(tmp_path / "t.parquet", FRAME, {"of": "mine"})
    frame, metadata = read_parquet(tmp_path / "t.parquet")
    pd.testing.assert_frame_equal(frame, FRAME)
    assert metadata == {"of": "mine"}
    write_csv(tmp_path / "t.csv", FRAME)
    assert (tmp_path / "t.csv").read_bytes() == b'name,number\n"a",0.1\n,\n'


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_failed_write_leaves_what_was_there(tmp_path: Path, error: type[BaseException]) -> None:
    write_text(tmp_path / "file", "before")

    def write() -> None:
        with replacing(tmp_path / "file") as partial:
            partial.write_text("half")
            raise error

    with pytest.raises(error):
        write()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert read_text(tmp_path / "file") == "before"


def test_a_device_or_a_pipe_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ResultsError, match="it is a device or a pipe"):
        write_text(tmp_path / "pipe", "text")
    assert (tmp_path / "pipe").is_fifo()


def test_folders_are_replaced_whole(tmp_path: Path) -> None:
    for content in ("old", "new"):
        with replacing(tmp_path / "folder") as partial:
            partial.mkdir()
            (partial / content).touch()
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["new"]


def test_a_killed_writer_leaves_no_half_file(tmp_path: Path) -> None:
    write_text(tmp_path / "file", "before")
    code = (
        "import sys, time; from pathlib import Path; from sim.results.files import replacing\n"
        "with replacing(Path(sys.argv[1])) as partial:\n"
        "    partial.write_text('half'); print('ready', flush=True); time.sleep(60)"
    )
    root = Path(sim.__file__).parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "file")], cwd=root, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
    assert read_text(tmp_path / "file") == "before"
    write_text(tmp_path / "file", "after")  # what the dead writer left is in nobody's way
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ResultsError, match=r"file/below: cannot be written"):
        write_text(tmp_path / "file" / "below", "")


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "flipped"])
def test_damaged_tables_are_named(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "t.parquet"
    write_parquet(path, pd.DataFrame({"number": [float(i * i) for i in range(1000)]}))
    data = bytearray(path.read_bytes())
    if damage == "missing":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "cut":
        path.write_bytes(data[:-100])
    else:
        data[len(data) // 3] ^= 0xFF
        path.write_bytes(data)
    with pytest.raises(ResultsError, match=r"t\.parquet: cannot be read"):
        read_parquet(path)


def test_text_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"\xff\xfe")
    with pytest.raises(ResultsError, match="file: cannot be read"):
        read_text(tmp_path / "file")
