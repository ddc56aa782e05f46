"""Longer lead times, by hand: shipments of days 0, 1, 2 ... take 3 days each, and something is on in [10, 15)."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from sim.disruption.what.lead_time import LeadTime
from sim.ledger.digest import digest
from sim.ledger.reconcile import reconcile
from tests.carriers import document as tour
from tests.networks import run
from tests.struck_roads import books, document, landings

BEFORE = [float(day + 3) for day in range(10)]
AFTER = [float(day + 3) for day in range(15, 28)]


def slow(**said: Any) -> dict[str, Any]:
    return {"kind": "lead_time", **said}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([{"factor": 2}], [16, 17, 18, 19, 20]),  # what sets out on days 10 to 14 takes 6 days
        ([{"plus": 2.5}], [15.5, 16.5, 17.5, 18.5, 19.5]),  # 5.5 days
        ([{"factor": 2}, {"plus": 2.5}], [18.5, 19.5, 20.5, 21.5, 22.5]),  # 3 x 2 + 2.5 = 8.5 days
        ([{"factor": 2}, {"factor": 1.5}], [19, 20, 21, 22, 23]),  # 3 x 3 = 9 days
    ],
)
def test_what_sets_out_meanwhile_takes_longer(said: list[dict[str, Any]], expected: list[float]) -> None:
    found = books("road", *(slow(**of) for of in said))
    assert landings(found) == sorted([*BEFORE, *expected, *AFTER])
    assert str(reconcile(found)) == "the books balance"


def test_what_is_under_way_slows_down_and_gathers_speed_again() -> None:
    # On day 10 those of days 7, 8, 9 have 0, 1, 2 days left, which become 0, 2, 4: 10, 12, 14. Those of days 10 and 11
    # take 6 days, of which 1 and 2 are left on day 15 and become 0.5 and 1: 15.5, 16; those of 12, 13, 14 have 3, 4,
    # 5 left, which become 1.5, 2, 2.5: 16.5, 17, 17.5.
    found = books("road", slow(factor=2, also_under_way=True))
    assert landings(found) == sorted([*BEFORE[:7], 10, 12, 14, 15.5, 16, 16.5, 17, 17.5, *AFTER])
    assert str(reconcile(found)) == "the books balance"


def test_it_fades_by_and_by() -> None:
    # After day 15 the factor 3 falls to 1 in two steps of 2 days: 1 + 2 x 0.75 = 2.5 from 15, 1.5 from 17, 1 from 19.
    fade = {"ends": {"kind": "linear", "over": 4, "steps": 2}}
    found = books("road", slow(factor=3), disruption=fade)
    during = [*(day + 9 for day in range(10, 15)), 15 + 7.5, 16 + 7.5, 17 + 4.5, 18 + 4.5]
    assert landings(found) == sorted([*BEFORE, *during, *(day + 3.0 for day in range(19, 28))])


def test_no_shipment_overtakes_where_none_may() -> None:
    found = books("road", slow(factor=2), lane={"crossing": False})
    # That of day 15 would land on day 18, before that of day 14, on day 20.
    assert landings(found) == sorted([*BEFORE, 16, 17, 18, 19, 20, 20, 20, *AFTER[2:]])


def test_promises_stay() -> None:
    plain, found = books("road", slow(factor=1)), books("road", slow(factor=2))
    assert np.array_equal(plain.orders["promised_at"], found.orders["promised_at"])


def test_a_supplier_takes_longer() -> None:
    # It ships at once; what is ordered on days 10 to 14 it now ships 2 days later.
    found = books("maker", slow(plus=2))
    assert landings(found) == sorted([*BEFORE, 15, 16, 17, 18, 19, *AFTER])
    assert str(reconcile(found)) == "the books balance"


def test_trips_take_longer() -> None:
    """The way of the tour that begins at 30 (see ``tests.carriers``): 4 to the north, 1 on to the south, 3 back."""
    said = tour()
    said["disruptions"] = {"ice": {"where": "truck", "when": {"starts": 20, "lasts": 20}, "what": slow(factor=2)}}
    said["active"] = ["ice"]
    found, plain = run(said), run(tour())
    assert str(reconcile(found)) == "the books balance"
    spent, usual = (books.trips["returned_at"][books.trips["began_at"] == 30] - 30 for books in (found, plain))
    # Loading 0.5, and a quarter of an hour at each stop that it has goods for, take what they take.
    assert usual.size == 2
    assert spent.tolist() == ((usual - 0.5 - _stops(plain)) * 2 + 0.5 + _stops(plain)).tolist()


def _stops(books: Any) -> Any:
    """Time at the stops of the two trips that begin at 30."""
    trips = np.flatnonzero(books.trips["began_at"] == 30)
    lane = np.array([of.lane for of in books.register.accounts])
    return np.array(
        [0.25 * np.unique(lane[books.loads["account"][books.loads["trip"] == trip]]).size for trip in trips]
    )


def test_luck_stays_with_its_day() -> None:
    random = {"lead_time": {"kind": "gamma", "mean": 3, "cv": 0.5}}
    plain = run({**document("road", slow(factor=2), lane=random), "active": []})
    found = books("road", slow(factor=2), lane=random)
    assert str(reconcile(found)) == "the books balance"
    spent = [_spent(books) for books in (plain, found)]
    for day in range(25):
        if day in spent[0] and day in spent[1]:
            ratio = 2.0 if 10 <= day < 15 else 1.0
            assert spent[1][day] == pytest.approx(spent[0][day] * ratio, abs=1e-5)


def _spent(books: Any) -> dict[int, float]:
    """Days on the road, by the day of departure; each order goes by itself."""
    lane = next(i for i, of in enumerate(books.register.accounts) if of.lane)
    left = {row["order"]: row["time"] for row in books.goods if row["to_account"] == lane}
    came = {row["order"]: row["time"] for row in books.goods if row["from_account"] == lane}
    return {int(left[order]): came[order] - left[order] for order in came}


@pytest.mark.parametrize("said", [{"factor": 1}, {"plus": 0}, {"factor": 1, "also_under_way": True}])
@pytest.mark.parametrize("where", ["road", "maker"])
def test_what_changes_nothing_leaves_the_digest(where: str, said: dict[str, Any]) -> None:
    assert digest(books(where, slow(**said))) == digest(run({**document(where, slow(**said)), "active": []}))


def test_the_proof_sees_goods_that_land_too_early() -> None:
    found = books("road", slow(plus=2.5))
    assert "goods land when" in str(reconcile(dataclasses.replace(found, states=found.states[:0])))


@pytest.mark.parametrize("said", [{}, {"factor": 2, "plus": 1}, {"plus": 1, "also_under_way": True}])
def test_what_makes_no_sense_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="factor"):
        LeadTime(**said)
