from __future__ import annotations

import pytest

from tests.kpi.haulage import figure


def test_the_way_to_a_stop_is_that_of_the_round():
    north, south = (1340 * 2 + 10 * 5) / 1000 * 350, 12 * 2 / 1000 * 400
    assert figure("tonne_km") == pytest.approx((north + south) / 100)
    assert figure("tonne_km", category="road") == figure("tonne_km")
    assert figure("tonne_km", lane="to_south") == pytest.approx(south / 100)
    assert figure("tonne_km", product="y") == pytest.approx(10 * 5 / 1000 * 350 / 100)
