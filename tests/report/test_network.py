from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.errors import UsageError
from sim.report import network
from sim.report.network import Map, Place, of_run, of_scenario
from sim.report.network.drawing import label_of
from sim.report.network.grouping import grouped, tiers_of
from sim.report.network.layout import lay_out
from tests.chains import SHOP, run, written
from tests.report import pictures

ROOT = Path(sim.__file__).parent.parent
GROCERY = ROOT / "scenarios" / "grocery_retail.yaml"


def map_of(text: str, kinds: str = "") -> Map:
    """A map from ``a>b:5 b>c:3``; the first letter of a name tells the kind."""
    flows = {}
    for word in text.split():
        arrow, _, flow = word.partition(":")
        origin, _, destination = arrow.partition(">")
        flows[(origin, destination)] = float(flow or 1)
    names = sorted({name for arrow in flows for name in arrow} | set(kinds.split()))
    initial = {"s": "supplier", "f": "factory", "w": "warehouse", "c": "customer"}
    places = tuple(Place(name, initial[name[0]], None, (name,)) for name in names)
    return Map("map", "flow; the widest is {} units", places, flows)


TANGLED = (
    "s1>f1:10 s2>f1:5 s2>f2:9 s3>w2:4 s1>w9:2 f1>w1:12 f2>w1:1 f2>w2:0 w1>w2:3 w2>w1:2 w1>w7:6 w2>w8:6 w2>w9:1 "
    "w7>c1:6 w8>c2:6 w9>c3:3 f1>c3:2 w8>w1:1"
)


# ----------------------------------------------------------------------------------------------------- what flows

SPLIT = """\
name: split
time: {horizon: 10}
products: {oil: {unit: kg}, cap: {weight: 0.5 kg}}
sites:
  east: {kind: supplier, supplies: {oil: {}}}
  west: {kind: supplier, supplies: {oil: {}, cap: {}}}
  depot:
    kind: warehouse
    stock:
      oil:
        replenish: {kind: base_stock, level: 10}
        source: {kind: split, shares: {east: 75 %, west: 25 %}}
      cap: {replenish: {kind: base_stock, level: 10}}
  town:
    kind: customer
    buys:
      oil: {from: depot, demand: {kind: poisson, rate: 8}}
      cap: {from: depot, demand: {kind: poisson, rate: 3}}
lanes: {e: {from: east, to: depot}, w: {from: west, to: depot}}
"""


def test_flows_of_a_scenario_are_its_mean_demand(tmp_path: Path) -> None:
    found = of_scenario(sim.load(written(tmp_path, SPLIT)).scenario)
    # 8 kg of oil a day, three quarters from the east, and 3 caps, which have another unit: oil has no weight, so they
    # can only be counted.
    assert dict(found.flows) == {("east", "depot"): 6, ("west", "depot"): 2 + 3, ("depot", "town"): 8 + 3}
    assert found.legend == "mean demand; the widest is {} units of all products per day"
    weighed = SPLIT.replace("unit: kg", "unit: kg, weight: 1 kg")
    found = of_scenario(sim.load(written(tmp_path, weighed)).scenario)
    assert found.flows[("west", "depot")] == pytest.approx(2 + 3 * 0.5)
    assert found.legend == "mean demand; the widest is {} per day (unit: kg)"


def test_what_a_factory_makes_draws_its_components(tmp_path: Path) -> None:
    text = """\
name: plant
time: {horizon: 10}
products: {cake: {}, flour: {}}
sites:
  mill: {kind: supplier, supplies: {flour: {}}}
  bakery:
    kind: factory
    makes: {cake: {from: {flour: 3}, yield: 50 %}}
    stock: {flour: {replenish: {kind: base_stock, level: 10}}}
  town: {kind: customer, buys: {cake: {from: bakery, demand: {kind: poisson, rate: 2}}}}
lanes: {road: {from: mill, to: bakery}}
"""
    found = of_scenario(sim.load(written(tmp_path, text)).scenario)
    assert dict(found.flows) == {("mill", "bakery"): 2 * 3 / 0.5, ("bakery", "town"): 2}
    assert {place.name: place.kind for place in found.places} == {
        "mill": "supplier", "bakery": "factory", "town": "customer",
    }  # fmt: skip


