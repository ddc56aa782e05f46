from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sim.ledger import digest, site_digests
from tests.ledger.ledgers import RESOURCES, ROWS, World, busy_week, chain


def two_worlds(*, other):
    """A shop of its own, and perhaps another one before it in the alphabet and in every table."""
    world = World()
    if other:
        world.site("alone", "warehouse", opening=50)
        world.site("buyers", "customer", owner="people", price=2.0)
    world.site("people", "customer", owner="people", price=1.0)
    world.site("shop", "warehouse", opening=9)
    world.begin()
    for time in (0.0, 1.0, 2.5):
        world.now = time
        if other:
            world.ship(world.order("buyers", "alone", 2), 2)
        world.ship(world.order("people", "shop", 3), 3)
    return world.books(4.0)


def test_a_disconnected_site_changes_nobody_else():
    alone, both = site_digests(two_worlds(other=False)), site_digests(two_worlds(other=True))
    assert alone == {site: both[site] for site in ("people", "shop")}
    assert digest(two_worlds(other=False)) != digest(two_worlds(other=True))


def test_the_same_again():
    first, second = busy_week().books(10.0, 2.0, RESOURCES), busy_week().books(10.0, 2.0, RESOURCES)
    assert site_digests(first) == site_digests(second)
    assert digest(first) == digest(second)
    assert len(digest(first)) == 32


OTHERWISE = {"from_account": 0, "to_account": 0, "buyer": 2, "seller": 2, "parent": 0, "transit": 4, "order": 0}
OTHERWISE |= {"payer": 1, "payee": 3, "account": 1}


def _columns():
    books = busy_week().books(10.0, 0.0, RESOURCES)
    fields = {name: "posted_money" if name == "money" else name for name in ROWS}
    columns = [(field, column) for field in fields.values() for column in getattr(books, field).dtype.names]
    return [pair for pair in columns if pair != ("states", "resource")]  # there is but one


@pytest.mark.parametrize(("table", "column"), _columns())
def test_every_column_counts(table, column):
    books = busy_week().books(10.0, 0.0, RESOURCES)
    rows = getattr(books, table).copy()
    value = rows[column][-1]
    rows[column][-1] = OTHERWISE[column] if column in OTHERWISE else value + 1
    assert rows[column][-1] != value
    assert digest(dataclasses.replace(books, **{table: rows})) != digest(books)


def test_order_of_posting_counts():
    books = busy_week().books(10.0, 0.0, RESOURCES)
    goods = books.goods.copy()
    goods[[0, 1]] = goods[[1, 0]]
    changed = site_digests(dataclasses.replace(books, goods=goods))
    before = site_digests(books)
    # The depot ships on its lane, the people take: each saw its own rows in the order in which they were.
    assert changed == before
    goods[[0, 1]] = goods[[1, 0]]
    depot = np.flatnonzero(goods["from_account"] == 0)[:2]
    goods[depot] = goods[depot[::-1]]
    changed = site_digests(dataclasses.replace(books, goods=goods))
    assert {site for site in before if before[site] != changed[site]} == {"depot"}


def test_sites_without_rows_have_a_digest_too():
    assert set(site_digests(chain().books(1.0))) == {"depot", "mill", "people", "shop"}
