"""Tests of throughput."""

from __future__ import annotations

import pytest

from tests.kpi.chains import JOINERY, MILL, PLAN, value


def test_good_units_a_time_unit():
    assert value(JOINERY, "throughput") == pytest.approx(3 / 20)
    assert value(MILL, "throughput") == pytest.approx(6 / 20)
    assert value(MILL, "throughput", product="flour") == pytest.approx(4 / 20)
    assert value(MILL, "throughput", site="mill", product="meal") == pytest.approx(2 / 20)


def test_a_line_counts_what_leaves_it():
    assert value(MILL, "throughput", site="mill", resource="mill") == pytest.approx(7 / 20)
    # The third table leaves the saw at 12 and the paint at 15.
    assert value(JOINERY, "throughput", time={"horizon": 14}, site="joinery", resource="saw") == pytest.approx(3 / 14)
    assert value(JOINERY, "throughput", time={"horizon": 14}, site="joinery", resource="paint") == pytest.approx(2 / 14)


def test_jobs_of_one_order_in_a_row_are_told_apart():
    # 30 jobs of 10 units, the first at an eighth of a day, the last at 3.75.
    assert value(PLAN, "throughput", site="shop", resource="line", time={"horizon": 2}) == pytest.approx(150 / 2)


def test_completions_of_the_period_count():
    assert value(JOINERY, "throughput", time={"warm_up": 6, "horizon": 10}) == pytest.approx(2 / 4)
