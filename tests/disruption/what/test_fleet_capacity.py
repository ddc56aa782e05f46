"""Fleets that lose vehicles, by hand."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from sim.ledger.reconcile import reconcile
from sim.ledger.tables import Event, Reason, State
from tests.networks import run


def fleet(left: float, vehicles: int | None, lasts: float = 4.0) -> Any:
    """One unit is sent each day at 0, 1, 2 ...; a trip takes 1 day there and 1 back. A strike begins at 4.5."""
    carrier: dict[str, Any] = {"payload": {"units": 1}} | ({} if vehicles is None else {"vehicles": vehicles})
    return run(
        {
            "name": "fleet",
            "time": {"horizon": 16},
            "products": {"item": {}},
            "sites": {
                "maker": {"kind": "supplier", "supplies": {"item": {}}},
                "people": {
                    "kind": "customer",
                    "buys": {"item": {"from": "maker", "demand": {"kind": "constant", "quantity": 1, "every": 1}}},
                },
            },
            "carriers": {"truck": carrier},
            "lanes": {"road": {"from": "maker", "to": "people", "by": "truck", "lead_time": 1}},
            "disruptions": {
                "strike": {
                    "where": "truck",
                    "when": {"starts": 4.5, "lasts": lasts},
                    "what": {"kind": "capacity", "left": left},
                }
            },
            "active": ["strike"],
        }
    )


def test_a_share_of_the_vehicles_may_be_away() -> None:
    # Of 3 vehicles 3 x 0.4 + 1/2, rounded down, is 1. Those that left at 3 and 4 are away at 4.5, and the third, idle,
    # stands still; so does one when it is back at 5. That of 4 is back at 6, and leaves with what came at 5; at 8
    # with what came at 6. At 8.5 all may go: two leave with what came at 7 and 8.
    found = fleet(0.4, 3)
    assert found.trips["began_at"][:9].tolist() == [0, 1, 2, 3, 4, 6, 8, 8.5, 8.5]
    assert str(reconcile(found)) == "the books balance"
    names = [of.name for of in found.register.resources]
    down = found.states[found.states["state"] == State.DOWN]
    assert sorted(down["since"].tolist()) == [4.5, 5.0]
    assert {names[number].split("/")[0] for number in down["resource"]} == {"truck"}


def test_all_of_them() -> None:
    found = fleet(0.0, 1)
    # One vehicle makes a trip every 2 days: 0, 2, 4; back at 6, it stands still until 8.5.
    assert found.trips["began_at"][:5].tolist() == [0, 2, 4, 8.5, 10.5]
    assert str(reconcile(found)) == "the books balance"


def test_a_fleet_without_limit_loses_all_or_nothing() -> None:
    found = fleet(0.0, None)
    # What comes on days 5 to 8 leaves at 8.5, each in a vehicle of its own.
    assert found.trips["began_at"][:10].tolist() == [0, 1, 2, 3, 4, 8.5, 8.5, 8.5, 8.5, 9]
    held = found.events[found.events["event"] == Event.HELD]
    assert held["time"].tolist() == [5, 6, 7, 8]
    assert set(held["reason"].tolist()) == {Reason.DISRUPTED}
    assert str(reconcile(found)) == "the books balance"


@pytest.mark.parametrize("vehicles", [3, None])
def test_the_proof_sees_trips_of_vehicles_that_should_stand_still(vehicles: int | None) -> None:
    found = fleet(0.0, vehicles, lasts=20.0)
    struck = np.array([of.kind == "disruption" for of in found.register.resources])
    states = found.states.copy()
    mine = struck[states["resource"]]
    states["since"][mine] = 2.5  # as if it had begun earlier, when vehicles went on
    states = states[np.argsort(states["since"], kind="stable")]
    told = str(reconcile(dataclasses.replace(found, states=states)))
    assert "disruption" in told
