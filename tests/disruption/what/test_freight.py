"""Freight, by hand: each shipment of 2 costs 7 + 2 x 0.5 = 8 when it leaves; something is on in [10, 15)."""

from __future__ import annotations

import dataclasses

import numpy as np

from sim.ledger.digest import digest
from sim.ledger.reconcile import reconcile
from sim.ledger.tables import MoneyKind
from tests.carriers import document as tour
from tests.networks import run
from tests.struck_roads import books, document, paid


def test_the_rate_of_the_day_of_departure_counts() -> None:
    found = books("road", {"kind": "freight", "factor": 2.5})
    assert paid(found, MoneyKind.TRANSPORT) == {day: 20.0 if 10 <= day < 15 else 8.0 for day in range(30)}
    assert str(reconcile(found)) == "the books balance"


def test_fuel_is_for_kilometres_and_a_factor_for_all() -> None:
    """On the tour (see ``tests.carriers``) a trip costs 80 + 1.1 x 400 km as a whole, and each load by kg and unit."""
    struck = {}
    for aspect, factor in (("none", 1.0), ("fuel", 2.0), ("factor", 3.0)):
        said = tour()
        what = {"kind": "freight", "factor" if aspect == "none" else aspect: factor}
        said["disruptions"] = {"crisis": {"where": "truck", "when": {"starts": 20, "lasts": 20}, "what": what}}
        found = run({**said, "active": ["crisis"]})
        assert str(reconcile(found)) == "the books balance"
        money = found.posted_money[found.posted_money["kind"] == MoneyKind.TRANSPORT]
        inside = (money["recognised_at"] >= 20) & (money["recognised_at"] < 40)
        struck[aspect] = (money["amount"][~inside].sum(), money["amount"][inside].sum())
        trips = int(np.count_nonzero((found.trips["began_at"] >= 20) & (found.trips["began_at"] < 40)))
    assert trips == 2
    outside, inside_cost = struck["none"]
    assert struck["fuel"][0] == struck["factor"][0] == outside
    np.testing.assert_allclose(struck["fuel"][1], inside_cost + trips * 1.1 * 400)
    np.testing.assert_allclose(struck["factor"][1], inside_cost * 3.0)


def test_what_changes_nothing_leaves_the_digest() -> None:
    neutral = document("road", {"kind": "freight", "factor": 1})
    assert digest(run(neutral)) == digest(run({**neutral, "active": []}))


def test_the_proof_sees_another_rate() -> None:
    found = books("road", {"kind": "freight", "factor": 2})
    assert "transport = shipments" in str(reconcile(dataclasses.replace(found, states=found.states[:0])))
