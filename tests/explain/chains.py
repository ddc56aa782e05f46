"""Small networks in which it is known what causes what."""

from __future__ import annotations

from typing import Any

from sim.clock import Clock
from sim.explain import Explanation, explain
from sim.explain.pace import Pace
from sim.explain.records import Records
from sim.explain.shelf import Shelf
from sim.ledger.frames import tables
from tests.networks import run

Document = dict[str, Any]


def stock(opening: float, replenish: Document | None, **more: Any) -> Document:
    found: Document = {"opening": {"on_hand": opening}, **more}
    return found if replenish is None else {**found, "replenish": replenish}


def customer(shop: str, demand: Document, product: str = "item", **more: Any) -> Document:
    return {"kind": "customer", "buys": {product: {"from": shop, "price": 1, "demand": demand, **more}}}


def steady(quantity: float) -> Document:
    return {"kind": "constant", "quantity": quantity, "every": 1}


def base_stock(level: float) -> Document:
    return {"kind": "base_stock", "level": level, "review": 1}


def network(sites: Document, lanes: Document, products: tuple[str, ...] = ("item",), **more: Any) -> Document:
    return {
        "name": "small",
        "time": {"horizon": 120},
        "products": {name: {"value": 1, "weight": 1} for name in products},
        "sites": sites,
        "lanes": {
            f"{origin}_{destination}": {"from": origin, "to": destination, **terms}
            for (origin, destination), terms in lanes.items()
        },
        **more,
    }


SELDOM_LATE = {"kind": "discrete", "values": {2: 0.94, 9: 0.06}}
"""Two days, and now and then a week more."""


def serial() -> Document:
    """grove -> centre -> shop -> people; all goes like clockwork but for the lorries to the centre."""
    return network(
        {
            "grove": {"kind": "supplier", "supplies": {"item": {"price": 1}}},
            "centre": {"kind": "warehouse", "stock": {"item": stock(40, base_stock(40))}},
            "shop": {"kind": "warehouse", "stock": {"item": stock(20, base_stock(20))}},
            "people": customer("shop", steady(10), when_short="lost"),
        },
        {("grove", "centre"): {"lead_time": SELDOM_LATE, "crossing": False}, ("centre", "shop"): {"lead_time": 1}},
    )


class Case:
    """A run of a document, to be asked about."""

    def __init__(self, document: Document, seed: int = 1) -> None:
        self.books = run(document, seed)
        self.tables = tables(self.books)

    def asked(self, site: str, day: int, product: str = "item", **options: Any) -> Explanation:
        return explain(self.tables, Clock(), site, product, day, **options)

    def short_days(self, site: str, product: str = "item") -> list[int]:
        """The days on which something was asked for that was not there."""
        records = Records(self.tables)
        return sorted({int(short.since) + 1 for short in Shelf(records, Pace(records), (site, product)).shorts})
