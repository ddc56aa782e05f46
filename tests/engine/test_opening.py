"""The state in which a run begins."""

from __future__ import annotations

import pytest

from sim.ledger.tables import BEFORE
from tests.engine.worlds import account, customer, happened, lane, moved, placed, planned, play, supplier, warehouse


def shop(opening, *orders, policy=None, lead_time=2, horizon=10, **delay):
    sites = {
        "s": supplier(),
        "w": warehouse(0, policy or planned(0), opening=opening),
        "c": customer("w", *(orders or [(99, 1)])),
    }
    return play(sites, [lane("s", "w", lead_time, **delay)], horizon)


def test_goods_under_way_arrive_when_the_file_says():
    books = shop({"arriving": [{"quantity": 4, "at": 0}, {"quantity": 3, "at": 2.5}]})
    assert moved(books, destination="w") == [(0.0, 4), (2.5, 3)]
    assert books.orders["placed_at"].tolist() == [BEFORE, BEFORE]
    assert books.opening[account(books, "lane_0")] == 7


def test_goods_under_way_count_as_on_order():
    policy = {"kind": "base_stock", "level": 10, "review": 1}
    books = shop({"on_hand": 1, "arriving": [{"quantity": 4, "at": 3}]}, policy=policy)
    assert [quantity for time, _, quantity in placed(books, "w") if time >= 0] == [5]


@pytest.mark.parametrize("delay", [0, 3])
def test_an_order_under_way_reaches_the_seller_when_the_file_says(delay):
    opening = {"orders_under_way": [{"quantity": 4, "at": 1}]}
    books = shop(opening, information_delay=delay)
    assert happened(books, "w") == [(1.0, "RECEIVED", 4, "NONE")]
    assert moved(books, "s", "lane_0") == [(1.0, 4)]
    assert moved(books, destination="w") == [(3.0, 4)]


def test_both_may_come_by_a_named_lane():
    opening = {
        "arriving": [{"quantity": 4, "at": 1, "from": "fast"}, {"quantity": 5, "at": 1}],
        "orders_under_way": [{"quantity": 6, "at": 2, "from": "fast"}, {"quantity": 7, "at": 2}],
    }
    source = {"kind": "priority", "sites": ["slow", "fast"]}
    sites = {"s": supplier(), "w": warehouse(0, planned(0), opening=opening, source=source)}
    books = play(sites, {"fast": lane("s", "w", 1), "slow": lane("s", "w", 3)})
    assert moved(books, "fast", "w") == [(1.0, 4), (3.0, 6)]
    assert moved(books, "slow", "w") == [(1.0, 5), (5.0, 7)]
    source["sites"].append("plane")
    with pytest.raises(LookupError):
        play(sites, {"fast": lane("s", "w", 1), "slow": lane("s", "w", 3)})


def test_both_may_come_from_a_named_source():
    opening = {
        "arriving": [{"quantity": 4, "at": 1, "from": "t"}, {"quantity": 5, "at": 1}],
        "orders_under_way": [{"quantity": 6, "at": 2, "from": "t"}, {"quantity": 7, "at": 2}],
    }
    source = {"kind": "priority", "sites": ["u", "t"]}
    sites = {"t": supplier(), "u": supplier(), "w": warehouse(0, planned(0), opening=opening, source=source)}
    books = play(sites, {"from_t": lane("t", "w", 1), "from_u": lane("u", "w", 3)})
    assert moved(books, "from_t", "w") == [(1.0, 4), (3.0, 6)]
    assert moved(books, "from_u", "w") == [(1.0, 5), (5.0, 7)]


def test_an_opening_backlog_is_served_first():
    books = shop({"backlog": 3, "arriving": [{"quantity": 4, "at": 2}]}, (0, 2))
    assert [quantity for _, quantity in moved(books, "w", "c")] == [3, 1]
    assert placed(books, "c") == [(BEFORE, "w", 3), (0.0, "w", 2)]


def test_an_opening_backlog_is_served_from_the_opening_stock_in_the_first_instant():
    assert moved(shop({"backlog": 3, "on_hand": 9}, (0, 7)), "w", "c") == [(0.0, 3), (0.0, 6)]


def test_an_opening_backlog_is_part_of_the_first_position():
    policy = {"kind": "base_stock", "level": 10}
    assert placed(shop({"backlog": 3}, policy=policy), "w") == [(0.0, "s", 13)]


def test_an_opening_backlog_neither_gets_lost_nor_is_given_up():
    for when_short in ("lost", {"kind": "wait", "patience": 1}):
        opening = {"backlog": 3, "arriving": [{"quantity": 4, "at": 5}]}
        sites = {
            "s": supplier(),
            "w": warehouse(0, planned(0), opening=opening),
            "c": customer("w", (99, 1), when_short=when_short),
        }
        assert moved(play(sites, [lane("s", "w")]), "w", "c") == [(5.0, 3)]


def test_an_opening_backlog_is_owed_to_the_first_buyer_by_name():
    sites = {
        "d": warehouse(0, opening={"backlog": 3}),
        "b": customer("d", (99, 1)),
        "a": warehouse(0, planned(0)),
    }
    books = play(sites, [lane("d", "a")])
    assert books.live_on_order[account(books, "a")] == 3


def test_a_forecaster_may_be_told_what_to_expect_at_first():
    policy = {"kind": "order_up_to", "cover": 2, "forecast": {"kind": "moving_average", "periods": 3}, "review": 1}
    sites = {
        "s": supplier(),
        "w": warehouse(0, policy, opening={"forecast": 6}),
        "c": customer("w", (0, 3)),
    }
    books = play(sites, [lane("s", "w", 2)], horizon=1)
    assert books.forecasts["forecast"].tolist() == [6.0]
    assert placed(books, "w") == [(0.0, "s", 2 * (6 + 6 + 3) // 3 + 3)]
