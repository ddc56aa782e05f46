"""A tiny chain for effects on lanes: 2 units leave the maker each day from day 0 on, and take 3 days to the shop."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.ledger.books import Books
from sim.ledger.tables import MoneyKind
from tests.networks import run

WINDOW = {"starts": 10, "lasts": 5}
"""A disruption from day 10 until day 15."""
ROAD = {"from": "maker", "to": "shop", "lead_time": 3, "costs": {"per_shipment": 7, "per_unit": 0.5}}


def document(where: str, *what: dict[str, Any], lane: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """The chain with a disruption; ``lane`` says what is different of its road."""
    return {
        "name": "roads",
        "time": {"horizon": 30},
        "products": {"item": {}},
        "sites": {
            "maker": {"kind": "supplier", "supplies": {"item": {"price": 4}}},
            "shop": {
                "kind": "warehouse",
                "stock": {
                    "item": {
                        "opening": {"on_hand": 50},
                        "source": "road",
                        "replenish": {"kind": "planned", "quantities": [2], "repeat": True, "review": 1},
                    }
                },
            },
            "people": {"kind": "customer", "buys": {"item": {"from": "shop", "price": 10, "demand": daily()}}},
        },
        "lanes": {"road": {**ROAD, **(lane or {})}, **more.pop("lanes", {})},
        "disruptions": {"storm": {"where": where, "when": WINDOW, "what": list(what), **more.pop("disruption", {})}},
        "active": ["storm"],
        **more,
    }


def daily() -> dict[str, Any]:
    """1 unit a day."""
    return {"kind": "constant", "quantity": 1, "every": 1}


def books(where: str, *what: dict[str, Any], **more: Any) -> Books:
    """The chain, run."""
    return run(document(where, *what, **more))


def landings(books: Books) -> list[float]:
    """When goods came to the shop."""
    shop = next(i for i, of in enumerate(books.register.accounts) if of.site == "shop" and of.kind == "warehouse")
    return [float(time) for time in books.goods["time"][books.goods["to_account"] == shop]]


def paid(books: Books, kind: MoneyKind) -> dict[float, float]:
    """Money of a kind, by the time at which it was due."""
    rows = books.posted_money[books.posted_money["kind"] == kind]
    return {float(t): float(rows["amount"][rows["recognised_at"] == t].sum()) for t in np.unique(rows["recognised_at"])}
