from __future__ import annotations

import pytest

from tests.kpi.haulage import figure


def test_mean_and_percentile_over_units():
    assert figure("lane_lead_time", lane="to_north") == pytest.approx((800 * 4.75 + 500 * 21.75 + 50 * 19.75) / 1350)
    assert figure("lane_lead_time", lane="to_north", category="p95") == 21.75
    assert figure("lane_lead_time", lane="to_south") == pytest.approx((7 * 22.5 + 5 * 19.75) / 12)
    assert figure("lane_lead_time", lane="to_south", category="p95") == 22.5
