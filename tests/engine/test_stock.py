"""Who is served from a stock, when, and what becomes of the others."""

from __future__ import annotations

import pytest

from sim.engine.world import simulate
from sim.ledger.books import Books
from sim.ledger.tables import Event, Reason
from sim.replenishment import Replenishment, Review, StockView
from sim.streams import Luck
from tests.engine.shops import base_stock, buyer, factory, run_shop
from tests.engine.worlds import (
    account,
    customer,
    document,
    happened,
    lane,
    moved,
    on_hand,
    paid,
    placed,
    planned,
    play,
    supplier,
    warehouse,
)
from tests.networks import read

LOST, BACKORDER = {"when_short": "lost"}, {"when_short": "backorder"}
WHOLE = {"deliveries": "whole"}
UNIFORM = {"kind": "uniform", "low": 1, "high": 3}


def wait(patience):
    return {"when_short": {"kind": "wait", "patience": patience}}


def depot(on_hand, people, arriving=(), horizon=10, **terms):
    """A depot with stock that arrives at set times, and customers named in the order in which they come."""
    opening = {"arriving": [{"quantity": quantity, "at": at} for at, quantity in arriving]}
    sites = {"s": supplier(), "w": warehouse(on_hand, planned(0), opening=opening, **terms), **people}
    return play(sites, [lane("s", "w")], horizon)


def got(books, *people):
    return [moved(books, "w", name) for name in people]


# ------------------------------------------------------------------------------------------- first come, first served


def test_orders_are_served_in_the_sequence_in_which_they_came():
    people = {"a": customer("w", (2, 4)), "b": customer("w", (1, 4))}
    books = depot(2, people, [(3, 3), (4, 9)])
    assert got(books, "a", "b") == [[(3.0, 1), (4.0, 3)], [(1.0, 2), (3.0, 2)]]


def test_of_one_instant_the_first_name_comes_first():
    books = depot(5, {"a": customer("w", (1, 4)), "b": customer("w", (1, 4))})
    assert got(books, "a", "b") == [[(1.0, 4)], [(1.0, 1)]]


def test_a_small_order_does_not_overtake_one_that_waits():
    books = depot(3, {"a": customer("w", (1, 5), **WHOLE), "b": customer("w", (2, 1))}, [(4, 3)])
    assert got(books, "a", "b") == [[(4.0, 5)], [(4.0, 1)]]


def test_goods_that_arrive_are_there_for_the_orders_of_the_instant():
    books = depot(0, {"a": customer("w", (2, 3), **LOST)}, [(2, 3)])
    assert got(books, "a") == [[(2.0, 3)]]


def test_a_whole_order_ships_in_full_or_not_at_all():
    parts, whole = (depot(3, {"a": customer("w", (1, 5), **terms)}, [(2, 1), (3, 1)]) for terms in ({}, WHOLE))
    assert got(parts, "a") == [[(1.0, 3), (2.0, 1), (3.0, 1)]]
    assert got(whole, "a") == [[(3.0, 5)]]


def test_a_warehouse_can_ask_for_whole_deliveries_too():
    sites = {"d": warehouse(3), "w": warehouse(0, planned(5), **WHOLE)}
    assert moved(play(sites, [lane("d", "w")]), "d") == []


# --------------------------------------------------------------------------------------------------- why orders wait


def test_the_ledger_says_why_an_order_waits():
    people = {
        "a": customer("w", (1, 5), **WHOLE),
        "b": customer("w", (1, 1)),
        "c": customer("x", (1, 3)),
        "d": customer("w", (1, 2), **WHOLE),
    }
    sites = {"w": warehouse(3), "x": warehouse(2), **people}
    books = play(sites)
    assert happened(books, "a") == [(1.0, "WAITING", 5, "NOT_WHOLE")]
    assert happened(books, "b") == [(1.0, "WAITING", 1, "BEHIND_OTHERS")]
    assert happened(books, "c") == [(1.0, "WAITING", 1, "NO_STOCK")]
    assert happened(books, "d") == [(1.0, "WAITING", 2, "BEHIND_OTHERS")]


