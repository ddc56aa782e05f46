from __future__ import annotations

import pickle
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError, UsageError
from sim.scenario import check, load
from tests.scenario.broken_files import SMALL

VALID = Path(__file__).parent / "valid" / "grocery.yaml"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "scenario.yaml"
    file.write_text(SMALL)
    return file


def test_a_file_that_uses_everything_is_right() -> None:
    assert check(VALID) == ()
    loaded = load(VALID)
    assert (len(loaded.scenario.sites), len(loaded.scenario.lanes)) == (31, 18)
    assert loaded.text == VALID.read_text()
    assert loaded.variant is None


def test_loaded_can_be_sent_to_a_worker() -> None:
    loaded = load(VALID, variant="another_bottler")
    again = pickle.loads(pickle.dumps(loaded))  # noqa: TID251, S301 - its own bytes
    assert again == loaded


def permuted(node: Any, draw: Any) -> Any:
    if isinstance(node, dict):
        keys = draw(st.permutations(sorted(node, key=str)))
        return {key: permuted(node[key], draw) for key in keys}
    return [permuted(item, draw) for item in node] if isinstance(node, list) else node


@settings(max_examples=15)
@given(st.data())
def test_the_order_of_entries_changes_nothing(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("permuted")
    (folder / "data").mkdir()
    rows = (VALID.parent / "data" / "shops.csv").read_text().splitlines()
    (folder / "data" / "shops.csv").write_text("\n".join([rows[0], *data.draw(st.permutations(rows[1:]))]))
    content = yaml.safe_load(VALID.read_text())
    file = folder / "grocery.yaml"
    file.write_text(yaml.safe_dump(permuted(content, data.draw), sort_keys=False))
    assert load(file).fingerprint == load(VALID).fingerprint


def test_the_fingerprint_ignores_how_it_is_written(small: Path) -> None:
    first = load(small).fingerprint
    same = [
        ("horizon: 100", "horizon: 1e2"),
        ("2 days, capacity", "48 h, capacity"),
        ("lead_time: 1 day}", "lead_time: {kind: constant, value: 1}, crossing: true}"),
        ("level: 60", "level: 61"),
        ("name: small", "name: small\ndescription: with words"),
    ]
    for old, new in same:
        small.write_text(SMALL.replace(old, new, 1))
        assert load(small).fingerprint == first, new


def test_the_fingerprint_sees_what_counts(small: Path) -> None:
    prints = {load(small).fingerprint, load(small, variant="more").fingerprint}
    for old, new in [
        ("level: 50", "level: 51"),
        ("name: small", "name: small\nseed: 2"),
        ("lead_time: 1 day", "lead_time: 2"),
    ]:
        small.write_text(SMALL.replace(old, new, 1))
        prints.add(load(small).fingerprint)
    assert len(prints) == 5


def test_the_fingerprint_sees_data_files(small: Path) -> None:
    small.write_text(SMALL.replace("{kind: constant, quantity: 1}", "{kind: trace, file: orders.csv}"))
    orders = small.parent / "orders.csv"
    orders.write_text("date,quantity\n2025-01-07,5\n")
    first = load(small).fingerprint
    orders.write_text("date,quantity\n2025-01-07,6\n")
    assert load(small).fingerprint != first


def test_unordered_names_do_not_count(small: Path) -> None:
    small.write_text(
        SMALL.replace("tags: [store]", "tags: [a, b]").replace("lead_time: 1 day}", "products: [tea, juice]}")
    )
    first = load(small).fingerprint
    small.write_text(
        SMALL.replace("tags: [store]", "tags: [b, a]").replace("lead_time: 1 day}", "products: [juice, tea]}")
    )
    assert load(small).fingerprint == first


def test_what_is_not_there(small: Path, tmp_path: Path) -> None:
    for call in (load, check):
        with pytest.raises(UsageError, match=r"cannot read '.*nothing.yaml': No such file"):
            call(tmp_path / "nothing.yaml")
        with pytest.raises(UsageError, match=r"Is a directory"):
            call(tmp_path)
        with pytest.raises(UsageError, match=r"there is no variant 'mor'; did you mean 'more'\?"):
            call(small, variant="mor")


def test_a_broken_variant_is_found_without_choosing_it(small: Path) -> None:
    small.write_text(SMALL.replace("replenish.level: 60", "replenish.levl: 60"))
    assert load(small).scenario.name == "small"
    assert [problem.message for problem in check(small)] == ["in variant 'more': unknown key 'levl'"]
    assert [problem.message for problem in check(small, variant="more")] == ["unknown key 'levl'"]


def test_warnings_do_not_stop(small: Path) -> None:
    small.write_text(SMALL.replace("warm_up: 10", "warm_up: 60"))
    assert [problem.severity for problem in load(small).warnings] == ["warning"]


def test_one_mistake_in_many_copies_is_one_problem(small: Path) -> None:
    text = SMALL.replace("  shop:\n", "  shop:\n    count: 50\n").replace("level: 50", "levl: 50")
    small.write_text(text)
    with pytest.raises(ScenarioError) as caught:
        load(small)
    assert len([problem for problem in caught.value.problems if "levl" in problem.message]) == 1


def test_a_large_network_is_read_quickly(tmp_path: Path) -> None:
    file = tmp_path / "tree.yaml"
    policy = "replenish: {kind: base_stock, level: 50, review: 1}, costs: {holding: 2, backlog: 30}"
    lines = [
        "name: tree",
        "time: {horizon: 365}",
        "products: {p: {}}",
        "sites:",
        "  plant: {kind: supplier, supplies: {p: {}}}",
    ]
    lines += [f"  dc_{n}: {{kind: warehouse, stock: {{p: {{{policy}}}}}}}" for n in range(10)]
    lines += [f"  shop_{n}: {{kind: warehouse, stock: {{p: {{{policy}}}}}}}" for n in range(200)]
    lines += [
        f"  people_{n}: {{kind: customer, buys: {{p: {{from: shop_{n}, demand: {{kind: poisson, rate: 20}}}}}}}}"
        for n in range(200)
    ]
    lines += ["lanes:", *(f"  to_dc_{n}: {{from: plant, to: dc_{n}, lead_time: 3}}" for n in range(10))]
    lines += [f"  to_shop_{n}: {{from: dc_{n // 20}, to: shop_{n}, lead_time: 2}}" for n in range(200)]
    file.write_text("\n".join(lines))
    began = perf_counter()
    loaded = load(file)
    assert perf_counter() - began < 2
    assert (len(loaded.scenario.sites), len(loaded.scenario.lanes)) == (411, 210)
    assert loaded.warnings == ()
