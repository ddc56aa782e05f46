"""Tests of cycle time."""

from __future__ import annotations

import pytest

from tests.kpi.chains import JOINERY, MILL, PLAN, value


def test_from_release_to_completion():
    assert value(JOINERY, "cycle_time") == pytest.approx((6 + 8 + 6) / 3)
    assert value(JOINERY, "cycle_time", category="p50") == 6
    assert value(JOINERY, "cycle_time", category="p95") == 8
    assert value(JOINERY, "cycle_time", site="joinery", product="table") == pytest.approx(20 / 3)


def test_every_job_counts_once_whatever_its_size():
    assert value(MILL, "cycle_time") == pytest.approx((6 + 8.5) / 2)
    assert value(MILL, "cycle_time", product="flour") == pytest.approx(6)


def test_jobs_of_one_order():
    # All jobs of a day are released at its beginning; those of the first leave at 1/8, 2/8 ... 10/8.
    times = [(job + 1) / 8 for job in range(10)]
    everything = sorted(times + [time + 2 / 8 for time in times] + [time + 4 / 8 for time in times])
    assert value(PLAN, "cycle_time") == pytest.approx(sum(everything) / 30)
    assert value(PLAN, "cycle_time", category="p50") == everything[14]
    assert value(PLAN, "cycle_time", category="p95") == everything[28]


def test_those_completed_in_the_period_count():
    assert value(JOINERY, "cycle_time", time={"warm_up": 7, "horizon": 10}) == pytest.approx(8)
