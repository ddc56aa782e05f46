from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.errors import UsageError
from sim.scenario import Change, difference
from tests.scenario.chained import CHAINED, written

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def told(*arguments: object) -> list[str]:
    return [str(change) for change in sim.diff(*arguments)]  # type: ignore[arg-type]


def test_a_template_is_told_in_one_line(tmp_path: Path) -> None:
    assert told(written(tmp_path), "more") == [
        "sites.shop.stock.juice.replenish.level: 50 -> 60",
        "expect.fill_rate.sites: {tag: store} -> (not there)",
        "expect.fill_rate.at_least: 90 % -> 95 %",
    ]


def test_values_are_told_as_written_and_what_is_set_twice_once(tmp_path: Path) -> None:
    changes = sim.diff(written(tmp_path), "base", "slow")
    assert [change for change in changes if change.path.startswith(("sites", "lanes"))] == [
        Change("sites.tag:store.stock.juice.replenish.level", "50", "70 to 75"),
        Change("sites.shop_1.stock.tea.replenish.up_to", "9", "12"),
        Change("sites.shop_1.stock.juice.replenish.level", "50", "75"),
        Change("lanes.deliveries.lead_time", "1 day", "36 h"),
    ]
    assert "expect.lateness: (not there) -> {at_most: 1 day, in: 80 % of replications}" in map(str, changes)


def test_paths_can_be_set(tmp_path: Path) -> None:
    file = written(tmp_path)
    changes = [change for change in sim.diff(file, "slow") if change.after is not None and " to " not in change.after]
    assert len(changes) > 3
    for change in changes:
        assert sim.load(file, settings=[f"{change.path}={change.after}"]).warnings == ()


def test_the_changes_make_one_scenario_of_the_other(tmp_path: Path) -> None:
    file = written(tmp_path)
    settings = [f"{change.path}={change.after or 'null'}" for change in sim.diff(file, "more")]
    settings = [setting for setting in settings if not setting.endswith("=null")]
    assert sim.load(file, settings=settings).fingerprint == sim.load(file, variant="more").fingerprint


def test_both_directions_are_mirrored(tmp_path: Path) -> None:
    file = written(tmp_path)
    there, back = sim.diff(file, "more", "slow"), sim.diff(file, "slow", "more")
    assert {(one.path, one.before, one.after) for one in there} == {(one.path, one.after, one.before) for one in back}


def test_nothing_differs_from_itself(tmp_path: Path) -> None:
    file = written(tmp_path)
    assert told(file, "base") == []
    assert told(file, file) == []
    assert told(file, "slow", "slow") == []


def test_a_replaced_kind_is_told_whole(tmp_path: Path) -> None:
    text = CHAINED + "  other: {set: {sites.shop.stock.juice.replenish: {kind: min_max, reorder_point: 3, up_to: 8}}}\n"
    assert told(written(tmp_path, text), "other") == [
        "sites.shop.stock.juice.replenish: {kind: base_stock, level: 50} -> {kind: min_max, reorder_point: 3, up_to: 8}"
    ]


def test_counts_and_tables_are_not_exploded(tmp_path: Path) -> None:
    text = CHAINED + "  large: {set: {sites.shop.count: 4, sites.people.count: 4}}\n"
    assert told(written(tmp_path, text), "large") == ["sites.shop.count: 3 -> 4", "sites.people.count: 3 -> 4"]


def test_added_and_removed_things(tmp_path: Path) -> None:
    text = CHAINED + "  alone: {set: {sites.spare: {kind: supplier, supplies: {tea: {}}}, sites.shop.region: null}}\n"
    assert told(written(tmp_path, text), "alone") == [
        "sites.shop.region: north -> (not there)",
        "sites.spare: (not there) -> {kind: supplier, supplies: {tea: {}}}",
    ]


def test_two_files_that_say_the_same_in_other_words(tmp_path: Path) -> None:
    file = written(tmp_path)
    other = written(
        tmp_path, CHAINED.replace("2 days", "48 h").replace("value: 1.5,", "value: 1.50, weight: 0 kg,"), "b.yaml"
    )
    assert told(file, other) == []
    renamed = written(tmp_path, CHAINED.replace("at_least: 90 %", "at_least: 91 %", 1), "renamed.yaml")
    assert told(file, renamed) == ["expect.fill_rate.at_least: 90 % -> 91 %"]


def test_two_files(tmp_path: Path) -> None:
    file = written(tmp_path)
    other = written(
        tmp_path, CHAINED.replace("horizon: 60", "horizon: 9 weeks").replace("value: 1.5", "value: 2"), "b.yaml"
    )
    assert told(file, other) == ["time.horizon: 60 -> 9 weeks", "products.juice.value: 1.5 -> 2"]
    assert told(file, "more", str(other))[0] == "time.horizon: 60 -> 9 weeks"


def test_what_many_products_have_in_common_is_told_once() -> None:
    lines = told(SCENARIOS / "grocery_retail.yaml", "weekly_review")
    assert "sites.stores.stock.*.replenish.review: 1 day -> 1 week" in lines
    assert len(lines) < 10


def test_scenarios_without_words_of_their_own(tmp_path: Path) -> None:
    file = written(tmp_path)
    base, more, slow = (sim.load(file, variant=name).scenario for name in (None, "more", "slow"))
    assert "sites.tag:store.stock.juice.replenish.level: 50 -> 60" in map(str, difference(base, more))
    lines = [str(change) for change in difference(more, slow)]
    assert "lanes.*.lead_time.value: 1 -> 1.5" in lines
    assert "sites.shop_1.stock.juice.replenish.level: 60 -> 75" in lines
    longer = sim.load(file, settings=["time.horizon=10 weeks"]).scenario
    assert told(base, longer) == ["time.horizon: 60 day -> 70 day"]


def test_what_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    file = written(tmp_path)
    with pytest.raises(UsageError, match="there is no variant 'mor'; did you mean 'more'?"):
        sim.diff(file, "mor")
    with pytest.raises(UsageError, match="No such file"):
        sim.diff(file, "mor.yaml")
    with pytest.raises(UsageError, match="to compare with"):
        sim.diff(file)
    with pytest.raises(UsageError, match="name a variant or a file, not 3"):
        sim.diff(file, 3)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="load the variant"):
        sim.diff(sim.load(file), "more")


def test_names_that_a_terminal_would_obey_are_escaped(tmp_path: Path) -> None:
    text = CHAINED.replace("name: chained\n", 'name: chained\ndescription: "a\\e[2Jb"\n')
    assert all(line.isprintable() for line in told(written(tmp_path), written(tmp_path, text, "other.yaml")))
