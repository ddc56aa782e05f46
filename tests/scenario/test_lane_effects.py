"""What is said of disruptions of lanes, carriers and prices, and cannot work, is refused with its place and a hint."""

from __future__ import annotations

from typing import Any

import pytest

from sim.scenario.checks.case import Case
from sim.scenario.checks.lane_effects import check
from sim.scenario.tree import Findings
from tests.networks import read
from tests.struck_roads import document


class _Notes(Findings):
    """Findings as they are reported."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def add(self, place: Any, path: Any, message: str, hint: str, severity: Any) -> None:
        self.told.append(f"{'.'.join(map(str, path))}: {message} | {hint}")


def told(said: dict[str, Any]) -> str:
    """What is reported of a document."""
    notes = _Notes()
    case = Case(read(said), said, notes, frozenset(), frozenset())  # type: ignore[arg-type]
    case.report = lambda path, message, hint="", **_: notes.add(None, path, message, hint, None)  # type: ignore[method-assign]
    check(case)
    return "\n".join(notes.told)


SEA = {"sea": {"from": "maker", "to": "shop", "lead_time": 6}, "out": {"from": "shop", "to": "people"}}
TRUCK = {"truck": {"vehicles": 2}, "van": {}}


@pytest.mark.parametrize(
    ("where", "what", "expected"),
    [
        ("maker", {"kind": "closure", "in_transit": "hold"}, "storm.what.0.in_transit: 'in_transit' is for lanes"),
        ("road", {"kind": "closure", "divert_to": "road"}, "cannot be diverted to itself | it can be diverted to sea"),
        ("road", {"kind": "closure", "divert_to": "out"}, "'out' does not lead from 'maker' to 'shop' as 'road' does"),
        ("rail", {"kind": "closure", "in_transit": "hold"}, "'rail' is served by vehicles of 'truck', which go on"),
        ("rail", {"kind": "closure", "in_transit": "hold"}, "their goods can 'arrive', or be lost ('lose')"),
        ("rail", {"kind": "closure", "releases": 2}, "'rail' is served by vehicles of 'truck', which go on"),
        ("rail", {"kind": "lead_time", "factor": 2}, "strike the carrier: {where: truck}"),
        ("rail", {"kind": "freight", "factor": 2}, "is charged by 'truck'"),
        ("road", {"kind": "freight", "fuel": 2}, "has no rate for a kilometre"),
        ("truck", {"kind": "freight", "fuel": 2}, "'truck' charges nothing for a kilometre | state its 'per_km'"),
        ("truck", {"kind": "lead_time", "factor": 2, "also_under_way": True}, "known when it begins"),
        ("van", {"kind": "capacity", "left": 0.5}, "no share of them can be left | state its 'vehicles'"),
        ({"lane": "road", "product": "item"}, {"kind": "closure"}, "a lane is struck as a whole"),
    ],
)
def test_it_is_refused(where: Any, what: dict[str, Any], expected: str) -> None:
    rail = {"from": "maker", "to": "shop", "by": "truck"}
    said = document(where, what, lanes={**SEA, "rail": rail}, carriers=TRUCK)
    assert expected in told(said)


def test_a_price_that_is_not_there_cannot_change() -> None:
    said = document("maker", {"kind": "price", "factor": 2})
    assert not told(said)
    del said["sites"]["maker"]["supplies"]["item"]["price"]
    assert "'item' at 'maker' has no price that could change" in told(said)


@pytest.mark.parametrize(
    "what",
    [
        {"kind": "closure", "in_transit": "divert", "divert_to": "sea"},
        {"kind": "closure", "releases": "3 per day"},
        {"kind": "lead_time", "factor": 2, "also_under_way": True},
        {"kind": "freight", "factor": 2},
        {"kind": "tariff", "share": 0.2},
    ],
)
def test_what_works_is_not_refused(what: dict[str, Any]) -> None:
    assert not told(document("road", what, lanes=SEA))
