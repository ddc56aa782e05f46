from __future__ import annotations

import pytest

from tests.kpi.haulage import figure


def test_trips_of_a_round_count_once_for_all_and_for_each_lane_that_they_served():
    assert figure("trips") == pytest.approx(5 / 100)
    assert figure("trips", resource="truck") == pytest.approx(5 / 100)
    assert figure("trips", lane="to_north") == pytest.approx(4 / 100)
    assert figure("trips", lane="to_south") == pytest.approx(2 / 100)
