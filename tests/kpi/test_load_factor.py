from __future__ import annotations

import pytest

from tests.kpi.haulage import figure


def test_it_is_that_of_the_measure_that_binds():
    mixed = (147 * 0.01 + 10 * 0.005) / 4
    small = 5 * 0.01 / 4
    assert figure("load_factor") == pytest.approx((3 + mixed + small) / 5)
    assert figure("load_factor", resource="truck") == pytest.approx((3 + mixed + small) / 5)
    assert figure("load_factor", lane="to_north") == pytest.approx((3 + mixed) / 4)
    assert figure("load_factor", lane="to_south") == pytest.approx((mixed + small) / 2)
