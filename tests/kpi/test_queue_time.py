"""Tests of queue time."""

from __future__ import annotations

import pytest

from tests.kpi.chains import JOINERY, PLAN, value


def test_mean_over_jobs_taken_up():
    assert value(JOINERY, "queue_time", site="joinery", resource="saw") == pytest.approx(1 / 3)
    assert value(JOINERY, "queue_time", site="joinery", resource="paint") == 0
    assert value(JOINERY, "queue_time") == pytest.approx(1 / 6)


def test_those_taken_up_in_the_period_count():
    # Of the five that are taken up from 2 on, the second table at the saw had waited since 1.
    assert value(JOINERY, "queue_time", time={"warm_up": 2}) == pytest.approx(1 / 5)


def test_jobs_of_one_order():
    # Of the 30 jobs of each eighth of a day those of day d wait for what is left of the days before.
    waits = (
        [job / 8 for job in range(10)] + [2 / 8 + job / 8 for job in range(10)] + [4 / 8 + job / 8 for job in range(10)]
    )
    assert value(PLAN, "queue_time") == pytest.approx(sum(waits) / 30)
