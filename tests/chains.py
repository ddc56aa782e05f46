"""Small chains to run, and small results to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.results import KEYS, Identity, Replication, Run, Tracks

if TYPE_CHECKING:
    from pathlib import Path

SHOP = """\
name: shop
time: {horizon: 60, warm_up: 10}
seed: 3
products: {item: {value: 2}}
sites:
  maker: {kind: supplier, supplies: {item: {price: 1}}}
  shop:
    kind: warehouse
    stock:
      item:
        opening: {on_hand: 40}
        replenish: {kind: min_max, reorder_point: 20, up_to: 60}
        costs: {holding: 1, backlog: 10, per_order: 20}
  people: {kind: customer, buys: {item: {from: shop, price: 3, demand: {kind: poisson, rate: 10}}}}
lanes:
  road: {from: maker, to: shop, lead_time: {kind: uniform, low: 0.5, high: 1}}
variants:
  busy: {set: {sites.people.buys.item.demand.rate: 20}}
"""
CLOCKWORK = SHOP.replace("{kind: poisson, rate: 10}", "{kind: constant, quantity: 10, every: 1 day}").replace(
    "{kind: uniform, low: 0.5, high: 1}", "1 day"
)
"""The same without chance."""
COUNTED = SHOP.replace("horizon: 60, warm_up: 10", "horizon: {orders: 100, of: people}")
"""The same until so many orders, so that each replication ends at another time."""


def written(folder: Path, text: str = SHOP) -> Path:
    """The scenario as a file."""
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return path


IDENTITY = Identity("shop", None, "f" * 32, 3, "0.1.0")
ROWS = (
    ("fill_rate", "share", None, None, None, None, None, None),
    ("fill_rate", "share", "shop", "item", None, None, None, None),
    ("cost", "EUR", None, None, None, None, None, "holding"),
    ("fill_rate", "share", None, "item", "people", None, None, None),
    ("transit_time", "day", None, "item", None, "road", None, None),
    ("stock", "each", "shop", None, None, None, None, None),
)


def replication(number: int, *, buckets: int = 4) -> Replication:
    """A replication whose numbers follow from its own."""
    values = [0.5 + number / 10, 0.25, 100.0 * number, np.nan if number == 1 else 0.5, np.nan, 1 / (number + 3)]
    levels = np.arange(2.0 * buckets).reshape(2, buckets) / 7 + number / 3
    levels[1, -1] = np.nan
    return Replication(
        number=number,
        digest=f"{number:032x}",
        goods=0,
        money=0.0,
        end=float(buckets),
        seconds=0.5,
        measurements=pd.DataFrame(
            [(*row, value) for row, value in zip(ROWS, values, strict=True)], columns=[*KEYS, "value"]
        ).astype(dict.fromkeys(KEYS, "category")),
        tracks=Tracks((("shop", "item"), ("people", "item")), np.arange(buckets + 1.0), {"on_hand": levels}),
    )


def run(count: int = 3, *, is_random: bool = True, identity: Identity = IDENTITY) -> Run:
    """A run of such replications."""
    from sim.experiment.tally import Tally, kpis_of

    tally = Tally(count)
    for number in range(count):
        tally.take(replication(number))
    measurements = tally.measurements()
    return Run(
        identity=identity,
        is_random=is_random,
        asked=count,
        period=(1.0, 4.0),
        time_unit="day",
        kpis=kpis_of(measurements),
        measurements=measurements,
        series=tally.series(),
        digests=tally.digests,
        goods=0,
        money=0.0,
        failures=(),
        status="finished",
        seconds=tally.seconds,
        versions={"python": "3.11"},
        text=SHOP,
    )
