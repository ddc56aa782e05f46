"""The pages with examples of scenarios: these run and give the figures shown, and the one on factories lacks no key."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic.fields import FieldInfo

import sim
from sim import dispatching, release, sequencing
from sim.dispatching.full_load import FullLoad
from sim.dispatching.timetable import Timetable
from sim.release.conwip import Conwip
from sim.replenishment import Replenishment
from sim.replenishment.kanban import Kanban
from sim.replenishment.saturated import Saturated
from sim.scenario.carrier import Carrier, CarrierCosts, Payload, Round, Stop
from sim.scenario.handling import HandlingCosts, Receiving
from sim.scenario.hours import Hours, Shift
from sim.scenario.line import Breakdowns, Line, LineCosts, Setup
from sim.scenario.recipe import Operation, Recipe, RecipeCosts
from sim.scenario.storage import Storage
from sim.sequencing.campaign import Campaign

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "factories_and_carriers.md"
PAGES = (PAGE, ROOT / "docs" / "how_a_run_works.md")
FENCE = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
SPECS = (
    *(Line, Setup, Breakdowns, LineCosts, Recipe, Operation, RecipeCosts, Hours, Shift, Campaign, Conwip),
    *(Carrier, Payload, CarrierCosts, Round, Stop, FullLoad, Timetable, Storage, Receiving, HandlingCosts),
    *(Kanban, Saturated),
)
NAMES = ["site", "product", "customer", "lane", "resource", "category"]


@dataclass(frozen=True)
class Example:
    """A scenario of the page, and the figures that are shown for it."""

    place: str
    scenario: dict[str, Any]
    shown: tuple[str, ...]


def put_over(whole: dict[str, Any], part: dict[str, Any], depth: int = 1) -> dict[str, Any]:
    """``part`` put over ``whole``: a line, a recipe, a stock, a lane or a carrier in it replaces its namesake."""
    merged = dict(whole)
    for name, value in part.items():
        below = merged.get(name)
        names_things = isinstance(value, dict) and isinstance(below, dict) and "kind" not in value
        if depth and names_things:
            merged[name] = put_over(below, value, 2 if name == "sites" else depth - 1)  # things stand deeper in sites
        else:
            merged[name] = value
    return merged


@functools.cache
def examples() -> tuple[Example, ...]:
    """The examples of the pages in their order."""
    return tuple(example for page in PAGES for example in examples_of(page))


def examples_of(page: Path) -> list[Example]:
    """The examples of a page; a text below one shows figures of it."""
    text = page.read_text(encoding="utf-8")
    whole: dict[str, Any] = {}
    found: list[Example] = []
    for fence in FENCE.finditer(text):
        place = f"{page.name}:{text.count(chr(10), 0, fence.start('body')) + 1}"
        if fence["language"] == "yaml":
            part = yaml.safe_load(fence["body"])
            whole = part if "name" in part else whole
            found.append(Example(place, part if "name" in part else put_over(whole, part), ()))
        elif fence["language"] == "text":
            last = found.pop()
            found.append(Example(last.place, last.scenario, tuple(fence["body"].strip().splitlines())))
    return found


def written() -> set[str]:
    """Every key, and every name of a kind, in the examples."""
    words: set[str] = set()
    waiting: list[Any] = [yaml.safe_load(fence["body"]) for fence in FENCE.finditer(PAGE.read_text(encoding="utf-8"))]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            words |= set(value)
            waiting += list(value.values())
        elif isinstance(value, list):
            waiting += value
        else:
            words.add(value)
    return words


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.place)
def test_the_example_gives_what_the_page_shows(example: Example, tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(yaml.safe_dump(example.scenario, sort_keys=False), encoding="utf-8")
    result = sim.run(path, replications=1)
    names = {name for values in result.kpis[NAMES].to_numpy() for name in values if isinstance(name, str)}
    for line in example.shown:
        kpi, *about, value = line.split()
        assert set(about) <= names, line
        rows = result.kpis[result.kpis["kpi"] == kpi]
        same = [{name for name in row if isinstance(name, str)} == set(about) for row in rows[NAMES].to_numpy()]
        found = rows["mean"][same].tolist()
        digits = len(value.partition(".")[2])
        assert [round(number, digits) for number in found] == [float(value.replace(",", ""))], f"{line}: {found}"


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.__name__)
def test_every_key_has_an_example(spec: Any) -> None:
    fields: dict[str, FieldInfo] = spec.model_fields
    keys = {field.alias or name for name, field in fields.items() if name not in Replenishment.model_fields}
    assert keys - {"kind"}
    assert not keys - {"kind"} - written()


def test_every_key_of_what_others_have_too_has_an_example() -> None:
    keys = {"stock", "lines", "makes", "luck", "receiving", "shipping", "storage", "capacity"}  # of sites and stocks
    keys |= {"by", "way_back", "distance", "lead_time"}  # of lanes
    assert not keys - written()


@pytest.mark.parametrize("family", [sequencing, release, dispatching], ids=lambda family: family.__name__)
def test_every_kind_has_an_example(family: Any) -> None:
    folder = Path(family.__path__[0])
    assert not {path.stem for path in folder.glob("[a-z]*.py")} - written()


def test_what_proves_it_is_a_case() -> None:
    cases = {path.stem for path in (ROOT / "tests" / "oracles" / "cases").glob("*.yaml")}
    named = set(re.findall(r"\(oracles\.md#([\w-]+)\)", PAGE.read_text(encoding="utf-8")))
    assert named
    assert not named - cases


def test_a_wrong_figure_is_noticed(tmp_path: Path) -> None:
    first = next(example for example in examples() if example.shown)
    wrong = Example(first.place, first.scenario, (first.shown[0].rsplit(maxsplit=1)[0] + " 0.987",))
    with pytest.raises(AssertionError, match="0.987"):
        test_the_example_gives_what_the_page_shows(wrong, tmp_path)
