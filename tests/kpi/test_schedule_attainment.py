"""Tests of schedule attainment."""

from __future__ import annotations

import numpy as np
import pytest

from tests.kpi.chains import PLAN, value


def of(rate, **more):
    return value(PLAN.replace("80 per day", f"{rate} per day"), "schedule_attainment", **more)


def test_what_is_made_in_advance_counts_when_it_is_due():
    # 70 on day 0, then 80 a day: 150, 230 and 300 are there by the ends of the days at which 100, 200 and 300 are due.
    assert of(80) == 1.0
    assert of(80, time={"warm_up": 1, "horizon": 2}) == 1.0


def test_what_is_late_makes_up_for_no_earlier_day():
    # 50 on day 0, then 60 a day: day 1 has 110, of which 10 are over; day 2 has 70; day 3 has 60.
    assert of(60) == pytest.approx((100 + 70 + 60) / 300)
    # 30 on day 0, then 40 a day: 70, 40 and 40.
    assert of(40) == pytest.approx((70 + 40 + 40) / 300)
    assert of(40, time={"warm_up": 2, "horizon": 5}) == pytest.approx((40 + 40) / 200)
    assert value(
        PLAN.replace("80 per day", "40 per day"), "schedule_attainment", site="shop", product="part"
    ) == pytest.approx(0.5)


def test_nothing_due():
    assert np.isnan(value(PLAN, "schedule_attainment", time={"horizon": 1}))
