"""Whatever a file holds, reading it either works or tells what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario import check
from tests.scenario.broken_files import EVERY, SMALL

LINES = SMALL.splitlines()
WORDS = sorted(
    {word for case in EVERY for word in case.new.split()} | {"*", "tag:x", "{n}", "null", "[", "]", "&a", "*a", "<<:"}
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(WORDS), st.text(max_size=5), st.dates()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "scenario.yaml"


def survives(file: Path, text: str) -> None:
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    for problem in check(file):
        assert problem.message
        assert problem.place.line >= 1


def paths(node: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(node, dict):
        return [path for key, value in node.items() for path in [(*above, key), *paths(value, (*above, key))]]
    if isinstance(node, list):
        return [path for index, value in enumerate(node) for path in [(*above, index), *paths(value, (*above, index))]]
    return []


CONTENT = yaml.safe_load(SMALL)
PATHS = paths(CONTENT)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.sampled_from(PATHS), VALUES), min_size=1, max_size=3))
def test_values_of_any_kind_anywhere(file: Path, changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    content = yaml.safe_load(SMALL)
    for path, value in changes:
        node = content
        try:
            for step in path[:-1]:
                node = node[step]
            node[path[-1]] = value
        except (TypeError, KeyError, IndexError):
            continue
    survives(file, yaml.safe_dump(content, sort_keys=False, allow_unicode=True))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(
        st.tuples(
            st.integers(0, len(LINES) - 1),
            st.sampled_from(["drop", "double", "indent", "word"]),
            st.sampled_from(WORDS),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_mutated_text(file: Path, changes: list[tuple[int, str, str]]) -> None:
    lines = [[line] for line in LINES]
    for number, change, word in changes:
        line = lines[number]
        if change == "drop":
            line.clear()
        elif change == "double":
            line.append(LINES[number])
        elif change == "indent":
            line[:] = [f"  {text}" for text in line]
        else:
            line[:] = [text.rpartition(" ")[0] + " " + word for text in line]
    survives(file, "\n".join(text for line in lines for text in line))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_any_text(file: Path, text: str) -> None:
    survives(file, text)
