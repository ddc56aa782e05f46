"""What must hold on every supply chain whose lanes, carriers and prices disruptions strike."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ledger.digest import digest
from sim.ledger.reconcile import reconcile
from tests.networks import run
from tests.properties.test_docks import handled
from tests.struck_networks import effects_on_lanes, struck_networks, windows

MANY = settings(max_examples=40, deadline=None)
SOME = settings(max_examples=20, deadline=None)


@MANY
@given(struck_networks())
def test_the_books_balance(document: dict[str, Any]) -> None:
    assert str(reconcile(run(document))) == "the books balance"


@MANY
@given(struck_networks(carried=True))
def test_the_books_of_carriers_balance(document: dict[str, Any]) -> None:
    assert str(reconcile(run(document))) == "the books balance"


@SOME
@given(handled(), st.data())
def test_the_books_of_docks_balance(document: dict[str, Any], data: st.DataObject) -> None:
    free = sorted(name for name, lane in document["lanes"].items() if "by" not in lane)
    if not free:
        return
    strike = st.builds(
        lambda where, when, what: {"where": where, "when": when, "what": what},
        st.sampled_from(free),
        windows(),
        effects_on_lanes(None),
    )
    found = data.draw(st.lists(strike, min_size=1, max_size=3))
    document["disruptions"] = {f"d{number}": of for number, of in enumerate(found)}
    document["active"] = sorted(document["disruptions"])
    assert str(reconcile(run(document))) == "the books balance"


@SOME
@given(struck_networks())
def test_no_stock_is_ever_negative(document: dict[str, Any]) -> None:
    books = run(document)
    for levels in (books.stock, books.transit, books.backlog, books.on_order):
        assert not len(levels.level) or levels.level.min() >= 0


@SOME
@given(struck_networks(carried=True))
def test_disruptions_that_come_after_the_end_change_nothing(document: dict[str, Any]) -> None:
    late = {"kind": "window", "starts": 1000, "lasts": 1}
    for disruption in document["disruptions"].values():
        disruption["when"] = late
    assert digest(run(document)) == digest(run({**document, "active": []}))


def test_what_was_under_way_when_the_run_began_is_not_refused_by_a_lane_that_closes_later() -> None:
    stock: dict[str, Any] = {"kind": "order_up_to", "forecast": {"kind": "moving_average", "periods": 1}, "cover": 1}
    under_way = {"on_hand": 0, "orders_under_way": [{"quantity": 1, "at": 3}]}
    document: dict[str, Any] = {
        "name": "opening",
        "time": {"horizon": 12},
        "products": {"item": {"value": 1}},
        "sites": {
            "s": {"kind": "supplier", "supplies": {"item": {}}},
            "w1": {
                "kind": "warehouse",
                "stock": {"item": {"opening": {"on_hand": 9}, "replenish": {**stock, "review": 1}}},
            },
            "w2": {
                "kind": "warehouse",
                "stock": {"item": {"opening": under_way, "replenish": {"kind": "base_stock", "level": 5}}},
            },
            "c": {"kind": "customer", "buys": {"item": {"demand": {"kind": "poisson", "rate": 1}}}},
        },
        "lanes": {"a": {"from": "s", "to": "w1"}, "b": {"from": "w1", "to": "w2"}, "c": {"from": "w2", "to": "c"}},
        "disruptions": {
            "x": {
                "where": {"lane": "b"},
                "when": {"starts": 3, "lasts": 4},
                "what": {"kind": "closure", "orders": "refuse"},
            }
        },
        "active": ["x"],
    }
    assert str(reconcile(run(document))) == "the books balance"
