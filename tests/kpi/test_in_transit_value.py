from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, SHOP, value


def test_units_at_standard_cost():
    assert value(SHOP, "in_transit_value") == pytest.approx(44 / 10 * 2)
    assert value(SHOP, "in_transit_value", lane="supply") == pytest.approx(44 / 10 * 2)
    assert value(MARKET, "in_transit_value", customer="ben") == pytest.approx(7 / 6 * 0.5)
