from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.errors import UsageError
from sim.results.lock import LOCK, locked

ROOT = Path(sim.__file__).parent.parent
HOLD = "import sys, time, pathlib; from sim.results.lock import locked\nwith locked(pathlib.Path(sys.argv[1])):\n"


def test_nobody_else_gets_in(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    with locked(folder):
        with pytest.raises(UsageError, match=rf"out: another run \(process {os.getpid()}\) is writing into it"):
            locked(folder).__enter__()
        with locked(tmp_path / "other"):
            pass
    with locked(folder):
        pass
    assert list(folder.iterdir()) == []


def test_the_dead_hold_nothing(tmp_path: Path) -> None:
    code = HOLD + "    print('held', flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(UsageError, match=f"process {other.pid}"):
            locked(tmp_path).__enter__()
        other.send_signal(signal.SIGKILL)
        other.wait()
    assert (tmp_path / LOCK).exists()
    with locked(tmp_path):
        pass


def test_what_cannot_be_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "out", tmp_path / ("x" * 300)):
        with pytest.raises(UsageError, match="cannot be a folder for results"):
            locked(path).__enter__()
