from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from tests.chains import written

ROOT = Path(sim.__file__).parent.parent
INTERRUPTED = """\
import signal, sys
class Blow:
    def find_spec(self, name, *rest):
        if name == {when!r}:
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Blow())
from sim.cli import main
sys.argv[1:] = {words!r}
main()
"""


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What the program says when a shell opens and closes its streams."""
    return subprocess.run(
        ["bash", "-c", command.replace("headwater", f"{sys.executable} -m sim")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


RUN = "headwater run scenario.yaml --replications 1 --workers 1 --quiet --no-save"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (f"{RUN} >&-", 1, "error: standard output cannot be written: Bad file descriptor\n"),
        (f"{RUN} >/dev/full", 1, "error: standard output cannot be written: No space left on device\n"),
        ("headwater --help >/dev/full", 1, "error: [Errno 28] No space left on device\n"),
        ("headwater --help >&-", 1, "error: [Errno 9] Bad file descriptor\n"),
        ("headwater run nope.yaml 2>&-", 2, ""),
        ("headwater run nope.yaml 2>/dev/full", 2, ""),
        ("headwater run scenario.yaml --bogus 2>&-", 2, ""),
        ("headwater run nope.yaml <&- >&- 2>&-", 2, ""),
    ],
)
def test_streams_that_are_closed_or_full(tmp_path: Path, command: str, code: int, said: str) -> None:
    written(tmp_path)
    done = shell(command, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--out $'\\xff'", "cannot be a folder for results: its name is not UTF-8"),
        (f"--out {'x' * 300}", "cannot be a folder for results: File name too long"),
        ("--out scenario.yaml/out", "cannot be a folder for results: Not a directory"),
        ("--set $'seed=\\xff'", "cannot understand the setting"),
        ("--variant $'\\xff'", "there is no variant"),
        ("--replications 1000000000000", "replications must be at most 100,000, not 1000000000000"),
        (f"--seed 1{'0' * 100}", "seed must be below 2**128"),
    ],
)
def test_words_that_the_system_or_memory_would_refuse(tmp_path: Path, words: str, said: str) -> None:
    written(tmp_path)
    done = shell(f"headwater run scenario.yaml --replications 1 {words}", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_scenario_whose_name_is_not_utf_8_runs(tmp_path: Path) -> None:
    path = written(tmp_path)
    os.rename(os.fsencode(path), os.fsencode(tmp_path) + b"/\xff.yaml")  # noqa: PTH104 - a path of bytes
    done = shell("headwater run $'\\xff.yaml' --replications 1 --workers 1 --quiet", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("when", ["sim.cli.program", "typer", "sim.api", "pandas", "sim.report.tables", "pyarrow.csv"])
def test_an_interrupt_is_heeded_from_the_first_moment(tmp_path: Path, when: str) -> None:
    words = ["run", str(written(tmp_path)), "--replications", "2", "--workers", "1", "--out", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(when=when, words=words)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 130, done.stderr
    assert "Traceback" not in done.stderr
