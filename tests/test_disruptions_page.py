"""The page on disruptions: its examples run, strike, and lack no kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import sim
from sim.ledger.reconcile import reconcile
from sim.scenario import check, load
from sim.spec import families
from tests.test_factories_page import FENCE, put_over

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "disruptions.md"
PARTS = (PAGE, *sorted((ROOT / "docs").glob("disruptions_*.md")))


def blocks() -> list[tuple[int, dict[str, Any]]]:
    """The examples of the page, each with its line."""
    text = PAGE.read_text(encoding="utf-8")
    fences = [fence for fence in FENCE.finditer(text) if fence["language"] == "yaml"]
    return [(text.count("\n", 0, fence.start()) + 1, yaml.safe_load(fence["body"])) for fence in fences]


def scenario_of(part: dict[str, Any]) -> dict[str, Any]:
    """A part put over the first example, with its own disruptions in place of the others, all of them active."""
    whole = blocks()[0][1]
    if part is whole or "name" in part:
        return part
    own = {"disruptions": whole["disruptions"] | part["disruptions"], "active": sorted(part["disruptions"])}
    rest = {key: value for key, value in part.items() if key != "disruptions"}
    return put_over({key: value for key, value in whole.items() if key != "variants"}, rest) | own


@pytest.mark.parametrize(("line", "part"), blocks(), ids=lambda value: str(value) if isinstance(value, int) else "")
def test_the_example_runs_and_balances(line, part, tmp_path):
    path = tmp_path / "orchard.yaml"
    path.write_text(yaml.safe_dump(scenario_of(part), sort_keys=False), encoding="utf-8")
    assert [str(problem) for problem in check(path) if problem.severity == "error"] == [], line
    books = sim.simulate(load(path))
    balance = reconcile(books)
    assert (balance.goods, balance.money) == (0, 0), balance.details
    struck = {books.register.resources[number].name.split("/")[0] for number in books.states["resource"]}
    chancy = {name for name, of in load(path).scenario.disruptions.items() if of.is_random or of.when.follows}
    assert set(scenario_of(part)["active"]) - chancy <= struck


@pytest.mark.parametrize("family", ["when", "what", "recovery"])
def test_every_kind_has_an_example(family):
    text = "".join(part.read_text(encoding="utf-8") for part in PARTS)
    missing = {kind for kind in families()[family].kinds if f"kind: {kind}" not in text and f"`{kind}`" not in text}
    assert not missing
