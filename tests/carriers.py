"""A tour worked by hand: two vehicles of 1 t, 4 m3 and 600 units go round two shops, from 6 to 18 o'clock.

Times are hours. 1,300 of x for the north at 13 fill three vehicles and a quarter (400 each, by volume); two leave at
once. They are back at 21.75, out of hours, so that the rest goes at 30, in two vehicles: 400, and 100 with what came
in between: 7 of x for the south at 13.5, 40 of x and 10 of y for the north at 15. 5 of x for the south at 40 wait for
two hours, until 42, which is the end of the working hours, and leave at 54.
"""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.networks import distributions, networks, run


def _shop(*products: str) -> dict[str, Any]:
    stock = {"opening": {"on_hand": 0}, "replenish": {"kind": "base_stock", "level": 0}}
    return {"kind": "warehouse", "stock": {product: dict(stock) for product in products}}


def _buyers(shop: str, **orders: list[list[float]]) -> dict[str, Any]:
    buys = {name: {"from": shop, "demand": {"kind": "trace", "orders": asked}} for name, asked in orders.items()}
    return {"kind": "customer", "buys": buys}


def document(**carrier: Any) -> dict[str, Any]:
    """The tour as a document; ``carrier`` says what is different of the carrier."""
    truck = {
        "vehicles": 2,
        "payload": {"weight": "1 t", "volume": "4 m3", "units": 600},
        "loading": 0.5,
        "unloading": 0.25,
        "departs": {"kind": "full_load", "longest_wait": 2},
        "hours": {"shifts": [{"from": 6, "to": 18}]},
        "rounds": {"tour": {"stops": ["to_north", {"lane": "to_south", "lead_time": 1, "distance": 50}]}},
        "costs": {"per_trip": 80, "per_km": 1.1, "per_kg": 0.01, "per_unit": 0.05},
    }
    return {
        "name": "tour",
        "time": {"unit": "hour", "horizon": 100},
        "products": {"x": {"weight": 2, "volume": 0.01}, "y": {"weight": 5, "volume": 0.005}},
        "sites": {
            "source": {"kind": "supplier", "supplies": {"x": {}, "y": {}}},
            "north": _shop("x", "y"),
            "south": _shop("x"),
            "people": _buyers("north", x=[[13, 1300], [15, 40]], y=[[15, 10]]),
            "others": _buyers("south", x=[[13.5, 7], [40, 5]]),
        },
        "carriers": {"truck": {**truck, **copy.deepcopy(carrier)}},
        "lanes": {
            "to_north": {"from": "source", "to": "north", "by": "truck", "lead_time": 4, "distance": 350},
            "to_south": {"from": "source", "to": "south", "by": "truck", "lead_time": 3, "distance": 300},
        },
    }


@cache
def tour() -> Any:
    """The books of the tour."""
    return run(document())


def _rules() -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(
        st.just({"kind": "immediately"}),
        st.sampled_from([0.5, 1, 2.5]).map(lambda wait: {"kind": "full_load", "longest_wait": wait}),
        st.builds(
            lambda every, first, loads: {"kind": "timetable", "every": every, "first": first, **loads},
            st.sampled_from([0.25, 1, 1.5]),
            st.sampled_from([0, 0.3]),
            st.sampled_from([{}, {"loads": 1}]),
        ),
    )


@st.composite
def _carriers(draw: st.DrawFn) -> dict[str, Any]:
    carrier: dict[str, Any] = {
        "departs": draw(_rules()),
        "loading": draw(st.sampled_from([0, 0.1])),
        "unloading": draw(st.sampled_from([0, 0.05])),
        "payload": draw(st.sampled_from([{}, {"units": 7}, {"weight": 4}, {"weight": 10, "units": 30}])),
        "costs": draw(st.sampled_from([{}, {"per_trip": 30, "per_km": 1.7}, {"per_kg": 0.3, "per_unit": 0.1}])),
    }
    if draw(st.booleans()):
        carrier["vehicles"] = draw(st.integers(1, 3))
    if draw(st.booleans()):
        carrier["hours"] = {"shifts": [{"from": 0.25, "to": 0.75}]}
        if carrier["departs"]["kind"] == "timetable":
            carrier["departs"] = {"kind": "timetable", "every": 0.5, "first": 0.5}
    return carrier


@st.composite
def carried_networks(draw: st.DrawFn) -> dict[str, Any]:
    """Random networks some of whose lanes are served by carriers, by themselves or on rounds."""
    said = draw(networks())
    carriers: dict[str, Any] = {name: draw(_carriers()) for name in ("van", "truck")[: draw(st.integers(1, 2))]}
    served: dict[str, dict[str, list[str]]] = {name: {} for name in carriers}
    for name, lane in sorted(said["lanes"].items()):
        by = draw(st.sampled_from([None, *carriers]))
        if by is not None:
            lane["by"], lane["distance"] = by, 10
            lane["costs"] = {"holding": lane["costs"]["holding"]}
            del lane["crossing"]
            served[by].setdefault(lane["from"], []).append(name)
    for by, origins in served.items():
        for origin, lanes in sorted(origins.items()):
            if len(lanes) > 1 and draw(st.booleans()):
                stops = [
                    lanes[0],
                    *({"lane": lane, "lead_time": draw(distributions(0.2, 1)), "distance": 4} for lane in lanes[1:]),
                ]
                carriers[by].setdefault("rounds", {})[origin] = {"stops": stops}
            elif draw(st.booleans()):
                said["lanes"][lanes[0]]["way_back"] = draw(st.just(0) | distributions(0.2, 2))
    return {**said, "carriers": carriers}
