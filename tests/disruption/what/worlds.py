"""Small chains under disruption, and what can be read off their ledgers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.ledger.digest import digest
from sim.ledger.tables import Event, Reason
from tests.engine import worlds

if TYPE_CHECKING:
    from sim.ledger.books import Books

ALWAYS = {"kind": "base_stock", "level": 100}
"""A stock that orders each unit anew in the instant in which it is asked for."""


def chain(
    effect: Any, *orders: tuple[float, int], when: Any = None, supply: Any = None, more: Any = None, **disruption: Any
) -> Books:
    """A maker, a shop with 100 in stock, and a buyer; the disruption strikes the maker, from 10 to 20 if not said."""
    strike = {"where": "maker", "when": {"starts": 10, "lasts": 10} if when is None else when, "what": effect}
    several = {"strike": strike | disruption} if effect is not None else {}
    if more is not None:
        several["more"] = more
    return worlds.play(
        {
            "maker": worlds.supplier(**(supply or {})),
            "shop": worlds.warehouse(100, ALWAYS),
            "buyer": worlds.customer("shop", *orders),
        },
        [worlds.lane("maker", "shop")],
        horizon=60,
        disruptions=several,
        active=sorted(several),
    )


def arrivals(books: Books, site: str = "shop") -> list[tuple[float, int]]:
    """When how much came into a stock."""
    rows = books.goods[books.goods["to_account"] == worlds.account(books, site)]
    return [(float(row["time"]), int(row["amount"])) for row in rows]


def in_force(books: Books) -> list[tuple[float, float]]:
    """When which value was put in force; 1 where it was over."""
    return [(float(row["since"]), float(row["share"])) for row in books.states if _disrupts(books, row["resource"])]


def _disrupts(books: Books, resource: int) -> bool:
    return books.register.resources[resource].kind == "disruption"


def refused(books: Books) -> list[tuple[float, int]]:
    """Orders that were refused because of a disruption."""
    rows = books.events[(books.events["event"] == Event.LOST) & (books.events["reason"] == Reason.DISRUPTED)]
    return [(float(row["time"]), int(row["quantity"])) for row in rows]


def held(books: Books) -> list[float]:
    """When orders began to wait because of a disruption."""
    rows = books.events[(books.events["event"] == Event.WAITING) & (books.events["reason"] == Reason.DISRUPTED)]
    return np.asarray(rows["time"]).tolist()


__all__ = ["arrivals", "chain", "digest", "held", "in_force", "refused"]
