from __future__ import annotations

import numpy as np
import pytest

from sim.ledger import NOBODY, MoneyKind, accrue
from tests.ledger.ledgers import busy_week, chain

DEPOT, MILL, PEOPLE, SHOP, ROAD, VAN = range(6)


def amount(rows, kind, account, at):
    found = rows[(rows["kind"] == kind) & (rows["account"] == account) & (rows["recognised_at"] == at)]
    assert found.size == 1
    return found["amount"][0]


def test_costs_worked_by_hand():
    # Two steps to a unit: shop 1 a unit and time on hand, 4 owed; depot 0.5 and 2; the road 0.25.
    books = busy_week().books(10.0, 2.0)
    rows = books.accrued
    depot = 7 * 1.5 + 13 * 0.5 + 5 + 15 * 5
    assert amount(rows, MoneyKind.HOLDING, DEPOT, 10.0) == depot / 2 * 0.5
    assert amount(rows, MoneyKind.HOLDING, DEPOT, 2.0) == (9 + 7) / 2 * 0.5
    assert amount(rows, MoneyKind.HOLDING, SHOP, 10.0) == 3 * 2 / 2 * 1.0
    assert amount(rows, MoneyKind.BACKLOG, SHOP, 10.0) == (3 * 1.5 + 1 + 6 * 3) / 2 * 4.0
    assert amount(rows, MoneyKind.BACKLOG, DEPOT, 10.0) == 0.0
    assert amount(rows, MoneyKind.TRANSIT_HOLDING, ROAD, 10.0) == (16 * 1.5 + 10 * 1.5 + 4 * 4) / 2 * 0.25
    assert rows.size == 2 * 5


def test_who_pays_whom():
    books = busy_week().books(10.0, 2.0)
    parties = np.array(books.register.parties)
    assert set(parties[books.accrued["payee"]]) == {"outside"}
    road = books.accrued[books.accrued["account"] == ROAD]
    assert set(parties[road["payer"]]) == {"mill"}
    assert set(parties[books.accrued[books.accrued["account"] != ROAD]["payer"]]) == {"company"}
    assert set(books.accrued["order"]) == {NOBODY}


def test_buckets_add_up_to_the_period():
    books = busy_week().books(10.0, 2.0)
    whole, parts = books.accrued, accrue(books, np.array([0.0, 2.0, 2.5, 4.0, 7.125, 10.0]))
    for kind in (MoneyKind.HOLDING, MoneyKind.TRANSIT_HOLDING, MoneyKind.BACKLOG):
        total = parts["amount"][(parts["kind"] == kind) & (parts["recognised_at"] > 2.0)].sum()
        expected = whole["amount"][(whole["kind"] == kind) & (whole["recognised_at"] > 2.0)].sum()
        assert total == pytest.approx(expected, rel=1e-15)
    assert np.all(np.diff(parts["recognised_at"]) >= 0)
    assert np.array_equal(parts["recognised_at"], parts["settled_at"])


def test_without_warm_up_there_is_one_bucket():
    assert set(busy_week().books(10.0).accrued["recognised_at"]) == {10.0}


def test_without_rates_there_is_nothing():
    assert chain().books(10.0).accrued.size == 0