def test_flows_of_a_run_are_those_of_its_ledger(tmp_path: Path) -> None:
    scenario = written(tmp_path)
    result = sim.run(scenario, replications=2)
    goods = sim.simulate(scenario, replication=0)
    found = of_run(result.run)
    accounts = goods.register.accounts
    for place in ("shop", "people"):
        into = [account.site == place and account.kind != "transit" for account in accounts]
        rows = goods.goods[np.array(into)[goods.goods["to_account"]] & (goods.goods["time"] >= 10)]
        (flow,) = (flow for arrow, flow in found.flows.items() if arrow[1] == place)
        assert flow == pytest.approx(rows["amount"].sum() / 50)
        assert flow > 0
    assert found.title == "shop"
    assert of_run(sim.run(scenario, variant="busy", replications=1).run).title == "shop-busy"


def test_a_run_without_a_scene_says_so() -> None:
    with pytest.raises(UsageError, match="was not kept"):
        of_run(run())


# ----------------------------------------------------------------------------------------------------- grouping


def test_tiers_count_from_the_customer() -> None:
    tiers = tiers_of(map_of("s1>w1 w1>c1 s2>c1 s1>c1", "s9 c9"))
    assert tiers == {"c1": 0, "c9": 0, "w1": 1, "s2": 1, "s1": 2, "s9": 2}


def test_circles_are_cut() -> None:
    tiers = tiers_of(map_of("w1>w2 w2>w3 w3>w1 w3>c1"))
    assert sorted(tiers.values()) == [0, 1, 2, 3]


def test_a_chain_may_be_longer_than_the_stack() -> None:
    chain = " ".join(f"w{number}>w{number + 1}" for number in range(3000))
    assert max(tiers_of(map_of(chain)).values()) == 3000


def test_few_sites_are_not_grouped() -> None:
    found = map_of(TANGLED)
    assert grouped(found) == found


def test_many_sites_are_grouped_by_what_they_have_in_common() -> None:
    found = of_scenario(sim.load(GROCERY).scenario)
    shown = grouped(found)
    assert len(found.places) == 411
    assert sorted(len(place.members) for place in shown.places) == [1] * 11 + [20] * 20
    members = [member for place in shown.places for member in place.members]
    assert sorted(members) == sorted(place.name for place in found.places)
    inside = {member: place.name for place in shown.places for member in place.members}
    for arrow, flow in shown.flows.items():
        parts = [part for (a, b), part in found.flows.items() if (inside[a], inside[b]) == arrow]
        assert flow == pytest.approx(sum(parts))
    assert sum(shown.flows.values()) == pytest.approx(sum(found.flows.values()))
    stack = next(place for place in shown.places if "store_001" in place.members)
    assert label_of(stack) == ("store_001 … store_020", "20 warehouses")
    assert stack.region == "coast"
    assert {len(place.members) for place in grouped(found, most=3).places} == {1, 10, 200}


# ----------------------------------------------------------------------------------------------------- layout


def test_layout_untangles_what_can_be_untangled() -> None:
    found = map_of("s1>w3 s2>w2 s3>w1 w1>c1 w2>c3 w3>c2")
    layout = lay_out(found)
    ends = [(layout.height[a], layout.height[b]) for a, b in found.flows]
    crossings = [1 for a, b in ends for c, d in ends if a < c and b > d]
    assert not crossings
    assert [len(column) for column in layout.columns] == [3, 3, 3]


def test_long_arrows_hold_a_seat_in_every_tier() -> None:
    found = map_of("s1>w1 w1>w2 w2>c1 s1>c1")
    layout = lay_out(found)
    assert len(layout.ways[("s1", "c1")]) == 2
    for level, name in zip(layout.ways[("s1", "c1")], ("w1", "w2"), strict=True):
        assert abs(level - layout.height[name]) >= 0.5


