"""Tests of starved share."""

from __future__ import annotations

import pytest

from tests.kpi.chains import JOINERY, MILL, value


def test_idle_with_work_to_come():
    assert value(JOINERY, "starved_share", site="joinery", resource="saw") == pytest.approx(2 / 20)
    assert value(JOINERY, "starved_share", site="joinery", resource="paint") == pytest.approx(6 / 20)
    assert value(JOINERY, "starved_share") == pytest.approx(8 / 40)


def test_idle_without_orders_is_not_starved():
    assert value(MILL, "starved_share") == 0


def test_only_the_period_counts():
    assert value(JOINERY, "starved_share", time={"warm_up": 9}) == pytest.approx((1 + 3) / 22)