def test_under_priority_too_a_whole_order_waits_for_more_and_not_behind_others():
    people = {"a": customer("w", (1, 1)), "b": customer("w", (1, 5), **WHOLE)}
    books = depot(3, people, allocation={"kind": "priority", "order": ["b"]})
    assert happened(books, "a") == [(1.0, "WAITING", 1, "BEHIND_OTHERS")]
    assert happened(books, "b") == [(1.0, "WAITING", 5, "NOT_WHOLE")]


def test_a_whole_order_that_is_larger_than_what_nobody_has_booked_waits_for_more():
    """8 a are there, and 5 are set aside for a production order that waits for its b: a whole order for 6 finds 3."""
    plant = factory({"f": {"from": {"a": 1, "b": 1}}}, stock={"a": 8, "b": base_stock(0)})
    others = buyer(a=[(1, 6)])
    others["buys"]["a"] |= WHOLE
    books = run_shop(plant, {"c": buyer(f=[(0, 5)]), "d": others}, horizon=10, b={"lead_time": 15})
    waiting = {int(row["order"]): Reason(row["reason"]) for row in books.events if row["event"] == Event.WAITING}
    (order,) = [number for number, row in enumerate(books.orders) if row["buyer"] == account(books, "d", "a")]
    assert waiting[order] == Reason.NOT_WHOLE


def test_an_order_that_is_served_by_the_end_of_the_instant_did_not_wait():
    sites = {"s": supplier(), "w": warehouse(0, planned(4, before="demand")), "c": customer("w", (0, 4))}
    assert happened(play(sites, [lane("s", "w")]), "c") == []


# -------------------------------------------------------------------------------------------------- lost and given up


def test_what_is_short_at_the_end_of_the_instant_is_lost():
    books = depot(3, {"a": customer("w", (1, 5), **LOST)}, [(2, 9)], costs={"lost_sale": 4})
    assert got(books, "a") == [[(1.0, 3)]]
    assert happened(books, "a") == [(1.0, "LOST", 2, "NONE")]
    assert paid(books) == [(1.0, "company", "outside", "LOST_SALE", 8.0)]
    assert books.live_on_order[account(books, "a")] == books.live_backlog[account(books, "w")] == 0


def test_a_sale_that_cannot_be_whole_is_lost_as_a_whole():
    books = depot(3, {"a": customer("w", (1, 5), **LOST, **WHOLE)})
    assert happened(books, "a") == [(1.0, "LOST", 5, "NONE")]
    assert on_hand(books, "w", 9) == 3


@pytest.mark.parametrize("later", [LOST, BACKORDER, wait(3)])
@pytest.mark.parametrize("allocation", ["first_come", {"kind": "priority", "order": ["a"]}, "proportional"])
def test_a_whole_order_that_is_lost_leaves_the_stock_to_those_behind_it(later, allocation):
    people = {"a": customer("w", (1, 9), **LOST, **WHOLE), "b": customer("w", (1, 3), **later)}
    books = depot(5, people, allocation=allocation)
    assert got(books, "a", "b") == [[], [(1.0, 3)]]
    assert happened(books, "b") == []


def test_a_lost_sale_behind_an_order_that_stays_is_lost():
    people = {"a": customer("w", (1, 9), **WHOLE), "b": customer("w", (1, 3), **LOST)}
    books = depot(5, people)
    assert happened(books, "b") == [(1.0, "LOST", 3, "NONE")]


def test_of_two_lost_orders_the_one_that_blocks_goes_first():
    people = {"a": customer("w", (1, 3), **LOST), "b": customer("w", (1, 9), **LOST, **WHOLE)}
    books = depot(5, people, allocation={"kind": "priority", "order": ["b"]})
    assert got(books, "a", "b") == [[(1.0, 3)], []]


def test_a_policy_does_not_order_for_sales_that_are_lost():
    people = {"a": customer("w", (1, 5), **LOST)}
    sites = {"s": supplier(), "w": warehouse(3, {"kind": "base_stock", "level": 3, "review": 1}), **people}
    assert placed(play(sites, [lane("s", "w", 1)]), "w") == [(1.0, "s", 3)]


def test_an_order_is_given_up_exactly_when_patience_ends():
    books = depot(1, {"a": customer("w", (1, 5), **wait(2.5))}, [(3, 1), (3.5 + 2**-20, 9)])
    assert got(books, "a") == [[(1.0, 1), (3.0, 1)]]
    assert happened(books, "a") == [(1.0, "WAITING", 4, "NO_STOCK"), (3.5, "LOST", 3, "NONE")]


