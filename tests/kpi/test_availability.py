"""Tests of availability."""

from __future__ import annotations

import numpy as np
import pytest

from tests.kpi.chains import MILL, value

CALENDAR = MILL.replace("{time_to_failure: 4", "{clock: calendar, time_to_failure: 4").replace("setup: 1", "setup: 0")


def test_failures_and_set_ups_are_losses():
    assert value(MILL, "availability", site="mill", resource="mill") == pytest.approx(7 / 9)
    assert value(MILL, "availability") == pytest.approx(7 / 9)


def test_mean_time_to_failure_over_its_sum_with_repair():
    # 20 units: it fails after 4, 8, 12 and 16 hours of work, and the last time when it is done.
    text = (
        MILL.replace("[[0, 5]]", "[[0, 18]]").replace("[[0.5, 2]]", "[[0.5, 2]]").replace("horizon: 20", "horizon: 25")
    )
    assert value(text.replace("setup: 1", "setup: 0"), "availability") == pytest.approx(4 / 5)


def test_by_the_calendar_all_hours_count():
    # Down from 4 to 5, 9 to 10, 14 to 15, 19 to 20.
    assert value(CALENDAR, "availability") == pytest.approx(16 / 20)


def test_a_machine_that_never_worked_has_none():
    assert np.isnan(value(MILL, "availability", time={"warm_up": 15}))


def test_a_repair_at_night_takes_no_working_hours():
    """Fit from 0 to 12 and down from 12 to 24, day by day: of each shift from 8 to 16 one half is left."""
    text = CALENDAR.replace("time_to_failure: 4, time_to_repair: 1", "time_to_failure: 12, time_to_repair: 12")
    text = text.replace("rate: 1 per hour", "rate: 1 per hour\n        hours: {shifts: [{from: 8 h, to: 16 h}]}")
    text = text.replace("horizon: 20", "horizon: 48")
    assert value(text, "availability") == pytest.approx(1 / 2)
    # 4 of 5 flour on the first day, then down with the job for 4 hours of the shift; 1 flour and 2 meal on the second.
    parts = {name: value(text, "utilisation", category=name) for name in ("processing", "repair", "setup")}
    assert parts == pytest.approx({"processing": 7 / 16, "repair": 4 / 16, "setup": 0})
