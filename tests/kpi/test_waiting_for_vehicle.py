from __future__ import annotations

import pytest

from tests.kpi.haulage import figure


def test_each_unit_counts():
    north = 500 * 17 + 50 * 15
    south = 7 * 16.5 + 5 * 14
    assert figure("waiting_for_vehicle") == pytest.approx((north + south) / 1362)
    assert figure("waiting_for_vehicle", lane="to_south") == pytest.approx(south / 12)
    assert figure("waiting_for_vehicle", product="y") == pytest.approx(15)
