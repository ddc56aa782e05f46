"""What nobody uses is told, unless a disruption of the catalogue or a variant turns to it."""

from __future__ import annotations

import pytest

import sim

CHAIN = """
name: chain
time: {horizon: 20}
products: {tea: {}}
sites:
  maker: {kind: supplier, supplies: {tea: {}}}
  other: {kind: supplier, supplies: {tea: {}}}
  shop:
    kind: warehouse
    stock: {tea: {opening: {on_hand: 9}, source: road, replenish: {kind: base_stock, level: 9}}}
  people: {kind: customer, buys: {tea: {from: shop, demand: {kind: poisson, rate: 2}}}}
lanes:
  road: {from: maker, to: shop}
  detour: {from: maker, to: shop, lead_time: 2}
  far: {from: other, to: shop}
"""
IDLE = {"nobody orders from this supplier", "nobody orders along this lane"}
TURNS = {
    "a policy of the catalogue": (
        "disruptions: {change: {where: shop, when: {starts: 5}, what: {kind: policy, source: other}}}\n",
        {"lanes.detour"},
    ),
    "a policy that names the lane": (
        "disruptions: {change: {where: shop, when: {starts: 5}, what: {kind: policy, source: far}}}\n",
        {"lanes.detour"},
    ),
    "a detour of the catalogue": (
        "disruptions: {shut: {where: road, when: {starts: 5}, what: {kind: closure, divert_to: detour}}}\n",
        {"lanes.far", "sites.other"},
    ),
    "a variant": (
        "variants: {split: {set: {sites.shop.stock.tea.source: {kind: split, shares: {road: 50 %, other: 50 %}}}}}\n",
        {"lanes.detour"},
    ),
    "nobody": ("", {"lanes.detour", "lanes.far", "sites.other"}),
}


@pytest.mark.parametrize("who", TURNS)
def test_what_somebody_turns_to_is_not_idle(tmp_path, who):
    added, idle = TURNS[who]
    file = tmp_path / "chain.yaml"
    file.write_text(CHAIN + added, encoding="utf-8")
    told = {problem.path for problem in sim.check(file) if problem.message in IDLE}
    assert told == idle
