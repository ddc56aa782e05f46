"""Small factories worked by hand, and what can be read off their ledgers."""

from __future__ import annotations

from typing import Any

from sim.ledger.books import Books
from sim.ledger.tables import NOBODY, Event, Reason, State
from tests.engine.worlds import lane, play

Document = dict[str, Any]


def factory(makes, lines=None, stock=None) -> Document:
    """A plant; stocks are given by what is on hand, or as a whole."""
    stocks = stock or {}
    kept = {name: {"opening": {"on_hand": said}} if isinstance(said, int) else said for name, said in stocks.items()}
    return {"kind": "factory", "makes": makes, "lines": lines or {}, "stock": kept}


def base_stock(level, on_hand=0, **more) -> Document:
    """A stock of a base-stock level that is reviewed continuously."""
    return {"opening": {"on_hand": on_hand}, "replenish": {"kind": "base_stock", "level": level}, **more}


def buyer(when_short="backorder", **orders) -> Document:
    """A customer that orders pairs of time and quantity of products from the plant."""
    return {
        "kind": "customer",
        "buys": {
            product: {
                "from": "plant", "when_short": when_short,
                "demand": {"kind": "trace", "orders": [list(order) for order in said]},
            }
            for product, said in orders.items()
        },
    }  # fmt: skip


def run_shop(plant, customers, horizon=40, time=None, other=None, **supplies) -> Books:
    """Runs a plant that buys ``supplies`` (terms by product) over a lane that takes no time; its books must balance.

    ``other`` are more sections of the scenario.
    """
    sites = {"plant": plant, **(customers if "kind" not in customers else {"c": customers})}
    lanes = []
    if supplies:
        sites["s"] = {"kind": "supplier", "supplies": supplies}
        lanes = [lane("s", "plant")]
    products = {name: {} for name in ("a", "b", "f", "g", "r")}
    return play(
        sites,
        lanes,
        horizon,
        products=products,
        time={"start": "2025-01-06", "unit": "hour", **(time or {})},
        **(other or {}),
    )


def came(books, product, buyer_site="c") -> list[tuple[float, int]]:
    """Goods of a product that reached a site: when, how much."""
    accounts = books.register.accounts
    return [
        (float(row["time"]), int(row["amount"]))
        for row in books.goods
        if accounts[row["to_account"]].site == buyer_site and accounts[row["to_account"]].product == product
        and accounts[row["to_account"]].kind in ("customer", "warehouse")
    ]  # fmt: skip


def used(books, product) -> list[tuple[float, int]]:
    """Components that were issued: when, how much."""
    accounts = books.register.accounts
    return [
        (float(row["time"]), int(row["amount"]))
        for row in books.goods
        if accounts[row["to_account"]].kind == "use" and accounts[row["to_account"]].product == product
    ]


def told(books, *events) -> list[tuple[float, str, int]]:
    """Events of some kinds: when, which product's maker or seller, how much."""
    accounts = books.register.accounts
    return [
        (float(row["time"]), accounts[books.orders["seller"][row["order"]]].product, int(row["quantity"]))
        for row in books.events
        if row["event"] in events
    ]


def reasons(books, product) -> list[tuple[float, str]]:
    """Why orders for a product waited."""
    accounts = books.register.accounts
    return [
        (float(row["time"]), Reason(row["reason"]).name)
        for row in books.events
        if row["event"] == Event.WAITING and accounts[books.orders["seller"][row["order"]]].product == product
    ]


def spells(books, machine) -> list[tuple[float, str]]:
    """In which states a machine was, and since when; with ``*`` while an order is on it and it does not work."""
    number = next(i for i, resource in enumerate(books.register.resources) if resource.name == machine)
    found = []
    for row in books.states[books.states["resource"] == number]:
        held = row["order"] != NOBODY and row["state"] in (State.DOWN, State.OFF)
        found.append((float(row["since"]), State(row["state"]).name + ("*" if held else "")))
    return found