def test_who_was_served_does_not_give_up():
    books = depot(0, {"a": customer("w", (1, 5), **wait(2.5))}, [(3.5 - 2**-20, 5)])
    assert [event for _, event, _, _ in happened(books, "a")] == ["WAITING"]
    assert len(got(books, "a")[0]) == 1


def test_at_the_instant_of_an_arrival_giving_up_comes_before_serving():
    books = depot(0, {"a": customer("w", (1, 5), **wait(2))}, [(3, 5)])
    assert got(books, "a") == [[]]
    assert on_hand(books, "w", 3) == 5


def test_a_whole_order_that_is_given_up_makes_way():
    people = {"a": customer("w", (1, 9), **WHOLE, **wait(2)), "b": customer("w", (2, 3))}
    assert got(depot(5, people), "b") == [[(3.0, 3)]]
    assert got(depot(5, people, allocation={"kind": "priority", "order": ["a"]}), "b") == [[(3.0, 3)]]


def test_patience_counts_from_the_receipt_of_the_order_since_the_cancellation_travels_as_long():
    sites = {"w": warehouse(0), "c": customer("w", (1, 5), **wait(2))}
    books = play(sites, [lane("w", "c", information_delay=1.5)])
    assert happened(books, "c") == [
        (2.5, "RECEIVED", 5, "NONE"), (2.5, "WAITING", 5, "NO_STOCK"), (4.5, "LOST", 5, "NONE"),
    ]  # fmt: skip


def test_patience_belongs_to_the_order_whether_others_wait_or_not():
    """A stock that serves some orders of a day at once leaves the patience of the others as it was."""

    def patience(on_hand, delay=0):
        sites = {"w": warehouse(on_hand), "a": customer("w", *((day, 1) for day in DAYS), **wait(UNIFORM))}
        books = play(sites, [lane("w", "a", information_delay=delay)] if delay else [], 9)
        placed = books.orders["placed_at"]
        return {order: time - placed[order] - delay for time, event, order in _losses(books) if event == "LOST"}

    nobody_served, some_served = patience(0), patience(2)
    assert len(set(nobody_served.values())) == len(DAYS)
    assert some_served == {order: time for order, time in nobody_served.items() if order > 1}
    assert patience(0, 1.5) == nobody_served  # drawn by the day on which it was placed
    assert patience(3, 1.5) == {order: time for order, time in nobody_served.items() if order > 2}


DAYS = [0.0, 0.0, 0.0, 0.5, 1.0, 1.0, 3.0]


def test_patience_is_drawn_by_the_day_of_the_order():
    def patience(*days):
        books = depot(0, {"a": customer("w", *((day, 1) for day in days), **wait(UNIFORM))})
        lost = [(time, order) for time, event, order in _losses(books) if event == "LOST"]
        return {
            float(books.orders["placed_at"][order]): time - books.orders["placed_at"][order] for time, order in lost
        }

    every, some = patience(0, 1, 2, 3), patience(0, 3)
    assert len(set(every.values())) == 4
    assert some == {day: every[day] for day in (0.0, 3.0)}


def _losses(books):
    return [(float(r["time"]), Event(r["event"]).name, int(r["order"])) for r in books.events]


def test_no_patience_is_as_good_as_lost():
    books = depot(2, {"a": customer("w", (1, 5), **wait(0))}, [(2, 9)])
    assert got(books, "a") == [[(1.0, 2)]]
    assert happened(books, "a")[-1] == (1.0, "LOST", 3, "NONE")


# --------------------------------------------------------------------------------------------------------- allocation


def test_an_allocation_rule_sees_all_orders_of_an_instant():
    people = {name: customer("w", (1, 6)) for name in "abc"}
    assert got(depot(9, people), "a", "b", "c") == [[(1.0, 6)], [(1.0, 3)], []]
    assert got(depot(9, people, allocation="proportional"), "a", "b", "c") == [[(1.0, 3)]] * 3
    first = depot(9, people, allocation={"kind": "priority", "order": ["c", "b"]})
    assert got(first, "a", "b", "c") == [[], [(1.0, 3)], [(1.0, 6)]]


