"""Small worlds worked by hand, and what can be read off their ledgers."""

from __future__ import annotations

from typing import Any

from sim.ledger.books import Books
from sim.ledger.reconcile import reconcile
from sim.ledger.tables import NOBODY, Event, MoneyKind, Reason, State
from tests.networks import run

Document = dict[str, Any]


def supplier(owner=None, **terms) -> Document:
    """A supplier of the item, on these terms."""
    site = {"kind": "supplier", "supplies": {"item": terms}}
    return site if owner is None else {**site, "owner": owner}


def warehouse(on_hand=0, replenish=None, owner=None, opening=None, **terms) -> Document:
    """A warehouse that stocks the item."""
    stock = {"opening": {"on_hand": on_hand, **(opening or {})}, **terms}
    if replenish is not None:
        stock["replenish"] = replenish
    site = {"kind": "warehouse", "stock": {"item": stock}}
    return site if owner is None else {**site, "owner": owner}


def customer(source, *orders, **terms) -> Document:
    """A customer that places these orders, each a pair of time and quantity."""
    demand = terms.pop("demand", {"kind": "trace", "orders": [list(order) for order in orders]})
    return {"kind": "customer", "buys": {"item": {"from": source, "demand": demand, **terms}}}


def planned(*quantities, **review) -> Document:
    """A policy that orders these quantities, review by review."""
    return {"kind": "planned", "quantities": list(quantities), "review": {"every": 1, **review}}


def lane(origin, destination, lead_time=0, **terms) -> Document:
    return {"from": origin, "to": destination, "lead_time": lead_time, **terms}


def document(sites, lanes=None, horizon=10, **other) -> Document:
    return {
        "name": "world",
        "time": {"horizon": horizon, **other.pop("time", {})},
        "products": other.pop("products", {"item": {}}),
        "sites": sites,
        "lanes": {f"lane_{i}": lane for i, lane in enumerate(lanes or [])} if not isinstance(lanes, dict) else lanes,
        **other,
    }


def play(sites, lanes=None, horizon=10, seed=1, **other) -> Books:
    """Runs a world; its books must balance."""
    books = run(document(sites, lanes, horizon, **other), seed)
    balance = reconcile(books)
    assert (balance.goods, balance.money) == (0, 0), balance.details
    return books


def account(books, name, product="item") -> int:
    """Number of the account of a site or a lane."""
    accounts = books.register.accounts
    return next(i for i, a in enumerate(accounts) if name == (a.lane or a.site) and a.product == product)


def name(books, number) -> str:
    found = books.register.accounts[number]
    return found.lane or found.site


def placed(books, buyer, product="item") -> list[tuple[float, str, int]]:
    """Orders of a buyer: when, from whom, how much."""
    rows = books.orders[books.orders["buyer"] == account(books, buyer, product)]
    return [(float(r["placed_at"]), name(books, r["seller"]), int(r["quantity"])) for r in rows]


def moved(books, origin=None, destination=None) -> list[tuple[float, int]]:
    """Goods that left an account, reached one, or both: when, how much."""
    rows = books.goods
    if origin is not None:
        rows = rows[rows["from_account"] == account(books, origin)]
    if destination is not None:
        rows = rows[rows["to_account"] == account(books, destination)]
    return [(float(r["time"]), int(r["amount"])) for r in rows]


def happened(books, buyer) -> list[tuple[float, str, int, str]]:
    """What happened to a buyer's orders: when, what, how much, why."""
    number = account(books, buyer)
    return [
        (float(r["time"]), Event(r["event"]).name, int(r["quantity"]), Reason(r["reason"]).name)
        for r in books.events
        if books.orders["buyer"][r["order"]] == number
    ]


def paid(books) -> list[tuple[float, str, str, str, float]]:
    """Money of the moment: when, who, whom, for what, how much."""
    parties = books.register.parties
    return [
        (
            float(r["recognised_at"]),
            parties[r["payer"]],
            parties[r["payee"]],
            MoneyKind(r["kind"]).name,
            float(r["amount"]),
        )
        for r in books.posted_money
    ]


def states(books) -> list[tuple[float, str]]:
    return [(float(r["since"]), State(r["state"]).name) for r in books.states]


def parents(books, buyer) -> list[int | None]:
    """For each order of a buyer, the number of the order that caused it."""
    rows = books.orders[books.orders["buyer"] == account(books, buyer)]
    return [None if r["parent"] == NOBODY else int(r["parent"]) for r in rows]


def numbers(books, buyer) -> list[int]:
    """The numbers of a buyer's orders."""
    return [i for i, r in enumerate(books.orders) if r["buyer"] == account(books, buyer)]


def on_hand(books, site, time) -> int:
    """Stock on hand at the end of an instant."""
    number = account(books, site)
    rows = books.goods[books.goods["time"] <= time]
    into, out = rows["to_account"] == number, rows["from_account"] == number
    return int(books.opening[number] + rows["amount"][into].sum() - rows["amount"][out].sum())
