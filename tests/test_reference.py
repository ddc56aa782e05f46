from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from sim.kpi import KINDS
from sim.reference import EXAMPLES, kinds, kpis, main, reference, schema, write
from sim.scenario import check
from sim.spec import families
from tests.scenario.broken_files import SMALL, STRUCTURE, VALUES, text_of

ROOT = Path(__file__).resolve().parent.parent
SCENARIOS = ROOT / "scenarios"
VALID = [*sorted(SCENARIOS.glob("*.yaml")), *sorted((ROOT / "tests" / "scenario" / "valid").glob("*.yaml"))]
SEEN_BY_EDITORS = {
    *("unknown_top_key", "unknown_key", "missing_key", "missing_top_key", "missing_horizon", "attribute_for_key"),
    *("unknown_kind", "unknown_site_kind", "missing_kind", "missing_site_kind", "text_for_number", "quoted_number"),
    *("truth_for_number", "number_for_text", "one_for_true", "number_for_date", "fraction_for_whole", "text_for_list"),
    *("list_for_mapping", "text_for_section", "not_a_choice", "horizon_orders", "negative", "step", "name"),
    *("scenario_name", "empty_buys"),
}
"""The broken files that a JSON Schema can tell; the others need the clock, the names or the whole."""


def as_editors_see(text: str) -> Any:
    def dates_as_text(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: dates_as_text(value) for key, value in node.items()}
        if isinstance(node, list):
            return [dates_as_text(item) for item in node]
        return node.isoformat() if isinstance(node, datetime.date) else node

    return dates_as_text(yaml.safe_load(text))


@pytest.fixture(scope="module")
def validator() -> Any:
    jsonschema.Draft202012Validator.check_schema(schema())
    return jsonschema.Draft202012Validator(schema())


def test_the_files_are_fresh() -> None:
    stale = "run `make generate`"
    assert json.loads((SCENARIOS / "schema.json").read_text()) == schema(), stale
    assert (SCENARIOS / "REFERENCE.md").read_text() == reference(), stale


def test_writes_both_files(tmp_path: Path) -> None:
    assert [path.name for path in write(tmp_path)] == ["schema.json", "REFERENCE.md"]
    main([str(tmp_path)])
    with pytest.raises(SystemExit, match="usage"):
        main([])


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_the_schema_accepts_what_is_right(file: Path, validator: Any) -> None:
    assert [error.message for error in validator.iter_errors(as_editors_see(file.read_text()))] == []


def test_the_schema_accepts_the_small_file(validator: Any) -> None:
    assert validator.is_valid(as_editors_see(SMALL))


@pytest.mark.parametrize(
    "case", [case for case in VALUES if case.label in SEEN_BY_EDITORS], ids=lambda case: case.label
)
def test_the_schema_refuses_what_is_broken(case: Any, validator: Any) -> None:
    assert not validator.is_valid(as_editors_see(text_of(case)))


def test_the_schema_leaves_the_whole_to_the_reader(validator: Any) -> None:
    for case in STRUCTURE:
        assert validator.is_valid(as_editors_see(text_of(case))), case.label


@pytest.mark.parametrize(
    "change",
    [
        ("    kind: warehouse\n", "    kind: warehouse\n    count: 0\n"),
        ("to: shop, lead", "to: {tgas: store}, lead"),
        ("to: shop, lead", "to: shop, same: owner, lead"),
        ("unit: kg", "from_csv: 5"),
        ("{kind: min_max, reorder_point: 5, up_to: 9.5}", "{reorder_point: 5, up_to: 9.5}"),
    ],
)
def test_the_schema_knows_kinds_and_keys_that_stand_for_many(change: tuple[str, str], validator: Any) -> None:
    assert not validator.is_valid(as_editors_see(SMALL.replace(*change, 1)))


def test_every_kind_is_in_the_pages_and_in_the_table() -> None:
    pages = reference()
    listed = {(kind.family, kind.name) for kind in kinds()}
    for family in families().values():
        for name in family.kinds:
            assert (family.name, name) in listed
            assert f"### {family.name}: `{name}`" in pages
    assert all(kind.meaning for kind in kinds())


def test_every_kpi_is_in_the_pages_and_in_the_table() -> None:
    pages = reference().partition("\n## KPIs\n")[2]
    assert [kind.name for kind in kpis()] == list(KINDS)
    for kind, kpi in zip(kpis(), KINDS.values(), strict=True):
        assert f"| `{kind.name}` | {kpi.unit} | {kpi.better} |" in pages
        assert kind.meaning.startswith(kpi.unit)
        assert (kpi.better in kind.meaning.partition(":")[0]) is (kpi.better != "neither")


def test_every_row_says_what_it_means() -> None:
    rows = [line for line in reference().splitlines() if line.startswith("| `")]
    assert len(rows) > 100
    for row in rows:
        cells = [cell.strip() for cell in row.replace("\\|", "").split("|")[1:-1]]
        assert len(cells) in (2, 4, 5), row
        assert all(cells), row


def test_the_examples_can_be_read(tmp_path: Path) -> None:
    assert set(EXAMPLES) == set(families())
    text = """\
name: example
time: {horizon: 10}
products: {a: {}, b: {}}
sites:
  works:
    kind: factory
    lines: {press: {rate: 9, SEQUENCING, RELEASE}}
    makes: {b: {line: press}}
  near_plant: {kind: supplier, supplies: {a: {}}}
  far_plant: {kind: supplier, supplies: {a: {}}}
  shop:
    kind: warehouse
    stock:
      a:
        REPLENISHMENT
        SOURCING
        ALLOCATION
  other:
    kind: warehouse
    stock:
      a: {source: near_plant, replenish: {kind: order_up_to, safety_stock: 1, FORECASTING}}
  people: {kind: customer, buys: {a: {from: shop, DEMAND}}}
  more: {kind: customer, buys: {a: {from: other, demand: {kind: poisson, rate: 1}}}}
lanes:
  near: {from: near_plant, to: shop, DISTRIBUTIONS}
  far: {from: far_plant, to: shop}
  next: {from: near_plant, to: other, by: van}
carriers:
  van: {payload: {units: 9}, DISPATCHING}
disruptions:
  frost: {where: works, WHEN, WHAT, RECOVERY}
"""
    for family, example in EXAMPLES.items():
        text = text.replace(family.upper(), example)
    file = tmp_path / "example.yaml"
    file.write_text(text)
    assert [str(problem) for problem in check(file) if problem.severity == "error"] == []
