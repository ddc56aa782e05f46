from __future__ import annotations

import pytest

from tests.disruption.what.shop import asked, by_day


def test_what_was_bought_ahead_is_missing_afterwards():
    # 200 more on each of 10 days; at 50 less a day it is used up after 40.
    orders = asked({"kind": "hoarding", "factor": 3, "dip": 0.5}, horizon=100)
    assert by_day(orders, 9, 10, 19, 20, 59, 60) == [100, 300, 300, 50, 50, 100]
    assert sum(orders.values()) == 100 * 100


def test_a_part_of_it_may_be_kept():
    orders = asked({"kind": "hoarding", "factor": 3, "dip": 0.5, "returned": 0.25}, horizon=100)
    assert sum(orders.values()) == 100 * 100 + 0.75 * 2000


def test_of_what_eases_off_the_dip_comes_at_the_very_end():
    orders = asked(
        {"kind": "hoarding", "factor": 3, "dip": 0.5}, horizon=120, ends={"kind": "linear", "over": 4, "steps": 2}
    )
    assert by_day(orders, 19, 20, 22, 24) == [300, 250, 150, 50]
    assert sum(orders.values()) == 100 * 120


@pytest.mark.parametrize("severity", [0.25, 0.5])
def test_who_is_hit_less_hard_dips_as_deep_and_shorter(severity):
    orders = asked({"kind": "hoarding", "factor": 3, "dip": 0.5}, horizon=100, severity=severity)
    assert by_day(orders, 10, 20) == [100 + 200 * severity, 50]
    assert sum(orders.values()) == 100 * 100
