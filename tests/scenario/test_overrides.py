from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.errors import ScenarioError, UsageError
from sim.scenario import load
from tests.scenario.broken_files import SMALL

VALID = Path(__file__).parent / "valid" / "grocery.yaml"


def varied(tmp_path: Path, changes: str) -> Any:
    file = tmp_path / "scenario.yaml"
    file.write_text(SMALL.replace("set: {sites.shop.stock.juice.replenish.level: 60}", f"set: {changes}"))
    return load(file, variant="more").scenario


def test_sets_a_value(tmp_path: Path) -> None:
    assert (
        varied(tmp_path, "{sites.shop.stock.juice.replenish.level: 60}").sites["shop"].stock["juice"].replenish.level
        == 60
    )


def test_replaces_a_policy_whole(tmp_path: Path) -> None:
    changed = varied(tmp_path, "{sites.shop.stock.juice.replenish: {kind: min_max, reorder_point: 3, up_to: 8}}")
    assert changed.sites["shop"].stock["juice"].replenish.up_to == 8


def test_adds_an_optional_key_and_takes_one_away(tmp_path: Path) -> None:
    changed = varied(tmp_path, "{sites.shop.owner: others, sites.shop.region: null}").sites["shop"]
    assert (changed.owner, changed.region) == ("others", None)


def test_sets_an_item_of_a_list(tmp_path: Path) -> None:
    assert varied(tmp_path, "{sites.shop.tags.0: kiosk}").sites["shop"].tags == ("kiosk",)


def test_sets_time_seed_and_replications(tmp_path: Path) -> None:
    changed = varied(tmp_path, "{time.unit: week, time.horizon: 20, seed: 7, replications: 3}")
    assert (changed.time.unit, changed.time.horizon, changed.seed, changed.replications) == ("week", 20, 7, 3)
    assert changed.lanes["maker_to_shop"].lead_time.mean == pytest.approx(1 / 7)


def test_selectors_reach_many_and_names_win() -> None:
    sites = load(VALID, variant="bigger_shops").scenario.sites
    assert {sites[f"shop_{n:02}"].stock["juice_1l"].replenish.level for n in range(1, 13)} == {400}
    assert sites["shop_01"].stock["bread"].replenish.level == 500
    assert sites["shop_02"].stock["bread"].replenish.level == 400


def test_a_path_through_a_template_changes_every_copy() -> None:
    sites = load(VALID, variant="more_shoppers").scenario.sites
    assert {sites[f"shoppers_{n:02}"].buys["bread"].demand.rate for n in range(1, 13)} == {50}


def test_new_sites_and_lanes_may_be_added() -> None:
    scenario = load(VALID, variant="another_bottler").scenario
    assert {"spare_to_dc_north", "spare_to_dc_south"} <= set(scenario.lanes)
    assert scenario.sites["dc_north"].stock["juice_1l"].source.sites == ("bottler", "spare")


def test_what_is_set_may_stand_for_many(tmp_path: Path) -> None:
    policy = "{replenish: {kind: base_stock, level: 5}}"
    stock = varied(tmp_path, f"{{sites.tag:store.stock: {{tag:chilled: {policy}, tea: {policy}}}}}").sites["shop"].stock
    assert {name: entry.replenish.level for name, entry in stock.items()} == {"juice": 5, "tea": 5}


def test_above_before_below_whatever_the_order(tmp_path: Path) -> None:
    above = "sites.shop.stock.juice.replenish: {kind: base_stock, level: 5}"
    below = "sites.shop.stock.juice.replenish.level: 9"
    for changes in (f"{{{above}, {below}}}", f"{{{below}, {above}}}"):
        assert varied(tmp_path, changes).sites["shop"].stock["juice"].replenish.level == 9


def test_settings_come_after_the_variant(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(SMALL)
    path = "sites.shop.stock.juice.replenish.level"
    loaded = load(file, variant="more", settings=[f"{path}=70", ("seed", 9), "time.warm_up = 2 weeks"])
    assert loaded.scenario.sites["shop"].stock["juice"].replenish.level == 70
    assert loaded.scenario.seed == 9
    assert loaded.scenario.time.warm_up == 14


def test_settings_that_do_not_fit(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(SMALL)
    for setting in ("seed", "=3", "seed=", "seed=[1", "seed=1\nname: x"):
        with pytest.raises(UsageError):
            load(file, settings=[setting])
    with pytest.raises(ScenarioError, match=r"settings:2:1: error: sites.shop.stok"):
        load(file, settings=["seed=3", "sites.shop.stok.juice=3"])
