"""Tests of setup share."""

from __future__ import annotations

import pytest

from tests.kpi.chains import JOINERY, MILL, value


def test_set_up_time_over_all_time():
    assert value(MILL, "setup_share", site="mill", resource="mill") == pytest.approx(1 / 20)
    assert value(MILL, "setup_share", time={"warm_up": 6.5}) == pytest.approx(0.5 / 13.5)
    assert value(JOINERY, "setup_share") == 0
