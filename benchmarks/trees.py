"""Scenario files of trees of any size: a factory, distribution centres and shops, as text."""

from __future__ import annotations

HEAD = """\
# Base stock reviewed daily, lead times 2, 3 and 2 days, Poisson(20) a day at each shop, 365 days; holding 1, 2 and 3
# at factory, centres and shops, backlog 30 at the shops.
name: tree_{shops}
time: {{unit: day, horizon: {days}}}
seed: 1
products: {{item: {{unit: each}}}}
sites:
  source: {{kind: supplier, supplies: {{item: {{}}}}}}
  factory:
    kind: warehouse
    stock:
      item:
        opening: {{on_hand: {factory}}}
        replenish: {{kind: base_stock, level: {factory}, review: 1 day}}
        costs: {{holding: 1}}
"""
CENTRE = """\
  centre_{n:04}:
    kind: warehouse
    stock:
      item:
        opening: {{on_hand: {level}}}
        replenish: {{kind: base_stock, level: {level}, review: 1 day}}
        costs: {{holding: 2}}
"""
SHOP = """\
  shop_{n:04}:
    kind: warehouse
    stock:
      item:
        opening: {{on_hand: 50}}
        replenish: {{kind: base_stock, level: 50, review: 1 day}}
        costs: {{holding: 3, backlog: 30}}
  shoppers_{n:04}:
    kind: customer
    buys: {{item: {{from: shop_{n:04}, demand: {{kind: periodic, quantity: {{kind: poisson, mean: 20}}}}}}}}
"""
LANE = "  {name}: {{from: {origin}, to: {destination}, lead_time: {days} days}}\n"


def tree(shops: int, centres: int, days: int = 365) -> str:
    """The YAML text of a tree with so many shops, spread evenly over the centres."""
    text = [HEAD.format(shops=shops, days=days, factory=41 * shops)]
    text += [CENTRE.format(n=n, level=64 * shops // centres) for n in range(centres)]
    text += [SHOP.format(n=n) for n in range(shops)]
    text.append("lanes:\n")
    text.append(LANE.format(name="to_factory", origin="source", destination="factory", days=2))
    for n in range(centres):
        text.append(LANE.format(name=f"to_centre_{n:04}", origin="factory", destination=f"centre_{n:04}", days=3))
    for n in range(shops):
        centre = f"centre_{n * centres // shops:04}"
        text.append(LANE.format(name=f"to_shop_{n:04}", origin=centre, destination=f"shop_{n:04}", days=2))
    return "".join(text)
