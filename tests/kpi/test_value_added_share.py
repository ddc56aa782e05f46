"""Tests of value added share."""

from __future__ import annotations

import pytest

from tests.kpi.chains import JOINERY, MILL, value


def test_work_over_time_on_the_shop_floor():
    assert value(JOINERY, "value_added_share") == pytest.approx(15 / 20)
    # Flour is worked on for 5 of 6 hours, meal for 2 of 8.5.
    assert value(MILL, "value_added_share") == pytest.approx(7 / 14.5)
    assert value(MILL, "value_added_share", product="meal") == pytest.approx(2 / 8.5)


def test_only_the_period_counts():
    assert value(MILL, "value_added_share", time={"warm_up": 5}) == pytest.approx(3 / 5)
