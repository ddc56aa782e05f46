from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, SHOP, value


def test_units_at_standard_cost():
    assert value(SHOP, "stock_value") == pytest.approx(5.7 * 2)
    assert value(MARKET, "stock_value", site="stand", product="pear") == pytest.approx(20 / 6 * 0.5)
    assert value(MARKET, "stock_value") == pytest.approx(20 / 6 * 0.5 + 4 / 6 * 1)
