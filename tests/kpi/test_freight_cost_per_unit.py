from __future__ import annotations

import pytest

from tests.kpi.haulage import figure


def test_trips_are_shared_by_payload():
    total = 5 * (80 + 1.1 * 400) + 0.01 * (1352 * 2 + 10 * 5) + 0.05 * 1362
    assert figure("freight_cost_per_unit") == pytest.approx(total / 1362)
    share = 10 * (5 / 1000) / (147 * (0.01 / 4) + 10 * (5 / 1000))  # x is bulky, y is heavy
    assert figure("freight_cost_per_unit", product="y") == pytest.approx(520 * share / 10 + 0.01 * 5 + 0.05)
