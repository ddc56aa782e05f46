"""What must hold on every supply chain, whatever it looks like."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from sim.engine import places
from sim.ledger.digest import digest, site_digests
from sim.ledger.reconcile import reconcile
from sim.ledger.tables import BEFORE, NOBODY, Event
from sim.replenishment.min_max import MinMax
from sim.replenishment.reorder_point import ReorderPoint
from tests.networks import networks, run

MANY = settings(max_examples=120)
SOME = settings(max_examples=40)


@MANY
@given(networks())
def test_the_books_balance(document: dict[str, Any]) -> None:
    balance = reconcile(run(document))
    assert (balance.goods, balance.money) == (0, 0)


@MANY
@given(networks())
def test_no_stock_is_ever_negative(document: dict[str, Any]) -> None:
    books = run(document)
    for levels in (books.stock, books.transit, books.backlog):
        assert not len(levels.level) or levels.level.min() >= 0


@MANY
@given(networks())
def test_time_never_goes_back(document: dict[str, Any]) -> None:
    books = run(document)
    # When a message will be received is posted when it is sent.
    events = books.events[books.events["event"] != Event.RECEIVED]
    for times in (books.goods["time"], books.orders["placed_at"], events["time"]):
        assert np.all(np.diff(times[np.isfinite(times)]) >= 0)


@MANY
@given(networks())
def test_time_on_the_road_is_the_integral_of_goods_in_transit(document: dict[str, Any]) -> None:
    """Little's law without limits: what each unit took from leaving to landing, summed, is the area below the level.

    The times are read off the rows of the goods table: sums of (landed - left) x quantity do not depend on which of
    the units that left was the one that landed, and what has not landed is under way until the end.
    """
    books = run(document)
    accounts = books.register.accounts
    area = [0.0] * len(accounts)
    under_way = [account.opening if account.kind == "transit" else 0 for account in accounts]
    for row in books.goods.tolist():
        time, amount, origin, destination = row[:4]
        if accounts[destination].kind == "transit":
            area[destination] -= time * amount
            under_way[destination] += amount
        if accounts[origin].kind == "transit":
            area[origin] += time * amount
            under_way[origin] -= amount
    by_rows = [total + rest * books.end for total, rest in zip(area, under_way, strict=True)]
    np.testing.assert_allclose(books.transit.integral(0.0, books.end), by_rows, rtol=1e-9, atol=1e-6)


@MANY
@given(networks())
def test_time_spent_waiting_is_the_integral_of_the_backlog(document: dict[str, Any]) -> None:
    """Each order waits, from its receipt on, for each part until that is shipped or given up, else until the end.

    What is made and no good waits no longer either.
    """
    books = run(document)
    placed_at, quantity, seller = (books.orders[name].tolist() for name in ("placed_at", "quantity", "seller"))
    received_at, rest = list(placed_at), list(quantity)
    left = [(row["time"], row["amount"], row["order"]) for row in books.goods if _leaves_its_seller(row, seller)]
    for row in books.events:
        if row["event"] == Event.RECEIVED:
            received_at[row["order"]] = row["time"]
        elif row["event"] in (Event.LOST, Event.SCRAPPED):
            left.append((row["time"], row["quantity"], row["order"]))
    by_rows = [0.0] * len(books.register.accounts)
    for time, amount, order in left:
        rest[order] -= int(amount)
        by_rows[seller[order]] += float(amount) * max(time - max(received_at[order], 0.0), 0.0)
    for order, amount in enumerate(rest):
        if not (placed_at[order] == BEFORE == books.orders["promised_at"][order]):  # or it had left before the run
            by_rows[seller[order]] += amount * max(books.end - max(received_at[order], 0.0), 0.0)
    np.testing.assert_allclose(books.backlog.integral(0.0, books.end), by_rows, rtol=1e-9, atol=1e-6)


def _leaves_its_seller(row: Any, seller: list[int]) -> bool:
    return row["order"] < len(seller) and row["from_account"] == seller[row["order"]]


@SOME
@given(networks(), st.integers(0, 2**31))
def test_the_same_seed_gives_the_same_digest(document: dict[str, Any], seed: int) -> None:
    assert digest(run(document, seed)) == digest(run(document, seed))


@SOME
@given(networks(), st.sampled_from([16, 64, 1000]))
def test_the_size_of_blocks_changes_nothing(document: dict[str, Any], block: int) -> None:
    assert digest(run(document)) == digest(run(document, largest_block=block))


@SOME
@given(networks(), st.randoms(use_true_random=False))
def test_permuting_the_entries_changes_nothing(document: dict[str, Any], order: Any) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            items = [(key, shuffled(item)) for key, item in value.items()]
            order.shuffle(items)
            return dict(items)
        return value

    assert digest(run(document)) == digest(run(shuffled(document)))


@SOME
@given(networks(), networks(), st.sampled_from("ax"))
def test_a_disconnected_chain_changes_nobody_else(document: dict[str, Any], other: dict[str, Any], prefix: str) -> None:
    """Wherever its names come in the alphabet."""
    both = copy.deepcopy(document)
    both["products"] = {**other["products"], **both["products"]}
    for name, site in copy.deepcopy(other["sites"]).items():
        both["sites"][f"{prefix}{name}"] = site
        for goods in [*site.get("stock", {}).values(), *site.get("buys", {}).values()]:
            for key in ("source", "from"):
                if key in goods:
                    goods[key] = _renamed(goods[key], prefix, other["sites"])
    for name, lane in other["lanes"].items():
        both["lanes"][f"{prefix}{name}"] = {**lane, "from": f"{prefix}{lane['from']}", "to": f"{prefix}{lane['to']}"}
    alone, together = site_digests(run(document)), site_digests(run(both))
    assert {name: together[name] for name in alone} == alone


def _renamed(source: Any, prefix: str, sites: Any) -> Any:
    """A source with the sites in it renamed; recipes keep their names."""

    def new(name: str) -> str:
        return f"{prefix}{name}" if name in sites else name

    if isinstance(source, str):
        return new(source)
    if "sites" in source:
        return {**source, "sites": [new(name) for name in source["sites"]]}
    return {**source, "shares": {new(name): share for name, share in source["shares"].items()}}


@st.composite
def measured_networks(draw: st.DrawFn, *, continuous: bool) -> dict[str, Any]:
    """Networks whose policies look at the position, at net stock or at stock on hand."""
    document = draw(networks())
    for site in document["sites"].values():
        for stock in site.get("stock", {}).values():
            if "replenish" not in stock:
                continue  # a by-product
            if continuous:
                low = draw(st.integers(2, 20))
                trigger = draw(st.sampled_from(["at_or_below", "below"]))
                more = draw(st.integers(1, 20))
                stock["replenish"] = draw(
                    st.sampled_from(
                        [
                            {"kind": "min_max", "reorder_point": low, "up_to": low + more, "trigger": trigger},
                            {"kind": "reorder_point", "point": low, "quantity": more, "trigger": trigger},
                        ]
                    )
                )
            if stock["replenish"]["kind"] in ("min_max", "reorder_point", "base_stock"):
                measures = ["position", "net_stock", "on_hand", "on_hand_and_on_order"]
                stock["replenish"]["based_on"] = draw(st.sampled_from(measures))
    return document


@SOME
@given(measured_networks(continuous=True))
def test_leaving_out_the_reviews_that_order_nothing_changes_nothing(document: dict[str, Any]) -> None:
    short = digest(run(document))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MinMax, "has_trigger", False)
        patch.setattr(ReorderPoint, "has_trigger", False)
        assert digest(run(document)) == short


@SOME
@given(measured_networks(continuous=False))
def test_shipping_on_the_spot_is_as_good_as_collecting_the_orders_of_an_instant(document: dict[str, Any]) -> None:
    on_the_spot = run(document)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "_must_collect", lambda *_: True)
        collected = run(document)
    columns = ["placed_at", "promised_at", "quantity", "buyer", "seller"]
    assert np.array_equal(on_the_spot.orders[columns], collected.orders[columns])
    assert np.array_equal(on_the_spot.live_on_hand, collected.live_on_hand)
    moves = [
        np.sort(books.goods[["time", "amount", "from_account", "to_account"]]) for books in (on_the_spot, collected)
    ]
    assert np.array_equal(*moves)


def transit_times(books: Any, lane: str) -> list[float]:
    """Transit times of a lane in order of departure; every shipment of an order travels whole here."""
    account = next(i for i, a in enumerate(books.register.accounts) if a.lane == lane)
    left = {row["order"]: row["time"] for row in books.goods[books.goods["to_account"] == account]}
    landed = {row["order"]: row["time"] for row in books.goods[books.goods["from_account"] == account]}
    return [landed[order] - time for order, time in left.items() if order in landed and order != NOBODY]


def two_lanes(mean: float) -> dict[str, Any]:
    def stock() -> dict[str, Any]:
        return {"opening": {"on_hand": 500}, "replenish": {"kind": "base_stock", "level": 500, "review": 1}}

    def customer(shop: str) -> dict[str, Any]:
        return {"kind": "customer", "buys": {"item": {"from": shop, "demand": {"kind": "constant", "quantity": 3}}}}

    return {
        "name": "two_lanes",
        "time": {"horizon": 300},
        "products": {"item": {}},
        "sites": {
            "s": {"kind": "supplier", "supplies": {"item": {}}},
            "a": {"kind": "warehouse", "stock": {"item": stock()}},
            "b": {"kind": "warehouse", "stock": {"item": stock()}},
            "ca": customer("a"),
            "cb": customer("b"),
        },
        "lanes": {
            "sa": {"from": "s", "to": "a", "lead_time": {"kind": "gamma", "mean": mean, "cv": 0.5}},
            "sb": {"from": "s", "to": "b", "lead_time": {"kind": "gamma", "mean": 3, "cv": 0.5}},
        },
    }


@pytest.mark.parametrize("mean", [3.3, 6.0])
def test_a_lane_with_another_mean_keeps_its_luck_and_all_others_theirs(mean: float) -> None:
    before, after = run(two_lanes(3.0)), run(two_lanes(mean))
    assert transit_times(before, "sb") == transit_times(after, "sb")
    count = min(len(transit_times(before, "sa")), len(transit_times(after, "sa")))
    assert count > 250
    rank = spearmanr(transit_times(before, "sa")[:count], transit_times(after, "sa")[:count]).statistic
    assert rank > 0.95
