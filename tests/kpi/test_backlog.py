from __future__ import annotations

import numpy as np
import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, books, value


def test_average_over_time():
    assert value(SHOP, "backlog") == pytest.approx(1 / 10)
    assert value(PAIR, "backlog", site="shop", product="item") == pytest.approx(2 / 8)
    assert value(PAIR, "backlog", site="depot") == 0.0


def test_by_whom_it_is_owed_to():
    # Ben is owed 1 for the last day, Carl 1 for the last half.
    assert value(MARKET, "backlog", customer="ben") == pytest.approx(1 / 6)
    assert value(MARKET, "backlog", customer="carl", product="pear") == pytest.approx(0.5 / 6)
    assert value(MARKET, "backlog", customer="anna") == 0.0
    assert value(MARKET, "backlog") == pytest.approx(1.5 / 6)


def test_what_began_before_measuring_counts_from_its_start():
    # The unit owed from day 2 to day 3, measured from 2.5 to 10.
    assert value(SHOP, "backlog", time={"warm_up": 2.5}) == pytest.approx(0.5 / 7.5)


def test_what_sites_owe_each_other_counts():
    short = PAIR.replace("opening: {on_hand: 20}", "opening: {on_hand: 7}")  # 3 of the first 10 stay owed, then 6 more
    assert value(short, "backlog", site="depot") == pytest.approx((3 * 5 + 6 * 1) / 8)
    assert value(short, "backlog") == pytest.approx(
        value(short, "backlog", site="depot") + value(short, "backlog", site="shop")
    )


def test_what_suppliers_work_on_is_no_backlog():
    direct = MARKET.replace(
        "carl: {kind: customer, buys: {pear: {from: stand,", "carl: {kind: customer, buys: {pear: {from: farm,"
    )
    direct = direct.replace("sites:", "sites:\n  farm: {kind: supplier, supplies: {pear: {lead_time: 9}}}")
    assert value(direct, "backlog", customer="carl") == 0.0
    assert value(direct, "backlog") == pytest.approx(1 / 6)


@pytest.mark.parametrize("text", [SHOP, MARKET, PAIR])
def test_littles_law(text):
    # L = lambda W over the whole run: the level that receipts and shipments leave, against the waits of the orders.
    ledger = books(text)
    waits = ledger.facts.waits
    waited = np.zeros(len(ledger.register.accounts))
    np.add.at(waited, ledger.orders["seller"][waits.order], waits.time(0.0, ledger.end))
    level = ledger.backlog.mean(0.0, ledger.end) * ledger.end
    stocks = ledger.register.is_warehouse
    assert level[stocks] == pytest.approx(waited[stocks])
    assert level[stocks].sum() > 0 or text is not SHOP
