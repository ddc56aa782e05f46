"""Closures of lanes, by hand: shipments of days 0, 1, 2 ... take 3 days each, and nothing sets out in [10, 15)."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sim.ledger.digest import digest
from sim.ledger.reconcile import reconcile
from sim.ledger.tables import Event, Reason
from tests.carriers import document as tour
from tests.networks import run
from tests.struck_roads import ROAD, books, document, landings

if TYPE_CHECKING:
    from sim.ledger.books import Books

BEFORE = [float(day + 3) for day in range(10)]
"""Shipments of days 0 to 9, as planned."""
AFTER = [float(day + 3) for day in range(15, 28)]
"""Those of days 15 and later that land by the end, day 30."""


def closed(**said: Any) -> dict[str, Any]:
    return {"kind": "closure", **said}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # Those of days 10 to 14 set out on day 15, and land on day 18.
        ({}, [*BEFORE, *[18.0] * 5, *AFTER]),
        # On day 10 that of day 7 is there (the closure comes first: it rests with nothing left), those of 8 and 9 have
        # 1 and 2 days left: 15, 16, 17.
        ({"in_transit": "hold"}, [*BEFORE[:7], 15.0, 16.0, 17.0, *[18.0] * 5, *AFTER]),
        # Those of days 7, 8 and 9 never arrive.
        ({"in_transit": "lose"}, [*BEFORE[:7], *[18.0] * 5, *AFTER]),
        # 2 a day: the five set out at 15, 15.5, 16, 16.5, 17; those of days 15 and 16 queue behind them at 17 (when the
        # queue is 10-14, 15, 16: 15, 15.5, 16, 16.5, 17, 17.5, 18), that of 17 behind them at 18.5, of 18 at 19, which
        # is when that of day 19 comes and finds nobody waiting.
        ({"releases": "2 per day"}, [*BEFORE, 18, 18.5, 19, 19.5, 20, 20.5, 21, 21.5, 22, *AFTER[4:]]),
        # The orders of days 10 to 14 are refused.
        ({"orders": "refuse"}, [*BEFORE, *AFTER]),
    ],
)
def test_what_lands_when(said: dict[str, Any], expected: list[float]) -> None:
    found = books("road", closed(**said))
    assert landings(found) == expected
    assert str(reconcile(found)) == "the books balance"


def test_goods_that_are_lost_are_told_and_leave_the_supply_line() -> None:
    found = books("road", closed(in_transit="lose"))
    rows = found.events[found.events["event"] == Event.LOST]
    assert [(row["time"], row["quantity"], row["reason"]) for row in rows] == [(10.0, 2, Reason.LOST_UNDER_WAY)] * 3
    assert found.facts.lost_under_way.sum() == 6
    assert found.live_on_order.sum() == 2 * 2  # what was ordered on days 28 and 29


@pytest.mark.parametrize(
    ("in_transit", "expected"),
    [
        # By sea it takes 6 days: what would set out on days 10 to 14 lands on days 16 to 20.
        ("arrive", sorted([*BEFORE, 16, 17, 18, 19, 20, *AFTER])),
        # Those of days 7, 8 and 9 rest until day 15, and land once, by road: on days 15, 16 and 17.
        ("hold", sorted([*BEFORE[:7], 15, 16, 17, 16, 17, 18, 19, 20, *AFTER])),
        # Those of days 7, 8 and 9, too, which begin anew on day 10.
        ("divert", sorted([*BEFORE[:7], *[16] * 4, 17, 18, 19, 20, *AFTER])),
    ],
)
def test_goods_take_the_detour_and_pay_for_it(in_transit: str, expected: list[float]) -> None:
    sea = {"sea": {**ROAD, "lead_time": 6, "costs": {"per_shipment": 100}}}
    found = books("road", closed(in_transit=in_transit, divert_to="sea"), lanes=sea)
    assert landings(found) == expected
    assert str(reconcile(found)) == "the books balance"
    # 25 shipments by road at 7 + 2 x 0.5, and 100 for each that goes by sea, wherever it turned.
    by_sea = 8 if in_transit == "divert" else 5
    freight = found.posted_money["amount"][found.posted_money["kind"] == 4].sum()
    assert freight == 25 * 8.0 + by_sea * 100.0


def test_a_closure_of_a_shipping_dock_lets_it_work_on() -> None:
    said = document("outbound", closed())
    said["sites"]["shop"]["shipping"] = {"units": 4}
    said["lanes"]["outbound"] = {"from": "shop", "to": "people", "lead_time": 1}
    found = run(said)
    lane = next(i for i, of in enumerate(found.register.accounts) if of.lane == "outbound")
    left = found.goods["time"][found.goods["from_account"] == lane]
    # Done at the dock a quarter of a day after they were asked for; those of days 10 to 14 set out on day 15.
    assert left[:16].tolist() == [*(day + 1.25 for day in range(10)), *[16.0] * 5, 16.25]
    assert str(reconcile(found)) == "the books balance"


def test_a_carrier_takes_nothing_up_for_a_closed_lane_and_the_rest_of_its_round_goes_on() -> None:
    """On the tour (see ``tests.carriers``) the north is closed from 13.5 to 50, when the rest of its 1,300 waits.

    Nothing goes there meanwhile; the 7 for the south, which wait, too, leave alone.
    """
    said = tour(hours=None)
    said["disruptions"] = {"flood": {"where": "to_north", "when": {"starts": 13.5, "lasts": 36.5}, "what": closed()}}
    said["active"] = ["flood"]
    found = run(said)
    assert str(reconcile(found)) == "the books balance"
    accounts = found.register.accounts
    began = found.trips["began_at"][found.loads["trip"]]
    north = np.array([accounts[number].lane == "to_north" for number in found.loads["account"]])
    assert not np.any((began[north] >= 13.5) & (began[north] < 50.0))
    assert np.any(began[north] >= 50.0)
    assert np.any((began[~north] >= 13.5) & (began[~north] < 50.0))


def flooded(starts: float, lasts: float = 2.0, **said: Any) -> Books:
    """The tour with the north closed."""
    asked = tour()
    flood = {"where": "to_north", "when": {"starts": starts, "lasts": lasts}, "what": closed(**said)}
    return run({**asked, "disruptions": {"flood": flood}, "active": ["flood"]})


def lost_on_the_way(found: Books) -> list[tuple[float, int, int]]:
    rows = found.events[found.events["reason"] == Reason.LOST_UNDER_WAY]
    return list(zip(rows["time"].tolist(), rows["quantity"].tolist(), rows["order"].tolist(), strict=True))


def test_goods_on_vehicles_are_lost_and_the_vehicles_come_back() -> None:
    """What left for the north at 30 is lost at 34; the 7 for the south on the same vehicle are there at 36.

    The shop in the north asks for it at once again. Both vehicles are back when they would be, at 38.75 and 39, and
    take it up then: 400 of x by volume, and the rest, the other 140 of x and 10 of y.
    """
    found, calm = flooded(34.0, in_transit="lose"), run(tour())
    assert lost_on_the_way(found) == [(34.0, 400, 1), (34.0, 100, 1), (34.0, 40, 6), (34.0, 10, 7)]
    assert found.trips[:4].tolist() == calm.trips[:4].tolist()
    assert found.trips["began_at"].tolist() == [13.0, 13.0, 30.0, 30.0, 38.75, 39.0, 54.0]
    assert found.loads[["quantity", "arrived_at"]].tolist()[4:10] == [
        (7, 36.0), (40, 34.75), (10, 34.75), (400, 43.5), (140, 43.75), (10, 43.75),
    ]  # fmt: skip
    accounts = found.register.accounts
    landed = [
        (float(move["time"]), int(move["amount"]))
        for move in found.goods
        if accounts[move["from_account"]].kind == "transit" and accounts[move["to_account"]].kind == "warehouse"
    ]
    assert landed == [(17.75, 400), (17.75, 400), (36.0, 7), (43.5, 400), (43.75, 140), (43.75, 10), (59.75, 5)]
    assert str(reconcile(found)) == "the books balance"


@pytest.mark.parametrize(
    ("starts", "lost"),
    [
        (29.5, 0),
        (30.25, 550),
        (34.75, 550),
        (34.875, 0),
    ],  # in the instant in which goods arrive the closure comes first
)
def test_a_vehicle_has_its_goods_from_when_they_are_taken_up_until_they_are_unloaded(starts: float, lost: int) -> None:
    found = flooded(starts, lasts=0.25, in_transit="lose")
    assert sum(quantity for _, quantity, _ in lost_on_the_way(found)) == lost
    assert str(reconcile(found)) == "the books balance"


def test_the_proof_sees_goods_on_vehicles_that_are_lost_although_they_should_arrive() -> None:
    found = flooded(34.0, in_transit="lose")
    resources = [dataclasses.replace(of, aspect="arrive") if of.aspect else of for of in found.register.resources]
    register = dataclasses.replace(found.register, resources=tuple(resources))
    told = str(reconcile(dataclasses.replace(found, register=register)))
    assert "what is under way on a closed lane is lost where the closure says so" in told


def test_the_proof_sees_goods_on_vehicles_that_arrive_although_they_are_lost() -> None:
    found = flooded(34.0)
    resources = [dataclasses.replace(of, aspect="lose") if of.aspect else of for of in found.register.resources]
    register = dataclasses.replace(found.register, resources=tuple(resources))
    told = str(reconcile(dataclasses.replace(found, register=register)))
    assert "what is under way on a closed lane is lost where the closure says so" in told


def test_a_closure_that_never_comes_changes_nothing() -> None:
    never = {"disruption": {"when": {"starts": 500, "lasts": 1}}}
    struck = run(document("road", closed(in_transit="hold"), **never))
    assert digest(struck) == digest(run({**document("road", closed()), "active": []}))


def test_the_proof_sees_goods_that_set_out_although_the_lane_is_closed() -> None:
    found = books("road", closed())
    held = (found.events["event"] == Event.HELD) & (found.events["reason"] == Reason.DISRUPTED)
    assert held.sum() == 5
    wrong = dataclasses.replace(found, events=found.events[~held])
    assert "what cannot set out is held" in str(reconcile(wrong))
    goods = found.goods.copy()
    late = np.flatnonzero(goods["time"] == 18.0)[:1]
    moved = goods[late]
    moved["time"] = 14.0  # as if it had set out on day 11
    place = np.searchsorted(goods["time"], 14.0)
    wrong = dataclasses.replace(found, goods=np.insert(np.delete(goods, late), place, moved))
    assert "goods land when the time of their lane is over" in str(reconcile(wrong))


def test_the_proof_sees_what_is_lost_without_a_closure() -> None:
    found = books("road", closed(in_transit="lose"))
    states = found.states[found.states["since"] > 10.0]
    assert "are lost, where a closure says so" in str(reconcile(dataclasses.replace(found, states=states)))
