from __future__ import annotations

from tests.kpi.chains import MARKET, PAIR, value


def test_due_and_not_due():
    # Ben's line of day 5 is promised for day 7, Carl's was for the instant of day 5.5.
    assert value(MARKET, "open_orders") == 2
    assert value(MARKET, "open_orders", category="not_due") == 1
    assert value(MARKET, "open_orders", category="overdue") == 1
    assert value(MARKET, "open_orders", category="not_due", customer="ben", product="pear") == 1
    assert value(MARKET, "open_orders", category="overdue", customer="carl") == 1
    assert value(MARKET, "open_orders", site="stand") == 2
    assert value(MARKET, "open_orders", customer="anna") == 0  # what is lost is settled


def test_what_arrives_at_the_very_end_is_open():
    assert value(PAIR, "open_orders", site="depot", category="not_due") == 1
    assert value(PAIR, "open_orders") == 0


def test_orders_placed_before_measuring_do_not_count():
    assert value(MARKET, "open_orders", time={"warm_up": 5.25}) == 1
