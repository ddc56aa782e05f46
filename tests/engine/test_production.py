from __future__ import annotations

import pytest

from tests.engine.shops import Event, base_stock, buyer, came, factory, reasons, run_shop, told, used
from tests.engine.worlds import account, lane, play


def arriving(*pairs, on_hand=0):
    """A stock that orders nothing by itself, with goods on their way."""
    return {
        "opening": {"on_hand": on_hand, "arriving": [{"quantity": quantity, "at": at} for at, quantity in pairs]},
        "replenish": {"kind": "base_stock", "level": 0},
    }


def test_components_are_issued_when_all_are_there():
    """The last a is set aside for the order that came first, though the other could be made at once."""
    makes = {"f": {"from": {"a": 1, "b": 1}}, "g": {"from": {"a": 1}}}
    stock = {"a": arriving((8, 1), on_hand=1), "b": arriving((5, 1))}
    books = run_shop(factory(makes, stock=stock), buyer(f=[(0, 1)], g=[(1, 1)]), a={}, b={})
    assert (came(books, "f"), came(books, "g")) == ([(5, 1)], [(8, 1)])
    assert (used(books, "a"), used(books, "b")) == ([(5, 1), (8, 1)], [(5, 1)])
    assert reasons(books, "a") == [(0, "INCOMPLETE"), (1, "NO_STOCK")]
    assert reasons(books, "b") == [(0, "NO_STOCK")]


def test_components_are_booked_when_the_order_is_raised():
    """So their own stock is replenished though nothing was issued yet."""
    plant = factory({"f": {"from": {"a": 2, "b": 1}}}, stock={"a": base_stock(6, 6), "b": arriving((9, 1))})
    books = run_shop(plant, buyer(f=[(1, 1)]), a={"lead_time": 3}, b={})
    assert came(books, "a", "plant") == [(4, 2)]
    assert used(books, "a") == [(9, 2)]


def test_without_a_batch_as_much_is_made_as_components_allow():
    plant = factory({"f": {"from": {"a": 2}}}, stock={"a": arriving((3, 1), (5, 6), on_hand=5)})
    books = run_shop(plant, buyer(f=[(0, 6)]), a={})
    assert came(books, "f") == [(0, 2), (3, 1), (5, 3)]


def test_with_a_batch_a_job_waits_for_all_of_its_components():
    plant = factory({"f": {"from": {"a": 2}, "batch": 3}}, stock={"a": arriving((3, 1), (5, 6), on_hand=5)})
    books = run_shop(plant, buyer(f=[(0, 6)]), a={})
    assert came(books, "f") == [(3, 3), (5, 3)]


def test_a_fixed_yield_scraps_the_rest_and_uses_components_for_both():
    plant = factory({"f": {"from": {"a": 1}, "yield": "80 %", "lead_time": 1}}, stock={"a": 500})
    books = run_shop(plant, buyer(f=[(0, 125)]))
    assert came(books, "f") == [(1, 100)]
    assert told(books, Event.SCRAPPED) == [(1, "f", 25)]
    assert used(books, "a") == [(0, 125)]


def test_what_is_scrapped_of_a_stocks_order_is_ordered_again():
    plant = factory({"f": {"yield": "50 %", "lead_time": 1}}, stock={"f": base_stock(8, 8)})
    books = run_shop(plant, buyer(f=[(0, 8)]))
    assert came(books, "f", "plant") == [(1, 4), (2, 2), (3, 1), (5, 1)]  # of one piece none, of the next one


def test_small_jobs_yield_as_much_as_large_ones():
    plant = factory({"f": {"yield": "75 %", "batch": 1, "line": "m"}}, {"m": {"time": 1}})
    books = run_shop(plant, buyer(f=[(0, 20)]))
    assert sum(quantity for _, quantity in came(books, "f")) == 15
    assert len(told(books, Event.SCRAPPED)) == 5


def test_a_drawn_yield_is_a_share_for_each_job():
    law = {"kind": "discrete", "values": [0.5, 1], "probabilities": [0.5, 0.5]}
    plant = factory({"f": {"yield": law, "batch": 4, "line": "m"}}, {"m": {"time": 1}})
    books = run_shop(plant, buyer(f=[(0, 80)]))
    assert {quantity for _, quantity in came(books, "f")} == {2, 4}


