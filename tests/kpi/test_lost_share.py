from __future__ import annotations

import math

import pytest

from tests.kpi.chains import MARKET, value


def test_share_of_what_was_asked():
    assert value(MARKET, "lost_share") == pytest.approx(2 / 19)
    assert value(MARKET, "lost_share", customer="anna") == pytest.approx(2 / 13)
    assert value(MARKET, "lost_share", site="stand", product="apple") == pytest.approx(2 / 7)
    assert value(MARKET, "lost_share", customer="carl") == 0.0  # he still waits


def test_nothing_asked():
    assert math.isnan(value(MARKET, "lost_share", customer="anna", time={"warm_up": 5}))
