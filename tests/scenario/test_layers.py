from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

import sim
from sim.errors import ScenarioError, UsageError
from sim.scenario.layers import MOST_LAYERS
from tests.scenario.chained import CHAINED, written


def level(file: Path, variant: str, shop: int = 2, product: str = "juice") -> float:
    policy = sim.load(file, variant=variant).scenario.sites[f"shop_{shop}"].stock[product].replenish
    return float(policy.level if product == "juice" else policy.up_to)


def test_a_later_layer_wins_over_those_that_it_extends(tmp_path: Path) -> None:
    file = written(tmp_path)
    assert [level(file, variant) for variant in ("more", "most", "slow")] == [60, 70, 70]
    assert [level(file, variant, shop=1) for variant in ("most", "slow")] == [70, 75]


def test_what_a_layer_does_not_touch_is_inherited(tmp_path: Path) -> None:
    file = written(tmp_path)
    assert [level(file, variant, 1, "tea") for variant in ("more", "most", "slow")] == [9, 12, 12]
    assert sim.load(file, variant="slow").scenario.lanes["maker_to_shop_1"].lead_time.mean == 1.5


def test_a_selector_of_a_later_layer_wins_over_a_name_of_an_earlier_one(tmp_path: Path) -> None:
    text = CHAINED + (
        "  one: {set: {sites.shop_2.stock.juice.replenish.level: 41}}\n"
        "  all: {extends: one, set: {'sites.*.stock.juice.replenish.level': 42}}\n"
    )
    file = written(tmp_path, text)
    assert (level(file, "one"), level(file, "all")) == (41, 42)


def test_a_whole_policy_of_a_later_layer_wins_over_a_part_of_an_earlier_one(tmp_path: Path) -> None:
    text = (
        CHAINED + "  whole: {extends: slow, set: {sites.shop_1.stock.juice.replenish: {kind: base_stock, level: 3}}}\n"
    )
    assert level(written(tmp_path, text), "whole", shop=1) == 3


def test_a_layer_may_change_what_an_earlier_one_added(tmp_path: Path) -> None:
    entry = "{count: 2, kind: warehouse, tags: [kiosk], stock: {juice: {replenish: {kind: base_stock, level: 5}}}}"
    lane = "{from: maker, to: {tag: kiosk}}"
    text = CHAINED + (
        f"  kiosks: {{set: {{sites.kiosk: {entry}, lanes.to_kiosks: {lane}}}}}\n"
        "  full_kiosks: {extends: kiosks, set: {sites.kiosk.stock.juice.replenish.level: 8, sites.kiosk.count: 3}}\n"
    )
    scenario = sim.load(written(tmp_path, text), variant="full_kiosks").scenario
    assert [scenario.sites[f"kiosk_{n}"].stock["juice"].replenish.level for n in (1, 2, 3)] == [8, 8, 8]


def test_expectations_are_replaced_by_name(tmp_path: Path) -> None:
    file = written(tmp_path)
    base, more, slow = (sim.load(file, variant=variant).scenario.expect for variant in (None, "more", "slow"))
    assert base["fill_rate"].at_least == 0.9
    assert base["fill_rate"].sites is not None
    assert (more["fill_rate"].at_least, more["fill_rate"].sites) == (0.95, None)
    assert sorted(slow) == ["cost_rate", "fill_rate", "lateness"]


def test_what_a_layer_expects_and_sets_of_it_hold_together(tmp_path: Path) -> None:
    text = CHAINED + "  strict: {extends: more, set: {expect.fill_rate.at_least: 99 %}}\n"
    assert sim.load(written(tmp_path, text), variant="strict").scenario.expect["fill_rate"].at_least == 0.99


def test_settings_come_after_all_layers(tmp_path: Path) -> None:
    path = "sites.shop_1.stock.juice.replenish.level"
    loaded = sim.load(written(tmp_path), variant="slow", settings=[f"{path}=99"])
    assert loaded.scenario.sites["shop_1"].stock["juice"].replenish.level == 99


def test_a_variant_that_only_extends_has_the_fingerprint_of_the_other(tmp_path: Path) -> None:
    file = written(tmp_path, CHAINED + "  again: {extends: slow, description: The same.}\n")
    same, other = (sim.load(file, variant=name).fingerprint for name in ("slow", "again"))
    assert same == other != sim.load(file, variant="most").fingerprint


def test_expectations_do_not_change_the_fingerprint(tmp_path: Path) -> None:
    with_them = sim.load(written(tmp_path)).fingerprint
    without = CHAINED[: CHAINED.index("expect:")] + CHAINED[CHAINED.index("variants:") :]
    assert sim.load(written(tmp_path, without)).fingerprint == with_them


def test_within_one_layer_nothing_may_be_set_twice(tmp_path: Path) -> None:
    twice = "{'sites.tag:store.region': a, 'sites.region:north.region': b}"
    text = CHAINED + f"  twice: {{extends: more, set: {twice}}}\n"
    assert any("is set twice" in problem.message for problem in sim.check(written(tmp_path, text)))
    apart = (
        "  first: {set: {'sites.tag:store.region': a}}\n"
        "  second: {extends: first, set: {'sites.kind:warehouse.region': b}}\n"
    )
    file = written(tmp_path, CHAINED + apart)
    assert sim.check(file) == ()
    assert sim.load(file, variant="second").scenario.sites["shop_1"].region == "b"


