from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import check, load
from tests.scenario.broken_disruptions import EVERY as DISRUPTIONS
from tests.scenario.broken_disruptions import NOT_ALONE as NOT_ALONE_IN_DISRUPTIONS
from tests.scenario.broken_disruptions import STORMY
from tests.scenario.broken_disruptions import VARIANTS as OF_VARIANTS
from tests.scenario.broken_factories import EVERY as FACTORIES
from tests.scenario.broken_factories import NOT_ALONE as NOT_ALONE_IN_FACTORIES
from tests.scenario.broken_factories import SHOP
from tests.scenario.broken_files import EVERY as PLAIN
from tests.scenario.broken_files import NOT_ALONE as NOT_ALONE_AMONG_PLAIN
from tests.scenario.broken_files import SMALL, VARIANTS, Broken, text_of
from tests.scenario.broken_numbers import NUMBERS, RING

EVERY = [*PLAIN, *NUMBERS, *FACTORIES, *DISRUPTIONS]
NOT_ALONE = NOT_ALONE_AMONG_PLAIN | NOT_ALONE_IN_FACTORIES | NOT_ALONE_IN_DISRUPTIONS
IN_VARIANTS = [*VARIANTS, *OF_VARIANTS]


@pytest.mark.parametrize("case", EVERY, ids=lambda case: case.label)
def test_mistake_is_reported_at_its_line(case: Broken, tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(text_of(case))

    problems = check(file)

    assert problems == tuple(sorted(problems))
    told = [
        problem
        for problem in problems
        if problem.place.line == case.line and case.says in str(problem) and problem.severity == case.severity
    ]
    assert told, "\n".join(map(str, problems))
    assert told[0].place.file == str(file)
    if case.label not in NOT_ALONE:
        assert problems == tuple(told)


@pytest.mark.parametrize(
    "case",
    [case for case in EVERY if case.severity == "error" and case not in IN_VARIANTS],
    ids=lambda case: case.label,
)
def test_mistake_stops_loading(case: Broken, tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(text_of(case))

    with pytest.raises(ScenarioError) as caught:
        load(file)

    assert any(problem.place.line == case.line and case.says in str(problem) for problem in caught.value.problems)


@pytest.mark.parametrize("case", IN_VARIANTS, ids=lambda case: case.label)
def test_mistake_in_a_variant_stops_that_variant(case: Broken, tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(text_of(case))

    with pytest.raises(ScenarioError):
        load(file, variant="more")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("up: {from: south, to: north}", "up: {from: south, to: north, lead_time: 0.1}"),
        ("up: {from: south, to: north}", "up: {from: south, to: north, information_delay: 0.1}"),
        ("up: {from: south, to: north}", "up: {from: south, to: north, lead_time: {kind: uniform, low: 0, high: 1}}"),
        ("level: 5}", "level: 5, review: 1}"),
        ("{kind: base_stock, level: 5}", "{kind: min_max, reorder_point: 2, up_to: 5}"),
        ("{kind: priority, sites: [north, mill]}", "{kind: split, shares: {north: 50 %, mill: 50 %}}"),
        ("{kind: priority, sites: [north, mill]}", "mill"),
    ],
)
def test_a_circle_that_takes_time_or_can_come_to_rest_is_no_mistake(old: str, new: str, tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    assert old in RING
    file.write_text(RING.replace(old, new, 1))
    assert [problem for problem in check(file) if problem.severity == "error"] == []


def test_there_are_many_cases_and_no_twins() -> None:
    labels = [case.label for case in EVERY]
    assert len(set(labels)) == len(labels) >= 60


@pytest.mark.parametrize("text", [SMALL, SHOP, STORMY], ids=["small", "shop", "stormy"])
def test_the_small_file_is_right(text: str, tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(text)
    assert check(file) == ()


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    text = SMALL
    changes = [
        ("tags: [chilled]", "tags: 3"),
        ("kind: supplier", "kind: suplier"),
        ("on_hand: 20", "on_hand: soon"),
        ("level: 50", "levl: 050"),
        ("rate: 10 per day", "rate: often"),
        ("patience: 2 days", "patience: 2 dys"),
        ("to: shop, lead", "to: shopp, lead"),
        ("replenish.level: 60", "repl.level: 60"),
    ]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = tmp_path / "scenario.yaml"
    file.write_text(text)

    lines = {problem.place.line for problem in check(file)}

    assert lines == {4, 8, 19, 20, 29, 33, 35, 38}
