from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_a_line_must_come_whole_and_in_time():
    assert value(SHOP, "on_time_in_full") == 4 / 5
    assert value(SHOP, "on_time_in_full", site="source") == 1.0


def test_lost_and_overdue_lines_fail_and_those_not_due_are_left_out():
    # Anna loses part of one of five lines. Ben's line of day 5 is promised for day 7, after the end. Carl's is overdue.
    assert value(MARKET, "on_time_in_full", customer="anna") == 4 / 5
    assert value(MARKET, "on_time_in_full", customer="ben") == 1.0
    assert value(MARKET, "on_time_in_full", customer="carl") == 0.0
    assert value(MARKET, "on_time_in_full") == pytest.approx(5 / 7)
    assert value(MARKET, "on_time_in_full", site="stand", product="apple") == 1 / 2


def test_what_arrives_at_the_very_end_is_left_out():
    # The shop's second order is promised for the end and arrives then; with a longer run it counts.
    assert value(PAIR, "on_time_in_full", site="depot") == 1.0
    late = PAIR.replace("opening: {on_hand: 20}", "opening: {on_hand: 12}")  # 2 for the second order of 6
    assert value(late, "on_time_in_full", site="depot") == 1.0
    assert value(late, "on_time_in_full", site="depot", time={"horizon": 9}) == 1 / 2
