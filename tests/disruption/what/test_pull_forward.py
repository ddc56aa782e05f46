from __future__ import annotations

from tests.disruption.what.shop import asked, by_day

TARIFF = {"kind": "pull_forward", "announced": "5 days", "share": 0.25, "of": "20 days"}


def test_what_comes_before_is_missing_afterwards():
    # A quarter of 20 days of 100 is 500: 100 more on each of the 5 days from 5 to 10.
    orders = asked(TARIFF)
    assert by_day(orders, 4, 5, 9, 10, 29, 30) == [100, 200, 200, 75, 75, 100]
    assert sum(orders.values()) == 100 * 60


def test_what_is_announced_before_the_run_is_known_at_its_start():
    orders = asked(TARIFF, when={"starts": 2, "lasts": 10})
    assert by_day(orders, 0, 1, 2, 21, 22) == [350, 350, 75, 75, 100]
    assert sum(orders.values()) == 100 * 60


def test_who_is_hit_less_hard_buys_less_ahead():
    orders = asked(TARIFF, severity=0.4)
    assert by_day(orders, 5, 10, 30) == [140, 90, 100]
    assert sum(orders.values()) == 100 * 60


def test_a_date_after_the_end_of_the_run_is_announced_within_it():
    # Day 70 is announced on day 50, and the run ends on day 60: a quarter of 40 days of 100 comes on 20 days, 50 a day.
    orders = asked(TARIFF | {"announced": "20 days", "of": "40 days"}, when={"starts": 70})
    assert by_day(orders, 49, 50, 59) == [100, 150, 150]
