from __future__ import annotations

import math

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_mean_time_until_the_last_of_it_came():
    assert value(SHOP, "order_cycle_time") == pytest.approx(1 / 5)  # one of five lines waits a day for its last unit
    assert value(SHOP, "order_cycle_time", site="source") == 2.0


def test_undelivered_lines_do_not_count():
    # Anna has 4 lines delivered in full at once, Ben one after two days; three are lost in part or open.
    assert value(MARKET, "order_cycle_time") == pytest.approx(2 / 5)
    assert value(MARKET, "order_cycle_time", customer="ben") == 2.0
    assert math.isnan(value(MARKET, "order_cycle_time", customer="carl"))


def test_a_message_takes_time_too():
    assert value(PAIR, "order_cycle_time", site="depot") == 2.0  # one day to hear of it, one to bring it
