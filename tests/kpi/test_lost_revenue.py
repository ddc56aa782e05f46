from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, value


def test_units_lost_at_their_price():
    assert value(MARKET, "lost_revenue") == pytest.approx(2 * 2 / 6)  # 2 apples at 2 each in 6 days
    assert value(MARKET, "lost_revenue", customer="anna") == pytest.approx(2 * 2 / 6)
    assert value(MARKET, "lost_revenue", site="stand", product="pear") == 0.0


def test_they_count_when_they_are_lost():
    assert value(MARKET, "lost_revenue", time={"warm_up": 3}) == 0.0
