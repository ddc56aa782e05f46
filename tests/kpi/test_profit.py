from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, grains, value


def test_revenue_less_total_cost():
    assert value(SHOP, "profit") == pytest.approx(110 - 123.5)
    assert value(MARKET, "profit") == pytest.approx(19 - 2)
    assert grains(PAIR, "profit") == {()}