def test_an_allocation_rule_sees_the_orders_of_the_reviews_together():
    shops = {name: warehouse(0, planned(6)) for name in "ab"}
    sites = {"d": warehouse(6, allocation="proportional"), **shops}
    books = play(sites, [lane("d", "a", 1), lane("d", "b", 1)])
    assert moved(books, "d") == [(0.0, 3), (0.0, 3)]


def test_customers_are_allocated_before_the_orders_of_the_reviews():
    sites = {
        "d": warehouse(6, allocation={"kind": "priority", "order": ["w"]}),
        "w": warehouse(0, planned(6)),
        "c": customer("d", (0, 4)),
    }
    books = play(sites, [lane("d", "w", 1)])
    assert (moved(books, "d", "c"), moved(books, "d", "lane_0")) == ([(0.0, 4)], [(0.0, 2)])


def test_a_share_of_nothing_ships_nothing_and_keeps_the_order():
    people = {"a": customer("w", (1, 9)), "b": customer("w", (1, 1))}
    books = depot(1, people, [(4, 9)], allocation="proportional")
    assert got(books, "a", "b") == [[(1.0, 1), (4.0, 8)], [(4.0, 1)]]


def test_goods_that_land_are_shared_among_all_that_wait():
    people = {"a": customer("w", (1, 6)), "b": customer("w", (2, 6))}
    books = depot(0, people, [(3, 4)], allocation="proportional")
    assert got(books, "a", "b") == [[(3.0, 2)], [(3.0, 2)]]


# ----------------------------------------------------------------------------------------------- what policies look at


@pytest.mark.parametrize("based_on", ["on_hand", "on_hand_and_on_order"])
@pytest.mark.parametrize("asked", [9, 11])
def test_a_policy_sees_the_stock_before_the_orders_of_the_reviews_are_shipped(based_on, asked):
    """Whether an order of the same instant can be filled makes no difference to what is on hand at the review."""
    depot = {"kind": "base_stock", "level": 15, "based_on": based_on, "review": 1}
    sites = {"s": supplier(), "d": warehouse(10, depot), "w": warehouse(0, planned(asked))}
    books = play(sites, [lane("s", "d", 5), lane("d", "w")], horizon=1)
    assert placed(books, "d") == [(0.0, "s", 5)]


def test_a_policy_sees_customers_orders_shipped_before_a_review_after_demand():
    policy = {"kind": "base_stock", "level": 15, "based_on": "on_hand", "review": 1}
    sites = {"s": supplier(), "d": warehouse(10, policy), "c": customer("d", (0, 9))}
    assert placed(play(sites, [lane("s", "d", 5)], horizon=1), "d") == [(0.0, "s", 14)]


def test_net_stock_and_position_count_what_is_owed():
    def ordered(based_on):
        policy = {"kind": "base_stock", "level": 15, "based_on": based_on, "review": 1}
        sites = {"s": supplier(), "d": warehouse(4, policy), "c": customer("d", (0, 9), (1, 1))}
        return [quantity for _, _, quantity in placed(play(sites, [lane("s", "d", 5)], horizon=2), "d")]

    assert ordered("position") == [20, 1]
    assert ordered("net_stock") == [20, 21]
    assert ordered("on_hand") == [15, 15]
    assert ordered("on_hand_and_on_order") == [15]


# ---------------------------------------------------------------------------------------------- what policies may see


class TwoBin(Replenishment):
    """Looks at stock on hand without saying so."""

    def order_quantity(self, view: StockView) -> float:
        return max(0, (40 - view.on_hand_and_on_order) // 20) * 20


def test_a_policy_of_ones_own_sees_the_same_stock_under_each_allocation():
    def placed_by(policy, allocation):
        depot = {"kind": "base_stock", "level": 1, "review": 1}
        sites = {
            "s": supplier(),
            "w": warehouse(40, depot, allocation=allocation),
            **{shop: warehouse(30, {"kind": "planned", "quantities": [15, 10, 20], "review": 1}) for shop in "xy"},
        }
        scenario = read(document(sites, [lane("s", "w", 2), lane("w", "x"), lane("w", "y")], 6))
        scenario.sites["w"].stock["item"].__dict__["replenish"] = policy
        books = Books.of(simulate(scenario, Luck(1)))
        return placed(books, "w")

    own = TwoBin(review=Review(every=1.0))
    first_come = placed_by(own, {"kind": "first_come"})
    assert first_come == placed_by(own, {"kind": "proportional"})
    assert first_come
