"""Stocks that have plans for disruptions, worked by hand."""

from __future__ import annotations

import pytest

from sim.ledger.digest import digest
from tests.engine.worlds import customer, happened, lane, moved, placed, play, states, supplier, warehouse

LEVEL = {"kind": "base_stock", "level": 50}


def chain(plan, *orders, when=None, supply=None, **disruption):
    """A shop that usually buys from near; on days 10 to 20 near makes nothing, and far is two days away."""
    return play(
        {
            "near": supplier(**(supply or {})),
            "far": supplier(),
            "shop": warehouse(50, LEVEL, source="near", **({} if plan is None else {"on_disruption": plan})),
            "buyer": customer("shop", *orders),
        },
        [lane("near", "shop"), lane("far", "shop", 2)],
        horizon=40,
        disruptions={
            "fire": {"where": "near", "when": when or {"starts": 10, "lasts": 10}, "what": {"kind": "capacity"}}
            | disruption
        },
        active=["fire"],
    )


ORDERS = ((8, 1), (11, 2), (13, 3), (18, 4), (21, 5), (24, 6))


def sellers(books):
    return [(time, seller, quantity) for time, seller, quantity in placed(books, "shop")]


def test_without_a_plan_all_is_ordered_where_it_always_is():
    assert {seller for _, seller, _ in sellers(chain(None, *ORDERS))} == {"near"}


def test_from_the_day_on_which_it_is_noticed_the_stock_orders_elsewhere_and_then_as_before():
    books = chain({"source": "far", "noticed_after": 2}, *ORDERS)
    assert sellers(books) == [
        (8, "near", 1), (11, "near", 2), (13, "far", 3), (18, "far", 4), (21, "far", 5), (24, "near", 6),
    ]  # fmt: skip
    assert [row for row in states(books) if row[1] in ("BUSY", "IDLE")] == [
        (12, "BUSY"), (20, "IDLE"), (22, "IDLE"),
    ]  # fmt: skip


def test_the_disruption_says_when_it_is_noticed_where_the_plan_does_not():
    books = chain({"source": "far", "back_after": 0}, *ORDERS, noticed_after=2)
    assert [time for time, seller, _ in sellers(books) if seller == "far"] == [13, 18]


def test_what_is_over_before_it_is_noticed_changes_nothing():
    books = chain({"source": "far", "noticed_after": 10.5}, *ORDERS)
    assert digest(books) == digest(chain(None, *ORDERS))


def test_what_waits_at_the_usual_source_is_called_off_and_ordered_anew():
    # 2 are ordered at 11, held by near, called off at 12; the position is 2 short, and far brings them by 14.
    books = chain({"source": "far", "noticed_after": 2, "cancel_open": True}, (11, 2))
    assert happened(books, "shop") == [(11, "WAITING", 2, "DISRUPTED"), (12, "LOST", 2, "CANCELLED")]
    assert sellers(books) == [(11, "near", 2), (12, "far", 2)]
    assert moved(books, destination="shop") == [(14, 2)]


def test_what_is_being_made_is_not_called_off():
    # 2 a day: the 4 ordered at 9 are being made, the 2 ordered at 11 wait.
    books = chain({"source": "far", "noticed_after": 2, "cancel_open": True}, (9, 4), (11, 2), supply={"capacity": 2})
    assert moved(books, destination="shop") == [(14, 2), (21, 4)]


def test_something_can_be_ordered_at_once():
    books = chain({"source": "far", "noticed_after": 2, "order_now": 30}, (11, 2))
    assert (12, "far", 30) in sellers(books)
    assert moved(books, destination="shop") == [(14, 30), (20, 2)]


def test_another_policy_can_be_followed():
    # A higher level is reached at once when it is noticed, and not undone afterwards.
    books = chain({"replenish": {"kind": "base_stock", "level": 60}}, (15, 1), (25, 1))
    assert sellers(books) == [(10, "near", 10), (15, "near", 1)]


def test_it_follows_each_strike_by_itself():
    when = {"kind": "recurring", "gap": 5, "lasts": 5}  # 5 to 10, 15 to 20, ...
    books = chain(
        {"source": "far", "noticed_after": 1, "back_after": 0}, *((t + 0.5, 1) for t in range(4, 22)), when=when
    )
    assert [time for time, seller, _ in sellers(books) if seller == "far"] == [
        6.5, 7.5, 8.5, 9.5, 16.5, 17.5, 18.5, 19.5,
    ]  # fmt: skip


def test_two_plans_in_force_at_once_the_last_counts():
    plans = [{"source": "far"}, {"replenish": {"kind": "base_stock", "level": 60}, "noticed_after": 3}]
    books = chain(plans, (11, 2), (14, 1))
    assert sellers(books) == [(11, "far", 2), (13, "near", 10), (14, "near", 1)]


class TestTwoBuyersShareABackup:
    """Both are short of the same part, and the backup makes 10 a day: who asks first takes its capacity."""

    @pytest.fixture
    def books(self):
        # Each day each sells 10. The quick one notices after 1 day, the slow one after 4.
        day = {"kind": "constant", "quantity": 10}
        review = {"kind": "base_stock", "level": 10, "review": {"every": 1, "before": "demand"}}

        def maker(noticed_after):
            return warehouse(
                10, review, source="chips",
                on_disruption={"source": "backup", "noticed_after": noticed_after, "cancel_open": True},
            )  # fmt: skip

        return play(
            {
                "chips": supplier(),
                "backup": supplier(capacity=10),
                "quick": maker(1),
                "slow": maker(4),
                "its_buyers": customer("quick", demand=day),
                "other_buyers": customer("slow", demand=day),
            },
            [lane("chips", "quick"), lane("chips", "slow"), lane("backup", "quick"), lane("backup", "slow")],
            horizon=20,
            disruptions={"fire": {"where": "chips", "when": {"starts": 5, "lasts": 10}, "what": {"kind": "capacity"}}},
            active=["fire"],
        )

    def test_the_quick_one_is_served_first(self, books):
        # The quick one asks at 6 for 20, then for 10 a day. The slow one asks at 9 for 50, behind the 50 asked for by
        # then, of which the last are made by 11, and has them 5 days later.
        assert moved(books, "lane_2", "quick")[:4] == [(8, 20), (9, 10), (10, 10), (11, 10)]
        assert moved(books, "lane_3", "slow")[0] == (16, 50)

    def test_the_slow_one_owes_more(self, books):
        owed = {site: sum(wait for wait in waits(books, site)) for site in ("quick", "slow")}
        assert owed["slow"] > owed["quick"]


def waits(books, site):
    facts = books.facts.waits
    mine = books.orders["seller"][facts.order]
    accounts = books.register.accounts
    return [
        float(q * (min(u, books.end) - s))
        for q, s, u, a in zip(facts.quantity, facts.since, facts.until, mine, strict=True)
        if accounts[a].site == site
    ]
