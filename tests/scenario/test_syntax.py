from __future__ import annotations

from time import perf_counter
from typing import Any

import pytest
import yaml

from sim.scenario import syntax
from sim.scenario.syntax import LARGEST_FILE, decode, parse
from sim.scenario.tree import Entries, Findings, place
from tests.scenario.broken_files import SMALL, SYNTAX, text_of


def read(text: str) -> tuple[Entries | None, list[str]]:
    findings = Findings()
    root = parse(text, "f.yaml", findings)
    return root, [str(problem) for problem in findings.problems]


def right(text: str) -> Any:
    root, problems = read(text)
    assert problems == []
    return root


def test_values_keep_their_places() -> None:
    root = right("a: 1\nb:\n  - x\n  - {c: 2}\n")
    assert root == {"a": 1, "b": ["x", {"c": 2}]}
    assert str(place(root, ("b", 1, "c"))) == "f.yaml:4:9"
    assert str(place(root, ("b",))) == "f.yaml:2:1"
    assert str(place(root, ("b", 1, "d"))) == "f.yaml:4:5"


def test_quoted_text_stays_text() -> None:
    assert right("a: '010'\nb: \"12:30\"\nc: !!str 5\nd: |\n  1_000\n") == {
        "a": "010",
        "b": "12:30",
        "c": "5",
        "d": "1_000\n",
    }


def test_keys_are_text_as_written() -> None:
    assert right("no: 1\n2025: 2\n1e1: 3\n~: 4\n") == {"no": 1, "2025": 2, "1e1": 3, "~": 4}


def test_anchors_and_merge_keys() -> None:
    root = right("base: &b {x: 1, y: {z: 2}}\nc:\n  <<: *b\n  x: 3\nd: *b\ne: {<<: [{x: 5}, *b]}\n")
    assert root["c"] == {"x": 3, "y": {"z": 2}}
    assert root["e"] == {"x": 5, "y": {"z": 2}}
    assert root["d"] == root["base"]
    assert root["d"] is not root["base"]
    assert str(place(root, ("c", "y", "z"))) == "f.yaml:1:24"


def test_a_bomb_of_aliases_ends_quickly() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for last, name in zip("abcdefghijk", "bcdefghijkl", strict=True):
        bomb += f"{name}: &{name} [{', '.join([f'*{last}'] * 10)}]\n"
    began = perf_counter()
    root, problems = read(bomb)
    assert root is None
    assert "more than 1,000,000 values" in problems[0]
    assert perf_counter() - began < 5


def test_deep_nesting_ends_quickly() -> None:
    for text in ("[" * 1_000_000, "{a: " * 100_000, "- " * 100_000 + "x"):
        began = perf_counter()
        root, problems = read(text)
        assert root is None
        assert "nested deeper" in problems[0]
        assert perf_counter() - began < 5


@pytest.mark.parametrize(
    ("data", "where", "says"),
    [
        (b"name: a\nx: \xff\n", "f.yaml:2:4", "not UTF-8: byte 0xff"),
        ("name: ä".encode("utf-16"), "f.yaml:1:1", "not UTF-8"),
        (b" " * (LARGEST_FILE + 1), "f.yaml:1:1", "at most 50 MB"),
    ],
)
def test_files_that_are_not_text(data: bytes, where: str, says: str) -> None:
    findings = Findings()
    assert decode(data, "f.yaml", findings) is None
    assert str(findings.problems[0].place) == where
    assert says in findings.problems[0].message


def test_byte_order_mark_and_line_ends() -> None:
    findings = Findings()
    text = decode(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "f.yaml", findings)
    assert text is not None
    assert right(text) == {"a": 1, "b": 2}


def test_control_characters_are_refused() -> None:
    root, problems = read("a: 1\nb: x\x07\n")
    assert root is None
    assert problems == ["f.yaml:2:5: error: the character U+0007 is not allowed in YAML"]


def test_several_problems_are_found_in_one_reading() -> None:
    _, problems = read("a: 010\nb:\nc: !x 1\na: 2\nd: *e\n")
    assert [problem.split(":")[1] for problem in problems] == ["1", "2", "3", "4", "5"]


def test_the_parser_in_python_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    expected, _ = read(SMALL)
    monkeypatch.setattr(syntax, "_LOADER", yaml.SafeLoader)
    assert right(SMALL) == expected
    for case in SYNTAX:
        if "null" not in case.label:
            _, problems = read(text_of(case))
            assert problems, case.label
