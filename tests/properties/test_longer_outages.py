"""On one path of luck, a longer outage serves no order sooner.

That is so where what is ordered does not depend on what is served, and nothing overtakes: chains of stocks that look
at their position, first come, first served, with lead times that are fixed. Drawn ones belong to the day on which work
or a shipment begins: what begins later may be the quicker one, and a longer outage can be lucky.
"""

from __future__ import annotations

import copy
import itertools
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ledger.frames import tables
from tests.networks import demands, plain_policies, run

DAYS = 40


@st.composite
def chains(draw: st.DrawFn) -> dict[str, Any]:
    """A supplier, one to three stocks in a row, and a customer who waits."""
    stages = draw(st.integers(1, 3))
    terms: dict[str, Any] = {"lead_time": draw(st.sampled_from([0, 0.5, 2, 3.7]))}
    if draw(st.booleans()):
        terms["capacity"] = "8 per day"
    sites: dict[str, Any] = {"s": {"kind": "supplier", "supplies": {"item": terms}}}
    names = ["s", *(f"w{number}" for number in range(stages)), "c"]
    for name in names[1:-1]:
        opening = {"on_hand": draw(st.integers(0, 30))}
        sites[name] = {
            "kind": "warehouse",
            "stock": {"item": {"replenish": draw(plain_policies()), "opening": opening}},
        }
    sites["c"] = {"kind": "customer", "buys": {"item": {"demand": draw(demands())}}}
    lanes = {
        f"l{number}": {"from": origin, "to": destination, "lead_time": draw(st.sampled_from([0, 0.5, 1, 3]))}
        for number, (origin, destination) in enumerate(itertools.pairwise(names))
    }
    return {
        "name": "chain",
        "time": {"horizon": DAYS, "unit": "day"},
        "products": {"item": {"value": 1}},
        "sites": sites,
        "lanes": lanes,
    }


@st.composite
def outages(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """Something that is out from a day on, of no length yet."""
    start = draw(st.integers(0, 20))
    when = {"kind": "window", "starts": start, "lasts": 0}
    if draw(st.booleans()):
        goods = draw(st.sampled_from(["hold", "arrive"]))
        effect = {"kind": "closure", "in_transit": goods}
        return {"where": draw(st.sampled_from(sorted(document["lanes"]))), "when": when, "what": effect}
    effect = {"kind": "closure", "in_process": draw(st.sampled_from(["finish", "hold"]))}
    if "capacity" in document["sites"]["s"]["supplies"]["item"] and draw(st.booleans()):
        effect = {"kind": "capacity", "left": draw(st.sampled_from([0, 0.35]))}
    return {"where": "s", "when": when, "what": effect}


def served(document: dict[str, Any], outage: dict[str, Any], lasts: float, seed: int) -> np.ndarray:
    """When each order that the customer placed was on its way in full: never is infinite."""
    struck = copy.deepcopy(document)
    outage = copy.deepcopy(outage)
    outage["when"]["lasts"] = lasts
    struck["disruptions"], struck["active"] = {"outage": outage}, ["outage"]
    orders = tables(run(struck, seed))["orders"]
    own = orders[orders["from_customer"]].sort_values("placed_at", kind="stable")
    done = np.where(own["shipped"] < own["quantity"], np.inf, own["last_shipped_at"])
    return np.stack([own["placed_at"], own["quantity"], np.where(own["open"] > 0, np.inf, done)])


@settings(max_examples=150, deadline=None)
@given(st.data(), st.integers(0, 99))
def test_a_longer_outage_serves_no_order_sooner(data: st.DataObject, seed: int) -> None:
    document = data.draw(chains())
    outage = data.draw(outages(document))
    short = data.draw(st.sampled_from([0, 0.5, 2, 5]))
    more = data.draw(st.sampled_from([0.5, 3, 10]))
    before, after = (served(document, outage, lasts, seed) for lasts in (short, short + more))
    assert np.array_equal(before[:2], after[:2]), "demand does not depend on the outage"
    assert (after[2] >= before[2]).all()
