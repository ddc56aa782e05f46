"""Tariffs, by hand: 2 units a day come at 4 each; something is on in [10, 15)."""

from __future__ import annotations

import dataclasses

import pytest

from sim.ledger.digest import digest
from sim.ledger.reconcile import reconcile
from sim.ledger.tables import MoneyKind
from tests.networks import run
from tests.struck_roads import books, document, paid


@pytest.mark.parametrize("where", ["road", "maker"])
def test_a_share_of_the_price_is_due_on_delivery(where: str) -> None:
    found = books(where, {"kind": "tariff", "share": "25 %"})
    assert paid(found, MoneyKind.TARIFF) == {float(day): 2 * 4 * 0.25 for day in range(10, 15)}
    assert paid(found, MoneyKind.PURCHASE) == {float(day): 8.0 for day in range(3, 31)}
    assert str(reconcile(found)) == "the books balance"


def test_it_is_a_share_of_the_price_of_the_day_and_several_add_up() -> None:
    said = document("maker", {"kind": "tariff", "share": 0.1}, {"kind": "price", "factor": 1.5})
    said["disruptions"]["duty"] = {
        "where": "road",
        "when": {"starts": 12, "lasts": 10},
        "what": {"kind": "tariff", "share": 0.5},
    }
    found = run({**said, "active": ["duty", "storm"]})
    due = paid(found, MoneyKind.TARIFF)
    # The price is 6 until day 15, and 4 again; the rates are 10 %, 60 % from day 12 and 50 % from day 15 to 21.
    expected = {**dict.fromkeys((10, 11), 1.2), **dict.fromkeys((12, 13, 14), 7.2), **dict.fromkeys(range(15, 22), 4.0)}
    assert due == pytest.approx(expected)
    assert str(reconcile(found)) == "the books balance"


def test_a_sale_over_a_lane_is_charged_to_the_customer() -> None:
    said = document("outbound", {"kind": "tariff", "share": 0.2})
    said["lanes"]["outbound"] = {"from": "shop", "to": "people"}
    found = run(said)
    assert paid(found, MoneyKind.TARIFF) == {float(day): 10 * 0.2 for day in range(10, 15)}
    rows = found.posted_money[found.posted_money["kind"] == MoneyKind.TARIFF]
    assert {found.register.parties[number] for number in rows["payer"]} == {"people"}
    assert {found.register.parties[number] for number in rows["payee"]} == {"outside"}
    assert str(reconcile(found)) == "the books balance"


def test_what_changes_nothing_leaves_the_digest() -> None:
    neutral = document("road", {"kind": "tariff", "share": 0})
    assert digest(run(neutral)) == digest(run({**neutral, "active": []}))


def test_the_proof_sees_a_duty_that_is_missing() -> None:
    found = books("road", {"kind": "tariff", "share": 0.25})
    rows = found.posted_money[found.posted_money["kind"] != MoneyKind.TARIFF]
    assert "tariffs = goods delivered" in str(reconcile(dataclasses.replace(found, posted_money=rows)))