def test_backward_arrows_are_known() -> None:
    assert lay_out(map_of("w1>w2 w2>w1 w2>c1")).backward == {("w2", "w1")}
    assert not lay_out(map_of("s1>w1 w1>c1 s1>c1")).backward


# ----------------------------------------------------------------------------------------------------- picture


def test_width_follows_flow() -> None:
    figure = network.draw(map_of("s1>w1:100 w1>c1:50 w1>c2:25 s2>w1:0"))
    found = pictures.arrows(figure)
    widths = {name: arrow.get_linewidth() for name, arrow in found.items()}
    assert widths["s1->w1"] == pytest.approx(8.0)
    thin = widths["s2->w1"]
    assert (widths["w1->c1"] - thin) / (widths["s1->w1"] - thin) == pytest.approx(0.5)
    assert (widths["w1->c2"] - thin) / (widths["s1->w1"] - thin) == pytest.approx(0.25)
    solid = {name for name, arrow in found.items() if arrow.get_linestyle() == "solid"}
    assert solid == {"s1->w1", "w1->c1", "w1->c2"}
    (legend,) = (text.get_text() for text in figure.axes[0].texts if text.get_gid() == "legend")
    assert legend == "Width of an arrow: flow; the widest is 100 units; dashed: nothing."


def test_tiers_stand_from_left_to_right_and_kinds_differ_by_shape() -> None:
    figure = network.draw(map_of("s1>f1 f1>w1 w1>c1"))
    found = pictures.shapes(figure)
    middles = [found[name].get_xy()[:, 0].mean() for name in ("s1", "f1", "w1", "c1")]
    assert middles == sorted(middles)
    outlines = {len(shape.get_xy()) for shape in found.values()}
    assert len(outlines) == 4


def test_regions_have_colours_and_a_legend() -> None:
    plain = map_of("s1>w1 w1>c1 w2>c1")
    places = tuple(replace(place, region={"w1": "north", "w2": "south"}.get(place.name)) for place in plain.places)
    figure = network.draw(replace(plain, places=places))
    colours = {name: shape.get_facecolor() for name, shape in pictures.shapes(figure).items()}
    assert len({colours["w1"], colours["w2"], colours["s1"]}) == 3
    assert colours["s1"] == colours["c1"]
    said = [text.get_text() for text in figure.axes[0].texts]
    assert {"north", "south", "supplier", "warehouse", "customer"} <= set(said)
    assert "factory" not in said


@pytest.mark.parametrize(
    "found",
    [
        map_of(TANGLED),
        map_of("", "f1"),
        map_of(
            " ".join(f"s{n}>w_with_quite_a_long_name_{n % 3} w_with_quite_a_long_name_{n % 3}>c{n}" for n in range(9))
        ),
    ],
    ids=["tangled", "alone", "long names"],
)
def test_nothing_overlaps(found: Map) -> None:
    figure = network.draw(found)
    assert pictures.overlaps(figure) == []
    boxes = [box for _, box in pictures.texts(figure)]
    boxes += [shape.get_window_extent() for shape in pictures.shapes(figure).values()]
    assert len(boxes) > 2
    for name, arrow in pictures.arrows(figure).items():
        points = pictures.course(arrow)
        for box in boxes:
            inside = (points > box.min + 1).all(axis=1) & (points < box.max - 1).all(axis=1)
            assert not inside.any(), name


def test_the_grocery_chain_does_not_overlap() -> None:
    assert pictures.overlaps(network.draw(of_scenario(sim.load(GROCERY).scenario))) == []


def test_the_title_is_the_scenario() -> None:
    figure = network.draw(replace(map_of("s1>c1"), title="chain_of_$two$"))
    assert "chain_of_$two$" in [text for text, _ in pictures.texts(figure)]


def test_shop_of_the_tests_is_drawn(tmp_path: Path) -> None:
    figure = network.draw(of_scenario(sim.load(written(tmp_path, SHOP)).scenario))
    assert set(pictures.shapes(figure)) == {"maker", "shop", "people"}
