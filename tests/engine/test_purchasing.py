"""Reviews, what they order, from whom, and in what sizes."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import pytest

from sim.engine.purchasing import Lot, Ordering, Source
from sim.errors import InputError
from sim.sourcing.single import Single
from tests.engine.worlds import (
    account,
    customer,
    document,
    lane,
    moved,
    numbers,
    paid,
    parents,
    placed,
    planned,
    play,
    supplier,
    warehouse,
)
from tests.networks import run


def shop(policy, *orders, on_hand=10, lead_time=3, horizon=8, source=None, when_short="backorder", **terms):
    """What a shop orders, and when: it begins with 10 and is supplied in three days."""
    sites = {
        "s": supplier(**(source or {})),
        "w": warehouse(on_hand, policy, **terms),
        "c": customer("w", *(orders or [(99, 1)]), when_short=when_short),
    }
    return play(sites, [lane("s", "w", lead_time)], horizon)


def ordered(*args, **terms):
    return [(time, quantity) for time, _, quantity in placed(shop(*args, **terms), "w")]


# ------------------------------------------------------------------------------------------------- continuous reviews


def test_base_stock_orders_again_what_was_taken_once_an_instant():
    policy = {"kind": "base_stock", "level": 10}
    assert ordered(policy, (0.5, 1), (1.5, 2), (1.5, 3), (1.5, 1)) == [(0.5, 1), (1.5, 6)]


def test_a_continuous_review_looks_at_the_stock_when_the_run_begins():
    assert ordered({"kind": "base_stock", "level": 12}) == [(0.0, 2)]
    assert ordered({"kind": "min_max", "reorder_point": 10, "up_to": 12}) == [(0.0, 2)]


@pytest.mark.parametrize(("trigger", "expected"), [("at_or_below", [(1.0, 6)]), ("below", [(2.0, 7)])])
def test_min_max_orders_when_the_reorder_point_is_reached_or_passed(trigger, expected):
    policy = {"kind": "min_max", "reorder_point": 4, "up_to": 10, "trigger": trigger}
    assert ordered(policy, (1, 6), (2, 1), (3, 1)) == expected


@pytest.mark.parametrize(
    ("based_on", "expected"),
    [
        ("position", [(1.0, 17), (2.0, 10)]),
        ("net_stock", [(1.0, 17), (2.0, 27), (3.0, 28)]),
        ("on_hand", [(1.0, 10), (2.0, 10), (3.0, 10)]),
        ("on_hand_and_on_order", [(1.0, 10)]),
    ],
)
@pytest.mark.parametrize("deliveries", ["partial", "whole"])
def test_what_min_max_is_based_on(based_on, expected, deliveries):
    policy = {"kind": "min_max", "reorder_point": 5, "up_to": 10, "based_on": based_on}
    if deliveries == "whole" and based_on.startswith("on_hand"):
        expected = []  # the ten stay on hand, waiting to become seventeen
    sites = {
        "s": supplier(),
        "w": warehouse(10, policy),
        "c": customer("w", (1, 17), (2, 10), (3, 1), deliveries=deliveries),
    }
    books = play(sites, [lane("s", "w", 6)], 5)
    assert [(time, quantity) for time, _, quantity in placed(books, "w")] == expected


def test_lost_sales_do_not_lower_the_position():
    policy = {"kind": "min_max", "reorder_point": 5, "up_to": 10}
    assert ordered(policy, (1, 17), (2, 10), when_short="lost") == [(1.0, 10)]


def test_a_landing_is_no_reason_to_review():
    policy = {"kind": "min_max", "reorder_point": 9, "up_to": 10, "based_on": "net_stock"}
    assert ordered(policy, (1, 9), lead_time=1, on_hand=5, horizon=20) == [(0.0, 5), (1.0, 9)]


# --------------------------------------------------------------------------------------------------- periodic reviews


def test_a_review_after_demand_sees_it_and_one_before_does_not():
    after = {"kind": "base_stock", "level": 10, "review": 1}
    before = {"kind": "base_stock", "level": 10, "review": {"every": 1, "before": "demand"}}
    assert ordered(after, (0, 4), (2, 1)) == [(0.0, 4), (2.0, 1)]
    assert ordered(before, (0, 4), (2, 1)) == [(1.0, 4), (3.0, 1)]


def test_what_arrives_is_there_before_any_review():
    policy = {"kind": "base_stock", "level": 10, "based_on": "net_stock", "review": {"every": 2, "before": "demand"}}
    assert ordered(policy, (1, 3), lead_time=2) == [(2.0, 3)]


def test_no_review_at_the_end():
    assert ordered(planned(1, 1, 1, 1), horizon=3) == [(0.0, 1), (1.0, 1), (2.0, 1)]


def test_quantities_are_rounded_once_to_whole_steps():
    products = {"item": {"unit": "kg", "step": 0.25}}
    sites = {"s": supplier(), "w": warehouse(0, planned(1.1, 0.13, 0.12))}
    books = run(document(sites, [lane("s", "w")], products=products))
    assert books.orders["quantity"].tolist() == [4, 1]
    policy = {"kind": "order_up_to", "cover": 1.5, "forecast": {"kind": "moving_average", "periods": 2}, "review": 1}
    assert ordered(policy, (0, 4), (1, 5), on_hand=0) == [(0.0, 10), (1.0, 6)]  # 6 + 4, then 6.75 - 1


# -------------------------------------------------------------------------------------------------------------- sizes


@pytest.mark.parametrize(
    ("minimum", "multiple", "sizes"),
    [(0, 1, [1, 5, 6]), (5, 1, [5, 5, 6]), (0, 4, [4, 8, 8]), (5, 4, [8, 8, 8]), (8, 4, [8, 8, 8]), (6, 5, [10] * 3)],
)
def test_an_order_is_raised_to_a_size_that_the_seller_takes(minimum, multiple, sizes):
    assert [Lot(minimum, multiple).fit(quantity) for quantity in (1, 5, 6)] == sizes


def test_an_order_says_how_much_was_ordered_in_the_end():
    channel = SimpleNamespace(request=lambda quantity, parent: quantity)
    source = Source("s", channel, Lot(5, 4))
    assert Ordering(Single(site="s"), [source]).order(3, 0) == 8
    assert source.ordered == 8


def test_what_was_ordered_too_much_counts_as_on_order():
    policy = {"kind": "base_stock", "level": 10, "review": 1}
    sizes = {"minimum_order": 5, "multiple": 4}
    assert ordered(policy, (0, 1), (1, 6), (2, 2), (3, 1), source=sizes) == [(0.0, 8), (2.0, 8)]


def test_customers_buy_in_lots_too():
    sites = {"s": supplier(multiple=6), "c": customer("s", (1, 4))}
    assert placed(play(sites), "c") == [(1.0, "s", 6)]


# ------------------------------------------------------------------------------------------------------------ sources


def two_sources(source, *quantities, near=3, **costs):
    sites = {
        "near": warehouse(near),
        "far": supplier(),
        "w": warehouse(0, planned(*quantities), source=source, costs=costs),
    }
    return play(sites, {"a": lane("near", "w", 1), "b": lane("far", "w", 2)})


def test_priority_takes_the_first_source_that_has_it_all():
    source = {"kind": "priority", "sites": ["near", "far"]}
    assert placed(two_sources(source, 2, 2, 1), "w") == [(0.0, "near", 2), (1.0, "far", 2), (2.0, "near", 1)]


def test_a_source_has_nothing_available_that_others_wait_for():
    sites = {
        "near": warehouse(3),
        "far": supplier(),
        "c": customer("near", (0, 9), deliveries="whole"),
        "w": warehouse(0, planned(0, 2), source={"kind": "priority", "sites": ["near", "far"]}),
    }
    assert placed(play(sites, [lane("near", "w"), lane("far", "w")]), "w") == [(1.0, "far", 2)]


def test_a_split_follows_the_shares_over_time():
    source = {"kind": "split", "shares": {"near": 0.25, "far": 0.75}}
    books = two_sources(source, 4, 1, 1, 1, 1, near=9)
    assert sum(quantity for _, site, quantity in placed(books, "w") if site == "near") == 2
    assert placed(books, "w")[:2] == [(0.0, "far", 3), (0.0, "near", 1)]


def test_each_order_placed_costs_as_much_as_an_order():
    source = {"kind": "split", "shares": {"near": 0.5, "far": 0.5}}
    books = two_sources(source, 4, per_order=10, per_unit_ordered=1)
    assert paid(books) == [(0.0, "company", "outside", "ORDERING", 12.0)] * 2


# ------------------------------------------------------------------------------------------------- causes and forecasts


def test_an_order_knows_the_order_that_caused_it():
    policy = {"kind": "base_stock", "level": 10}
    books = shop(policy, (0.5, 1), (1.5, 2), (1.5, 3))
    people = numbers(books, "c")
    assert parents(books, "w") == [people[0], people[2]]
    assert parents(books, "c") == [None] * 3


def test_an_order_that_nobody_caused_has_no_parent():
    books = shop(planned(1, 1, 1), (1, 1))
    assert parents(books, "w") == [None, numbers(books, "c")[0], None]


def test_a_cause_is_kept_until_something_is_ordered():
    policy = {"kind": "min_max", "reorder_point": 4, "up_to": 10}
    books = shop(policy, (1, 5), (2, 2))
    assert parents(books, "w") == [numbers(books, "c")[1]]


MOVING = {"kind": "order_up_to", "cover": 2, "forecast": {"kind": "moving_average", "periods": 2}}


def forecasts(books):
    return [(float(r["time"]), float(r["forecast"]), int(r["observed"]), int(r["period"])) for r in books.forecasts]


def test_the_forecast_table_holds_what_was_expected_and_what_came():
    books = shop({**MOVING, "review": 2}, (0, 4), (1, 1), (2, 5), (3, 2), (4, 1), on_hand=99)
    assert forecasts(books) == [(0.0, 0.0, 4, 0), (2.0, 4.0, 6, 1), (4.0, 5.0, 3, 2), (6.0, 4.5, 0, 3)]


def test_before_anything_could_be_observed_nothing_is_learnt():
    early = {**MOVING, "review": {"every": 1, "before": "demand"}}
    books = shop(early, (0, 4), (1, 2), on_hand=0, lead_time=0, horizon=3, opening={"forecast": 6})
    assert forecasts(books) == [(1.0, 6.0, 4, 1), (2.0, 5.0, 2, 2)]
    assert placed(books, "w")[0] == (0.0, "s", 12)


def test_a_review_that_observed_nothing_later_learns_that():
    books = shop({**MOVING, "review": 1}, (0, 4), on_hand=99, horizon=3)
    assert [observed for _, _, observed, _ in forecasts(books)] == [4, 0, 0]


# ------------------------------------------------------------------------------------------------------- one instant


def test_an_early_review_without_lead_time_is_stocked_before_demand():
    early = {"kind": "base_stock", "level": 5, "review": {"every": 1, "before": "demand"}}
    books = shop(early, (0, 5), (1, 5), on_hand=0, lead_time=0, horizon=2, when_short="lost")
    assert moved(books, "w", "c") == [(0.0, 5), (1.0, 5)]


def test_a_late_review_without_lead_time_comes_too_late_for_a_lost_sale_but_not_for_a_backorder():
    late = {"kind": "base_stock", "level": 0, "review": 1}
    assert moved(shop(late, (0, 5), on_hand=0, lead_time=0), "w", "c") == [(0.0, 5)]
    assert moved(shop(late, (0, 5), on_hand=0, lead_time=0, when_short="lost"), "w", "c") == []


def chain(*names, level=0):
    """Warehouses that keep nothing and get everything at once, the last of which sells five at time 1."""
    policy = {"kind": "base_stock", "level": level, "review": 1}
    sites = {"source": supplier(), **{name: warehouse(level, policy) for name in names}}
    sites["people"] = customer(names[-1], (1, 5))
    return play(sites, [lane(a, b) for a, b in zip(("source", *names), names, strict=False)], horizon=3)


@pytest.mark.parametrize("names", [("a", "b", "c"), ("c", "b", "a"), ("b", "c", "a")])
def test_orders_climb_and_goods_descend_a_chain_without_lead_times_in_one_instant(names):
    books = chain(*names)
    for name in names:
        assert [(time, quantity) for time, _, quantity in placed(books, name)] == [(1.0, 5)]
        assert moved(books, name) == [(1.0, 5)]
    assert moved(books, names[-1], "people") == [(1.0, 5)]


@pytest.mark.parametrize("names", [("a", "b", "c"), ("c", "b", "a"), ("b", "c", "a")])
def test_goods_land_before_they_are_sent_on(names):
    rows = chain(*names).goods
    kinds = [(row["from_account"], row["to_account"]) for row in rows]
    assert all(earlier[1] == later[0] for earlier, later in itertools.pairwise(kinds))


PERFECT = {"kind": "order_up_to", "forecast": {"kind": "perfect_mean"}, "cover": 1}
SEASON = {"season": {"period": 6, "factors": [0.5, 1, 2]}, "trend": {"growth": 0.5}}
TWELVE = {"kind": "constant", "quantity": 12, "every": 1, **SEASON}


@pytest.mark.parametrize("before", [{}, {"before": "demand"}])
@pytest.mark.parametrize(("every", "first"), [(1, 0), (3, 0), (2, 1)])
def test_perfect_mean_expects_what_comes_season_and_trend_included(before, every, first):
    """Demand that is no more than its mean is forecast exactly, at the shop and at who supplies it."""
    review = {"every": every, "first": first, **before}
    sites = {
        "s": supplier(),
        "w": warehouse(10**6, {**PERFECT, "review": review}),
        "x": warehouse(10**6, {**PERFECT, "review": review}),
        "pass": warehouse(10**6, {"kind": "pass_through", "review": review}),
        "c": customer("w", demand=TWELVE),
        "d": customer("pass", demand={**TWELVE, "quantity": 24}),
    }
    lanes = [lane("s", "w", 1), lane("s", "x", 1), lane("x", "pass", 1)]
    products = {"item": {"unit": "kg"}}
    books = play(sites, lanes, 30, products=products)
    for name in ("w", "x"):
        rows = books.forecasts[books.forecasts["account"] == account(books, name)]
        assert len(rows) > 8
        assert len(set(rows["observed"].tolist())) > 4
        late = rows["period"] > 0
        assert rows["forecast"][late].tolist() == pytest.approx(rows["observed"][late].tolist(), abs=2.5)


def test_perfect_mean_follows_shares_and_arrivals():
    split = {"kind": "split", "shares": {"a": 0.25, "b": 0.75}}
    sites = {
        "s": supplier(),
        **{name: warehouse(10**6, {**PERFECT, "review": 3}) for name in "ab"},
        "c": customer(split, demand={"kind": "poisson", "rate": 12, "season": SEASON["season"]}),
    }
    books = play(sites, [lane("s", "a"), lane("s", "b")], 31)
    rows = books.forecasts[books.forecasts["account"] == account(books, "b")]
    # Factors 0.5, 0.5, 1 in one half of the season, and 1, 2, 2 in the other; the first review has no period before it.
    assert rows["forecast"].tolist() == pytest.approx([12 * 0.75 * 2, 12 * 0.75 * 5] * 5)


def test_perfect_mean_refuses_another_opening():
    sites = {
        "s": supplier(),
        "w": warehouse(9, {**PERFECT, "review": 1}, opening={"forecast": 4}),
        "c": customer("w", demand=TWELVE),
    }
    with pytest.raises(InputError, match=r"opening\.forecast"):
        play(sites, [lane("s", "w")])
