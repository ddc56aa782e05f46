from __future__ import annotations

import math

import pytest

from tests.kpi.chains import PAIR, SHOP, value


def test_mean_quantity():
    assert value(SHOP, "order_size") == pytest.approx(22 / 5)
    assert value(PAIR, "order_size", site="shop") == pytest.approx(8)
    assert math.isnan(value(PAIR, "order_size", site="depot"))
    assert value(PAIR, "order_size", time={"warm_up": 4}) == pytest.approx(6)
