"""Loading bays, fleets and vehicles: small worlds worked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.ledger.reconcile import reconcile
from sim.ledger.tables import Event, Reason
from tests.networks import run

SHOP = {"opening": {"on_hand": 0}, "replenish": {"kind": "base_stock", "level": 0}}
EVEN = {"kind": "timetable", "every": 2}


def books_of(
    *orders: tuple[float, float], lane: Any = None, stock: Any = None, horizon: float = 20, **carrier: Any
) -> Any:
    """A shop that orders one for one from a source without limit, along one lane of a carrier."""
    books = run(
        {
            "name": "world",
            "time": {"horizon": horizon},
            "products": {"item": {"weight": 1}},
            "sites": {
                "source": {"kind": "supplier", "supplies": {"item": {}}},
                "shop": {"kind": "warehouse", "stock": {"item": {**SHOP, **(stock or {})}}},
                "people": {
                    "kind": "customer",
                    "buys": {
                        "item": {"from": "shop", "demand": {"kind": "trace", "orders": [list(o) for o in orders]}}
                    },
                },
            },
            "carriers": {"van": carrier},
            "lanes": {"road": {"from": "source", "to": "shop", "by": "van", "lead_time": 1, **(lane or {})}},
        }
    )
    assert str(reconcile(books)) == "the books balance"
    return books


def trips(books: Any) -> list[tuple[float, float, float]]:
    """When each trip began and ended, and how much it carried."""
    loads = np.bincount(books.loads["trip"], books.loads["quantity"], books.trips.size)
    return list(zip(books.trips["began_at"].tolist(), books.trips["returned_at"].tolist(), loads.tolist(), strict=True))


def test_what_comes_in_one_instant_shares_a_vehicle():
    assert trips(books_of((1, 2), (1, 3), (2, 4))) == [(1, 3, 5), (2, 4, 4)]


def test_an_order_larger_than_a_vehicle_is_divided():
    assert trips(books_of((1, 25), payload={"units": 10})) == [(1, 3, 10), (1, 3, 10), (1, 3, 5)]


def test_orders_fill_up_what_the_one_before_left():
    books = books_of((1, 6), (1.25, 6), (1.5, 6), payload={"units": 10}, departs=EVEN)
    assert trips(books) == [(2, 4, 10), (2, 4, 8)]
    assert books.loads["quantity"].tolist() == [6, 4, 2, 6]


def test_a_whole_delivery_is_divided_only_if_it_must_be():
    whole = {"deliveries": "whole"}
    books = books_of((1, 6), (1.25, 6), (1.5, 6), payload={"units": 10}, departs=EVEN, stock=whole)
    assert books.loads["quantity"].tolist() == [6, 6, 6]
    assert trips(books_of((1, 14), payload={"units": 10}, stock=whole)) == [(1, 3, 10), (1, 3, 4)]


def test_loading_and_unloading_take_time():
    books = books_of((1, 1), loading=0.25, unloading=0.5)
    assert books.trips["departed_at"].tolist() == [1.25]
    assert books.loads["arrived_at"].tolist() == [2.75]
    assert trips(books) == [(1, 3.75, 1)]


@pytest.mark.parametrize(("way_back", "back"), [(None, 3.0), (0.5, 2.5), (0, 2.0)])
def test_the_way_back_is_as_long_as_the_way_there_unless_it_is_stated(way_back, back):
    assert trips(books_of((1, 1), lane={} if way_back is None else {"way_back": way_back})) == [(1, back, 1)]


def test_a_vehicle_is_away_for_a_step_of_the_grid_at_least():
    assert trips(books_of((1, 1), (1, 1), lane={"lead_time": 0}, vehicles=1, payload={"units": 1})) == [
        (1, 1 + 2.0**-20, 1),
        (1 + 2.0**-20, 1 + 2.0**-19, 1),
    ]


def test_one_vehicle_makes_one_trip_after_another():
    books = books_of((1, 1), (1.5, 1), (2, 1), vehicles=1)
    assert trips(books) == [(1, 3, 1), (3, 5, 2)]
    held = books.events[books.events["event"] == Event.HELD]
    assert held["reason"].tolist() == [Reason.NO_VEHICLE, Reason.NO_VEHICLE]


def test_a_vehicle_that_comes_back_takes_what_comes_in_that_instant():
    assert trips(books_of((1, 1), (3, 1), vehicles=1)) == [(1, 3, 1), (3, 5, 1)]


def test_a_full_load_waits_for_its_last_unit():
    rule = {"kind": "full_load"}
    books = books_of((1, 4), (2, 4), (3, 4), payload={"units": 10}, departs=rule)
    assert trips(books) == [(3, 5, 10)]
    assert books.live_at_bay.sum() == 2


def test_the_longest_wait_counts_from_what_is_left():
    rule = {"kind": "full_load", "longest_wait": 4}
    books = books_of((1, 4), (2, 4), (3, 4), (6, 1), payload={"units": 10}, departs=rule)
    assert trips(books) == [(3, 5, 10), (7, 9, 3)]


def test_what_a_limited_fleet_leaves_behind_is_looked_at_again_in_time():
    rule = {"kind": "full_load", "longest_wait": 4}
    books = books_of((1, 8), (2, 4), payload={"units": 10}, departs=rule, vehicles=1, lane={"lead_time": 0.5})
    assert trips(books) == [(2, 3, 10), (6, 7, 2)]


def test_a_timetable_takes_what_is_there_by_then():
    rule = {"kind": "timetable", "every": 2, "first": 1}
    assert trips(books_of((1, 3), (1.5, 4), (3, 5), departs=rule)) == [(1, 3, 3), (3, 5, 9)]


def test_a_timetable_with_one_vehicle_each_leaves_the_rest():
    rule = {"kind": "timetable", "every": 2, "loads": 1}
    books = books_of((1, 25), payload={"units": 10}, departs=rule)
    assert trips(books) == [(2, 4, 10), (4, 6, 10), (6, 8, 5)]
    assert books.events[books.events["event"] == Event.HELD]["reason"].tolist() == [Reason.NOT_DUE]


def test_who_finds_no_vehicle_at_its_time_waits_for_the_next():
    rule = {"kind": "timetable", "every": 2}
    books = books_of((1, 1), (3, 1), departs=rule, vehicles=1, lane={"lead_time": 1.5})
    assert trips(books) == [(2, 5, 1), (6, 9, 1)]


def test_loads_are_taken_up_in_working_hours_and_trips_end_when_they_end():
    hours = {"shifts": [{"from": 0.25, "to": 0.75}]}
    books = books_of((1.625, 1), (1.75, 2), (2, 3), hours=hours)
    assert trips(books) == [(1.625, 3.625, 1), (2.25, 4.25, 5)]
    held = books.events[books.events["event"] == Event.HELD]
    assert held["reason"].tolist() == [Reason.OUT_OF_HOURS, Reason.OUT_OF_HOURS]


def test_the_bay_that_waits_longest_has_the_next_vehicle():
    shop = {"kind": "warehouse", "stock": {"item": SHOP}}

    def people(name: str, *orders: list[float]) -> dict[str, Any]:
        return {"kind": "customer", "buys": {"item": {"from": name, "demand": {"kind": "trace", "orders": orders}}}}

    books = run(
        {
            "name": "world",
            "time": {"horizon": 30},
            "products": {"item": {}},
            "sites": {
                "source": {"kind": "supplier", "supplies": {"item": {}}},
                "a": shop,
                "b": shop,
                "near_a": people("a", [1, 1], [1.2, 1], [1.8, 1]),
                "near_b": people("b", [1.1, 1], [1.5, 1]),
            },
            "carriers": {"van": {"vehicles": 1, "payload": {"units": 1}}},
            "lanes": {
                name: {"from": "source", "to": name[-1], "by": "van", "lead_time": 1} for name in ("to_a", "to_b")
            },
        }
    )
    lanes = [books.register.accounts[account].site for account in books.loads["account"]]
    assert lanes == ["a", "b", "a", "b", "a"]
    assert books.trips["began_at"].tolist() == [1, 3, 5, 7, 9]


def test_carriers_between_the_same_sites_have_luck_of_their_own():
    def on_the_way(train: str) -> list[float]:
        shop = {product: {**SHOP} for product in ("x", "y")}
        law = {"lead_time": {"kind": "exponential", "mean": 1}, "way_back": {"kind": "exponential", "mean": 1}}
        ends = {"from": "source", "to": "shop", **law}
        demand = {"kind": "trace", "orders": [[1, 1], [5, 1]]}
        document = {
            "name": "world",
            "time": {"horizon": 90},
            "products": {"x": {}, "y": {}},
            "sites": {
                "source": {"kind": "supplier", "supplies": {"x": {}, "y": {}}},
                "shop": {"kind": "warehouse", "stock": shop},
                "people": {
                    "kind": "customer",
                    "buys": {product: {"from": "shop", "demand": demand} for product in shop},
                },
            },
            "carriers": {"truck": {}, "train": {"mode": "rail"}},
            "lanes": {
                "road": {**ends, "by": "truck", "products": ["x"]},
                "way": {**ends, "by": train, "products": ["y"]},
            },
        }
        books = run(document)
        lost = books.trips["returned_at"] - books.trips["departed_at"]
        return [*lost.tolist(), *(books.loads["arrived_at"] - books.trips["departed_at"]).tolist()]

    assert len(set(on_the_way("train"))) == 8
    assert len(set(on_the_way("truck"))) == 4  # lanes of one carrier meet the same weather


def test_times_are_drawn_by_lane_day_and_ordinal():
    law = {"lead_time": {"kind": "lognormal", "mean": 1, "cv": 0.5}}
    plain = books_of((1, 1), (1.5, 1), (4, 1), (9, 1), lane=law)
    more = books_of((1, 1), (1.5, 1), (1.6, 1), (4, 1), (9, 1), lane=law)

    def times(books: Any) -> list[float]:
        return (books.loads["arrived_at"] - books.trips["departed_at"]).tolist()

    assert len(set(times(plain))) == 4
    assert times(more)[:2] + times(more)[3:] == times(plain)
