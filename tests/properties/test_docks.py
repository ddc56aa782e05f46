"""What must hold on every supply chain whose sites have docks, limited storage and costs of handling."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ledger.reconcile import reconcile
from sim.ledger.storing import limits
from tests.networks import distributions, networks, run

HOURS = (
    {"shifts": [{"from": "6 h", "to": "15 h"}]},
    {"days": ["monday", "wednesday", "saturday"], "shifts": [{"from": "22 h", "to": "30 h"}]},
)
COSTS = st.sampled_from([{}, {"per_unit": 0.3}, {"per_unit": 0.1, "per_kg": 0.7}])


@st.composite
def docks(draw: st.DrawFn) -> dict[str, Any]:
    """What a dock can do."""
    dock: dict[str, Any] = {"costs": draw(COSTS)}
    for measure, rates in (("units", (7, 40)), ("weight", ("5 kg per day",)), ("volume", ("1 m3 per day",))):
        if draw(st.integers(0, 2)) == 0:
            dock[measure] = draw(st.sampled_from(rates))
    if draw(st.integers(0, 2)) == 0:
        dock["hours"] = draw(st.sampled_from(HOURS))
    return dock


@st.composite
def handled(draw: st.DrawFn) -> dict[str, Any]:
    """A random network with docks and limits at some of its sites; whoever is sent goods from a dock has a lane."""
    document = draw(networks())
    for product in document["products"].values():
        product["volume"] = draw(st.sampled_from([0.05, 0.13]))
    laned = {(lane["from"], lane["to"]) for lane in document["lanes"].values()}
    carried = {lane["from"] for lane in document["lanes"].values() if "by" in lane}
    for name, site in document["sites"].items():
        if "stock" not in site or draw(st.booleans()):
            continue
        door = any(
            purchase["from"] == name and (name, buyer) not in laned
            for buyer, other in document["sites"].items()
            for purchase in other.get("buys", {}).values()
        )
        if draw(st.booleans()):
            site["receiving"] = draw(docks())
            site["receiving"]["dock_to_stock"] = draw(st.sampled_from([0, 0.4]) | distributions(0.2, 2.0))
        if draw(st.booleans()):
            site["shipping"] = {"costs": draw(COSTS)} if door or name in carried else draw(docks())
        opening = sum(stock["opening"].get("on_hand", 0) for stock in site["stock"].values())
        room = {"units": opening + 12, "volume": opening * 0.13 + 1.2, "weight": opening + 15.0}
        limited = draw(st.sets(st.sampled_from(sorted(room))))
        if limited:
            site["storage"] = {measure: room[measure] for measure in limited}
        for stock in site["stock"].values():
            if draw(st.integers(0, 2)) == 0:
                stock["capacity"] = stock["opening"].get("on_hand", 0) + draw(st.integers(1, 15))
    return document


@settings(max_examples=40)
@given(handled())
def test_the_books_balance(document: dict[str, Any]) -> None:
    balance = reconcile(run(document))
    assert balance.balances, str(balance)


@settings(max_examples=15)
@given(handled())
def test_a_run_can_be_repeated(document: dict[str, Any]) -> None:
    one, other = run(document), run(document)
    assert all(getattr(one, table).tobytes() == getattr(other, table).tobytes() for table in ("goods", "events"))


@settings(max_examples=30)
@given(handled())
def test_arrivals_fill_no_storage_beyond_its_limit(document: dict[str, Any]) -> None:
    """Row by row: whenever goods have come in from a lane, what is there fits, but for what was made at the site."""
    books = run(document)
    moves, register = books.moves, books.register
    makes = {account.site for account in register.accounts if account.kind == "production"}
    for limit in limits(register):
        if limit.site in makes:
            continue
        change = moves.amount * (limit.each[moves.destination] - limit.each[moves.origin])
        level = float(np.dot(limit.each, books.opening)) + np.cumsum(change)
        came = register.is_transit[moves.origin] & (limit.each[moves.destination] > 0)
        assert np.all(level[came] <= limit.most * (1 + 1e-8))


@settings(max_examples=15)
@given(networks())
def test_docks_without_limits_change_nothing(document: dict[str, Any]) -> None:
    """A dock that takes no time and storage that is never full have the same goods moved in the same order."""
    free = run(document)
    for site in document["sites"].values():
        if "stock" in site:
            site["receiving"] = {}
            site["storage"] = {"units": 1e12}
    wide = run(document)
    assert sorted(free.goods.tolist()) == sorted(wide.goods.tolist())
