from __future__ import annotations

import pytest

from tests.kpi.chains import PAIR, SHOP, value


def test_total_cost_by_time():
    assert value(SHOP, "cost_rate") == pytest.approx(12.35)
    assert value(SHOP, "cost_rate", category="holding") == pytest.approx(2.85)
    assert value(SHOP, "cost_rate", lane="supply", category="transport") == pytest.approx(1)
    assert value(PAIR, "cost_rate", site="shop") == pytest.approx((25 + 8) / 8)


def test_it_is_of_the_measuring_period():
    assert value(SHOP, "cost_rate", time={"warm_up": 4}) == pytest.approx(
        value(SHOP, "total_cost", time={"warm_up": 4}) / 6
    )