@pytest.mark.parametrize(
    ("variants", "line", "says"),
    [
        ("  far: {extends: moer}\n", 44, "variants.far.extends: there is no variant 'moer' (did you mean 'more'?)"),
        ("  far: {extends: far}\n", 44, "'far' extends itself (leave out one 'extends' of the circle)"),
        ("  b: {extends: c}\n  c: {extends: d}\n  d: {extends: b}\n", 44, "'b' extends itself through 'c', 'd'"),
        ("  far: {extends: [more]}\n", 44, "expected text, got a list"),
        ("  far: {extends: 3}\n", 44, "expected text, got 3 (write it in quotes)"),
        ("  far: {extend: more}\n", 44, "unknown key 'extend' (did you mean 'extends'?)"),
        ("  base: {description: x}\n", 44, "a variant cannot be called 'base'"),
        ("  far: {extends: base}\n", 44, "there is no variant 'base'"),
    ],
)
def test_broken_chains_are_told_once_at_their_place(variants: str, line: int, says: str, tmp_path: Path) -> None:
    problems = sim.check(written(tmp_path, CHAINED + variants))
    assert [problem.place.line for problem in problems] == [line]
    assert says in str(problems[0])
    with pytest.raises(ScenarioError):
        sim.load(tmp_path / "chained.yaml")


def test_a_mistake_of_a_layer_is_told_once(tmp_path: Path) -> None:
    bad = "  a_last: {extends: bad}\n  bad: {extends: more, set: {sites.shop.stok: 3}}\n  worst: {extends: a_last}\n"
    problems = sim.check(written(tmp_path, CHAINED + bad))
    assert [str(problem) for problem in problems if "stok" in str(problem)] == [str(problems[0])]
    assert "in variant 'bad': unknown key 'stok'" in problems[0].message
    assert problems[0].place.line == 45


def test_a_structural_mistake_of_a_layer_is_told_once(tmp_path: Path) -> None:
    bad = "  bad: {set: {lanes.deliveries.from: nobody}}\n  worse: {extends: bad}\n"
    problems = sim.check(written(tmp_path, CHAINED + bad))
    assert len(problems) == 1
    assert "variants" not in problems[0].path
    assert "in variant 'bad'" in problems[0].message


def test_an_own_mistake_of_a_variant_with_a_broken_layer_is_told_too(tmp_path: Path) -> None:
    bad = "  bad: {set: {seed: -1}}\n  worse: {extends: bad, set: {replications: 0}}\n"
    problems = sim.check(written(tmp_path, CHAINED + bad))
    assert [problem.place.line for problem in problems] == [44, 45]


def test_chains_have_an_end(tmp_path: Path) -> None:
    many = "".join(f"  v{n:02}: {{extends: {f'v{n - 1:02}' if n else 'more'}}}\n" for n in range(MOST_LAYERS + 5))
    problems = sim.check(written(tmp_path, CHAINED + many))
    assert [problem.message for problem in problems] == [f"'v{MOST_LAYERS - 1}' is made of more than 20 variants"]


def test_very_long_chains_and_circles_are_refused_quickly(tmp_path: Path) -> None:
    many = "".join(f"  v{n}: {{extends: v{(n + 1) % 3000}}}\n" for n in range(3000))
    file = written(tmp_path, CHAINED + many)
    began = perf_counter()
    with pytest.raises(ScenarioError, match="'v0' extends itself through 'v1'"):
        sim.load(file)
    assert perf_counter() - began < 5


def test_asking_for_a_variant_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no variant 'mos'; did you mean 'most'?"):
        sim.load(written(tmp_path), variant="mos")


STRUCK = """\
name: struck
time: {horizon: 10}
products: {a: {}}
sites:
  maker: {kind: supplier, supplies: {a: {}}}
  shop: {kind: warehouse, stock: {a: {replenish: {kind: base_stock, level: 5}}}}
  people: {kind: customer, buys: {a: {from: shop, demand: {kind: poisson, rate: 1}}}}
lanes: {road: {from: maker, to: shop}}
disruptions:
  frost: {where: maker, when: {starts: 3, lasts: 2}, what: {kind: capacity}}
  strike: {where: maker, when: {starts: 5, lasts: 2}, what: {kind: capacity}}
  flood: {where: maker, when: {starts: 7, lasts: 2}, what: {kind: capacity}}
active: [frost]
variants:
  calm: {disruptions: []}
  other: {disruptions: [strike, flood]}
  more: {disruptions: {add: [strike]}}
  most: {extends: more, disruptions: {add: [flood], remove: [frost]}}
  same: {extends: most}
"""


def test_variants_say_which_disruptions_are_active(tmp_path: Path) -> None:
    file = written(tmp_path, STRUCK)
    assert {
        variant: sorted(sim.load(file, variant=variant).scenario.active)
        for variant in (None, "calm", "other", "more", "most", "same")
    } == {
        None: ["frost"],
        "calm": [],
        "other": ["flood", "strike"],
        "more": ["frost", "strike"],
        "most": ["flood", "strike"],
        "same": ["flood", "strike"],
    }


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("  wrong: {disruptions: {remove: [strik]}}", "there is no disruption 'strik'", "did you mean 'strike'?"),
        ("  wrong: {disruptions: {remove: [strike]}}", "'strike' is not active in what this extends", ""),
        ("  wrong: {disruptions: [strik]}", "there is no disruption 'strik'", "did you mean 'strike'?"),
        ("  wrong: {disruptions: {ad: [strike]}}", "unknown key", "did you mean 'add'?"),
        ("  wrong: {disruptions: strike}", "expected", ""),
        ("  wrong: {tape: ../other.zip}", "must lie within the scenario's folder", ""),
    ],
)
def test_what_cannot_be_active_is_told_with_its_line(tmp_path: Path, line: str, message: str, hint: str) -> None:
    file = written(tmp_path, STRUCK + line + "\n")
    found = [problem for problem in sim.check(file) if problem.severity == "error"]
    assert len(found) == 1, found
    assert message in found[0].message
    assert hint in found[0].hint
    assert found[0].place.line == STRUCK.count("\n") + 1
