"""Prices, by hand: 2 units a day come at 4 each and are sold at 10, one a day; something is on in [10, 15)."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from sim.ledger.digest import digest
from sim.ledger.reconcile import reconcile
from sim.ledger.tables import MoneyKind
from tests.networks import run
from tests.struck_roads import books, document, paid


@pytest.mark.parametrize(
    ("said", "price"), [({"factor": 1.5}, 6.0), ({"plus": 3}, 7.0), ({"plus": -9}, 0.0), ({"factor": 0}, 0.0)]
)
def test_the_price_of_the_day_of_delivery_counts(said: dict[str, Any], price: float) -> None:
    found = books("maker", {"kind": "price", **said})
    # What was ordered on day 7 is delivered on day 10, and due at the price of day 10; what lands on day 15 at the old.
    due = {day: 2 * (price if 10 <= day < 15 else 4.0) for day in range(3, 31)}
    assert paid(found, MoneyKind.PURCHASE) == due
    assert str(reconcile(found)) == "the books balance"


def test_a_sale_price_falls_half_way_at_half_severity() -> None:
    found = books("people", {"kind": "price", "factor": 0.6}, disruption={"severity": 0.5})
    assert paid(found, MoneyKind.SALE) == {day: 8.0 if 10 <= day < 15 else 10.0 for day in range(30)}
    assert str(reconcile(found)) == "the books balance"


def test_several_factors_multiply_and_additions_add() -> None:
    several = [{"factor": 2}, {"factor": 1.5}, {"plus": 1}, {"plus": 2}]
    found = books("maker", *({"kind": "price", **of} for of in several))
    assert paid(found, MoneyKind.PURCHASE)[12.0] == 2 * (4 * 2 * 1.5 + 3)
    assert str(reconcile(found)) == "the books balance"


def test_what_changes_nothing_leaves_the_digest() -> None:
    for said in ({"factor": 1}, {"plus": 0}):
        neutral = document("maker", {"kind": "price", **said})
        assert digest(run(neutral)) == digest(run({**neutral, "active": []}))


def test_the_proof_sees_another_price() -> None:
    found = books("maker", {"kind": "price", "factor": 1.5})
    assert "purchases = goods delivered x price" in str(reconcile(dataclasses.replace(found, states=found.states[:0])))
