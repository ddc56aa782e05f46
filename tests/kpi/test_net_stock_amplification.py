from __future__ import annotations

import math

import numpy as np
import pytest

from tests.kpi.chains import PAIR, SHOP, value


def test_variance_at_the_ends_of_days():
    # Net stock 6, 1, -1, 4, 10, 7, 7, 6, 6, 10 and demand 4, 5, 6, 0, 0, 3, 0, 4, 0, 0.
    net_stock, demand = np.var([6, 1, -1, 4, 10, 7, 7, 6, 6, 10]), np.var([4, 5, 6, 0, 0, 3, 0, 4, 0, 0])
    assert value(SHOP, "net_stock_amplification", site="shop") == pytest.approx(net_stock / demand)


def test_period_is_the_stocks_review_interval():
    assert value(PAIR, "net_stock_amplification", site="shop") == pytest.approx(np.var([3, -2, 6, 0]) / 2.5)
    assert value(PAIR, "net_stock_amplification", site="depot") == pytest.approx(
        np.var([20, 20, 20, 10, 10, 10, 10, 4]) / 13
    )


def test_no_demand():
    assert math.isnan(value(SHOP, "net_stock_amplification", time={"warm_up": 8}))
