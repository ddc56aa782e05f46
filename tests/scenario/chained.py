"""A small scenario of three shops, with variants that extend each other and with expectations."""

from __future__ import annotations

from pathlib import Path

CHAINED = """\
name: chained
time: {horizon: 60, warm_up: 10}
products:
  juice: {value: 1.5, tags: [chilled]}
  tea: {unit: kg}
sites:
  maker:
    kind: supplier
    supplies: {juice: {lead_time: 2 days}, tea: {}}
  shop:
    count: 3
    kind: warehouse
    region: north
    tags: [store]
    stock:
      juice: {opening: {on_hand: 20}, replenish: {kind: base_stock, level: 50}}
      tea: {replenish: {kind: min_max, reorder_point: 5, up_to: 9}}
  people:
    count: 3
    kind: customer
    buys:
      juice: {from: "shop_{n}", demand: {kind: poisson, rate: 10 per day}}
      tea: {from: "shop_{n}", demand: {kind: constant, quantity: 1}}
lanes:
  deliveries: {from: maker, to: {tag: store}, lead_time: 1 day}
expect:
  fill_rate: {sites: {tag: store}, at_least: 90 %}
  cost_rate: {category: holding, at_most: 500}
variants:
  more:
    set: {sites.shop.stock.juice.replenish.level: 60}
    expect:
      fill_rate: {at_least: 95 %}
  most:
    extends: more
    set: {sites.tag:store.stock.juice.replenish.level: 70, sites.shop_1.stock.tea.replenish.up_to: 12}
  slow:
    extends: most
    set:
      lanes.deliveries.lead_time: 36 h
      sites.shop_1.stock.juice.replenish.level: 75
    expect:
      lateness: {at_most: 1 day, in: 80 % of replications}
"""


def written(folder: Path, text: str = CHAINED, name: str = "chained.yaml") -> Path:
    """``text`` as a file of the folder."""
    file = folder / name
    file.write_text(text)
    return file