def test_by_products_come_out_with_the_product():
    plant = factory({"f": {"from": {"a": 10}, "also": {"b": 9}, "lead_time": 1}}, stock={"a": 600, "b": 0})
    books = run_shop(plant, buyer(f=[(0, 50)]))
    assert used(books, "a") == [(0, 500)]
    assert (came(books, "f"), came(books, "b", "plant")) == ([(1, 50)], [(1, 450)])


def test_by_products_are_rounded_for_the_order_and_not_for_each_job():
    plant = factory({"f": {"also": {"b": 0.4}, "batch": 1, "line": "m"}}, {"m": {"time": 1}}, {"b": 0})
    books = run_shop(plant, buyer(f=[(0, 5)]))
    assert came(books, "b", "plant") == [(3, 1), (5, 1)]


@pytest.mark.parametrize(
    ("ratio", "ordered", "uses", "brings"), [(0.4, 3, 2, 1), (0.07, 100, 7, 7), (0.29, 100, 29, 29)]
)
def test_what_is_begun_is_used_up_and_what_is_complete_comes_out(ratio, ordered, uses, brings):
    """In floating point 100 x 0.07 is above 7 and 100 x 0.29 below 29."""
    plant = factory({"f": {"from": {"a": ratio}, "also": {"b": ratio}, "lead_time": 1}}, stock={"a": 40, "b": 0})
    books = run_shop(plant, buyer(f=[(0, ordered)]))
    assert used(books, "a") == [(0, uses)]
    assert came(books, "b", "plant") == [(1, brings)]


def test_nothing_is_made_of_nothing():
    """A piece of a is enough for ten f; without one none is begun."""
    plant = factory({"f": {"from": {"a": 0.1}}}, stock={"a": arriving((3, 1), (5, 2))})
    books = run_shop(plant, buyer(f=[(0, 30)]), a={})
    assert came(books, "f") == [(3, 10), (5, 20)]
    assert used(books, "a") == [(3, 1), (5, 2)]


WHOLE = {"f": {"line": "m", "batch": 2, "yield": "50 %", "also": {"b": 0.5}}}


def whole(when_short="backorder", **orders):
    customer = buyer(when_short, **orders)
    for terms in customer["buys"].values():
        terms["deliveries"] = "whole"
    return customer


def test_what_is_ordered_whole_stays_in_process_until_its_last_job_is_done():
    books = run_shop(factory(WHOLE, {"m": {"rate": 1}}, {"b": 0}), whole(f=[(0, 6)]))
    assert (came(books, "f"), came(books, "b", "plant")) == ([(6, 3)], [(6, 3)])
    assert told(books, Event.SCRAPPED) == [(6, "f", 3)]


def test_a_stock_that_takes_whole_deliveries_gets_its_orders_at_once():
    stock = {"f": base_stock(6, deliveries="whole")}
    books = run_shop(factory({"f": {"line": "m", "batch": 2}}, {"m": {"rate": 1}}, stock), buyer(f=[(30, 1)]))
    assert came(books, "f", "plant") == [(6, 6), (31, 1)]


def test_parts_of_a_step_are_rounded_once_for_an_order_that_is_delivered_whole():
    """Half of each piece is good: 1.5 of the first three are two, which half a piece of the next make good."""
    plant = factory({"f": {"line": "m", "batch": 1, "yield": "50 %"}}, {"m": {"time": 1}})
    books = run_shop(plant, {"c": whole(f=[(0, 3)]), "d": buyer(f=[(0.5, 1), (0.6, 1), (0.7, 1)])})
    assert (came(books, "f"), came(books, "f", "d")) == ([(3, 2)], [(6, 1)])


def test_what_was_made_of_a_whole_order_is_delivered_when_the_rest_is_given_up():
    plant = factory({"f": {"line": "m", "batch": 1, "from": {"a": 1}}}, {"m": {"time": 1}}, {"a": 1})
    books = run_shop(plant, whole({"kind": "wait", "patience": 3}, f=[(0, 2)]))
    assert came(books, "f") == [(3, 1)]
    assert told(books, Event.LOST) == [(3, "f", 1), (3, "a", 1)]


