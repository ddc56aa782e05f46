"""The README and the guides: what they tell people to type does what they show."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAPERS = ("README.md", "docs/your_own_sales_data.md", "docs/statistics.md")
NOT_HERE = ("make", "py", "python", "python3", "pip", "cd", ".venv\\Scripts\\activate", "source")
"""Commands that set up a machine; what they start is tested by itself."""

FENCE = re.compile(r"^(?P<before>[^\n]*)\n+```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`(?P<name>[\w.]+)`:$")


@dataclass(frozen=True)
class Step:
    """One thing that a paper does: writes a file, types a command, or runs Python; and what is shown for it."""

    paper: str
    line: int
    kind: str
    text: str
    name: str = ""
    shown: str = ""


def steps(paper: str) -> list[Step]:
    """What a paper tells its reader to do, in its order."""
    text = (ROOT / paper).read_text(encoding="utf-8")
    found: list[Step] = []
    for fence in FENCE.finditer(text):
        line, body = text.count("\n", 0, fence.start("body")), fence["body"]
        named = NAMED.search(fence["before"])
        if named is not None:
            found.append(Step(paper, line, "file", body, named["name"]))
        elif fence["language"] == "console":
            for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                found.append(Step(paper, line, "command", command, shown=shown))
        elif fence["language"] == "python":
            found.append(Step(paper, line, "python", body))
        elif fence["language"] == "text" and found and found[-1].kind == "python":
            last = found.pop()
            found.append(Step(paper, last.line, "python", last.text, shown=body))
    return found


def assert_shown(step: Step, written: str) -> None:
    """Every line that the paper shows was written, in that order; ``...`` stands for what is left out."""
    lines = iter([" ".join(line.split()) for line in written.splitlines()])
    for shown in step.shown.splitlines():
        wanted = " ".join(shown.split())
        if not wanted.strip(".-"):
            continue
        if wanted.endswith("..."):
            found = any(line.startswith(wanted.removesuffix("...")) for line in lines)
        else:
            found = wanted in lines
        assert found, f"{step.paper}:{step.line}: {wanted!r} is not what is written:\n{written}"


def typed(step: Step, folder: Path) -> None:
    """Types a command."""
    words = shlex.split(step.text, comments=True)
    if words[0] in NOT_HERE:
        return
    assert words[0] == "headwater", f"{step.paper}:{step.line}: what is {words[0]!r}?"
    command = [sys.executable, str(ROOT / "run_sim.py"), *words[1:]]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=300)
    assert done.returncode == 0, f"{step.paper}:{step.line}: {step.text}\n{done.stdout}{done.stderr}"
    assert_shown(step, done.stdout + done.stderr)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_paper_does_what_it_shows(paper, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for step in steps(paper):
        if step.kind == "file":
            (tmp_path / step.name).write_text(step.text, encoding="utf-8")
        elif step.kind == "command":
            typed(step, tmp_path)
        else:
            written = io.StringIO()
            with contextlib.redirect_stdout(written):
                exec(compile(step.text, f"{paper}:{step.line}", "exec"), names)  # noqa: S102 - our own paper
            assert_shown(step, written.getvalue())


def test_there_is_something_to_do():
    kinds = {kind: sum(step.kind == kind for step in steps("README.md")) for kind in ("command", "python")}
    assert kinds["command"] >= 4
    assert kinds["python"] >= 1
    files = {step.name for step in steps("docs/your_own_sales_data.md") if step.kind == "file"}
    assert files == {"sales.csv", "articles.csv", "supplies.csv", "stock.csv", "buys.csv", "means.csv", "tea.yaml"}


def test_what_is_not_written_is_noticed():
    step = Step("README.md", 1, "command", "", shown="total_cost   205\n")
    with pytest.raises(AssertionError, match="total_cost 205"):
        assert_shown(step, "fill_rate  1\ntotal_cost  204\n")
