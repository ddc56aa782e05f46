"""The papers of the house: what may stand at the top, what no file may say, and that the pages keep their word."""

from __future__ import annotations

import doctest
import functools
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
import types
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import sim

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

TOP_LEVEL = {
    *("sim", "scenarios", "notebooks", "tests", "docs", "benchmarks", ".ci"),
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "pyproject.toml", "run_sim.py"),
    *(".gitignore", ".gitattributes", ".editorconfig", ".pre-commit-config.yaml"),
}


@functools.cache
def tracked_files() -> list[Path]:
    """What git knows or would know: everything that is not ignored."""
    return git_files("--cached", "--others", "--exclude-standard")


def git_files(*options: str) -> list[Path]:
    """The files that ``git ls-files`` lists."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("needs a git checkout")
    command = [git, "ls-files", "-z", *options]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The file as text; empty for a binary one."""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


def test_top_level_holds_nothing_else() -> None:
    found = {path.relative_to(ROOT).parts[0] for path in tracked_files()}
    assert found <= TOP_LEVEL, f"not at the top: {sorted(found - TOP_LEVEL)}"


def test_no_source_is_ignored() -> None:
    ignored = git_files("--others", "--ignored", "--exclude-standard", "--", "sim", "tests", "docs", "scenarios")
    assert not [path for path in ignored if "__pycache__" not in path.parts and path.name[0] != "."]


def test_no_file_speaks_of_a_workplace() -> None:
    folders = "work|tmp|root|home|Users|opt|mnt|private"
    hosts = r"pypi[.]org|python[h]osted|file[:]//|anaconda[.]org"
    pattern = re.compile(rf"(?<![\w.}}\])])/(?:{folders})/\w|{hosts}")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:100]}"
        for path in tracked_files()
        for line in text_of(path).splitlines()
        if pattern.search(line)
    ]
    assert not found, "\n".join(found)


def test_version_is_one() -> None:
    version = PYPROJECT["project"]["version"]
    assert sim.__version__ == version
    assert re.search(rf"^## {re.escape(version)}\b", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def makefile_targets() -> dict[str, str]:
    """Each target of the Makefile that a person may ask for, with its explanation."""
    found = re.findall(r"^([a-z][a-z-]*):([^=\n].*)?$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    return {name: rest.partition("## ")[2].strip() for name, rest in found}


def test_makefile_explains_its_targets() -> None:
    targets = makefile_targets()
    assert {"help", "demo", "test", "lint", "types", "layers", "unit", "oracles", "bench", "generate"} <= set(targets)
    assert not [name for name, explanation in targets.items() if not explanation]
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == set(targets)


def test_papers_name_only_targets_that_exist() -> None:
    papers = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    named = {(paper.name, target) for paper in papers for target in re.findall(r"`make ([a-z-]+)", paper.read_text())}
    assert not {(paper, target) for paper, target in named if target not in makefile_targets()}


def test_links_between_papers_hold() -> None:
    papers = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "scenarios").glob("*.md")]
    broken = [
        f"{paper.relative_to(ROOT)}: {link}"
        for paper in papers
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", paper.read_text())
        if not (paper.parent / link).exists()
    ]
    assert not broken, "\n".join(broken)


def test_design_shows_every_room() -> None:
    design = (ROOT / "docs" / "design.md").read_text()
    rooms = {path.name for path in (ROOT / "sim").iterdir() if path.name[0] not in "._" and path.name != "py.typed"}
    layout = design.partition("## Layout")[2].partition("\n## ")[0]
    missing = [room for room in sorted(rooms) if not re.search(rf"\b{re.escape(room)}\b", layout)]
    assert not missing, f"not in the layout of docs/design.md: {missing}"


@pytest.mark.parametrize("paper", ["docs/design.md", "docs/how_a_run_works.md"])
def test_scenarios_in_papers_run(paper: str, tmp_path: Path) -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```$", (ROOT / paper).read_text(), re.DOTALL | re.MULTILINE)
    whole = [block for block in blocks if block.startswith("name:")]
    assert whole
    for number, block in enumerate(whole):
        path = tmp_path / f"{number}.yaml"
        path.write_text(block)
        assert not sim.check(path), f"{paper}: block {number}"
        sim.run(path, replications=1)


# --------------------------------------------------------------------------------------------------------- dependencies


def requirements(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for, with the extras' own but without the project itself."""
    project = PYPROJECT["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    return [found for found in map(Requirement, lines) if found.name != project["name"]]


def pins() -> dict[str, str]:
    """The versions in the constraints file by canonical name."""
    lines = (ROOT / ".ci" / "constraints.txt").read_text().splitlines()
    found = {}
    for line in lines:
        if line.startswith("#"):
            continue
        pin = re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.!+]+)", line)
        assert pin, f"not a pin, or names a place: {line!r}"
        found[canonicalize_name(pin[1])] = pin[2]
    return found


def needed() -> set[str]:
    """Canonical names of all that an installation with all extras brings, by the installed packages' own words."""
    names: set[str] = set()
    waiting = requirements("notebook", "dev")
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in names:
            continue
        names.add(name)
        for line in importlib.metadata.requires(name) or ():
            further = Requirement(line)
            extras = [*requirement.extras, ""]
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(further)
    return names


def test_constraints_allow_what_the_project_asks_for() -> None:
    pinned = pins()
    for requirement in requirements("notebook", "dev"):
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11) or sys.platform != "linux",
    reason="the constraints are those of Python 3.11 on Linux",
)
def test_constraints_pin_all_and_nothing_else() -> None:
    assert set(pins()) == needed()


def test_every_dependency_is_argued_for() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text()
    argued = re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)
    asked = [requirement.name for requirement in requirements("notebook", "dev")]
    build = [Requirement(line).name for line in PYPROJECT["build-system"]["requires"]]
    assert sorted(argued) == sorted([*asked, *build])


# ------------------------------------------------------------------------------------------ the example in CONTRIBUTING


def test_worked_example_of_a_policy_works(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(), re.DOTALL)
    policy, test = blocks[:2]
    module = types.ModuleType("sim.replenishment.two_bin")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(policy, "two_bin.py", "exec"), module.__dict__)  # noqa: S102 - the example is ours
    finder = doctest.DocTestFinder(exclude_empty=True)
    runner = doctest.DocTestRunner()
    for example in finder.find(module.TwoBin, "TwoBin", module=False, globs=dict(module.__dict__)):
        runner.run(example)
    assert runner.summarize(verbose=False).attempted > 0
    assert runner.summarize(verbose=False).failed == 0
    space: dict[str, object] = {}
    exec(compile(test, "test_two_bin.py", "exec"), space)  # noqa: S102 - the example is ours
    tests = [value for name, value in space.items() if name.startswith("test_")]
    assert tests
    for run in tests:
        run()