def test_the_planned_lead_time_of_what_is_made_to_order_is_part_of_the_promise():
    """Twelve hours at the plant and one on the road."""
    sites = {
        "plant": factory({"f": {"line": "m", "planned_lead_time": 12}}, {"m": {"time": 10}}),
        "w": {"kind": "warehouse", "stock": {"f": base_stock(9, 9)}},
        "c": {"kind": "customer", "buys": {"f": {"from": "w", "demand": {"kind": "trace", "orders": [[10, 3]]}}}},
    }
    books = play(sites, [lane("plant", "w", 1)], 40, products={"f": {}})
    assert [float(row["promised_at"]) for row in books.orders if row["seller"] == account(books, "plant", "f")] == [23]
    assert came(books, "f", "w") == [(21, 3)]


def test_who_does_not_wait_is_lost_where_there_is_no_room():
    plant = factory({"f": {"line": "m"}}, {"m": {"time": 2, "queue": 0}})
    books = run_shop(plant, buyer("lost", f=[(0, 1), (1, 1), (3, 1)]))
    assert came(books, "f") == [(2, 1), (5, 1)]
    assert told(books, Event.LOST) == [(1, "f", 1)]


def test_who_waits_a_while_gives_up_what_is_not_released():
    plant = factory({"f": {"line": "m", "from": {"a": 1}}}, {"m": {"time": 2, "queue": 0}}, {"a": 9})
    wait = {"kind": "wait", "patience": 0.5}
    books = run_shop(plant, buyer(wait, f=[(0, 1), (1, 1), (1.75, 1)]))
    assert came(books, "f") == [(2, 1), (4, 1)]
    assert told(books, Event.LOST) == [(1.5, "f", 1), (1.5, "a", 1)]
    assert books.live_on_hand[account(books, "plant", "a")] == 7


@pytest.mark.parametrize(
    ("source", "a", "b"),
    [
        ({"kind": "priority", "sites": ["one", "two"]}, [(0, 20)], [(1, 30)]),
        ({"kind": "priority", "sites": ["two", "one"]}, [(1, 20)], [(0, 30)]),
        ("two", [], [(0, 30)]),
        ({"kind": "split", "shares": {"one": 0.5, "two": 0.5}}, [(0, 10), (1, 10), (2, 10)], [(0, 15), (1, 15)]),
    ],
)
def test_recipes_are_chosen_like_sources(source, a, b):
    makes = {"one": {"product": "f", "from": {"a": 2}}, "two": {"product": "f", "from": {"b": 3}}}
    stock = {"a": 30, "b": 30, "f": base_stock(0, source=source, deliveries="whole")}
    books = run_shop(factory(makes, stock=stock), buyer(f=[(0, 10), (1, 10), (2, 10)]))
    assert (used(books, "a"), used(books, "b")) == (a, b)


def test_what_is_in_process_when_the_run_begins_comes_out():
    stock = base_stock(4)
    stock["opening"]["arriving"] = [{"quantity": 4, "at": 3, "from": "f"}]
    books = run_shop(factory({"f": {"lead_time": 5}}, stock={"f": stock}), buyer(f=[(1, 2)]))
    assert came(books, "f") == [(3, 2)]
    assert came(books, "f", "plant") == [(3, 4), (6, 2)]


def test_a_bill_of_three_levels_is_made_on_one_another():
    """One g needs two f, and each f three a; all are made to stocks that are empty but for a."""
    makes = {"f": {"from": {"a": 3}, "lead_time": 2}, "g": {"from": {"f": 2}, "lead_time": 1}}
    stock = {"a": base_stock(0), "f": base_stock(0), "g": base_stock(0)}
    books = run_shop(factory(makes, stock=stock), buyer(g=[(0, 4)]), a={"lead_time": 5})
    assert (used(books, "a"), used(books, "f"), came(books, "g")) == ([(5, 24)], [(7, 8)], [(8, 4)])
