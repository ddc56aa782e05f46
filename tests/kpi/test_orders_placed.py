from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_replenishment_orders_by_time():
    assert value(SHOP, "orders_placed") == pytest.approx(5 / 10)
    assert value(PAIR, "orders_placed", site="shop", product="item") == pytest.approx(2 / 8)
    assert value(PAIR, "orders_placed", site="depot") == 0.0
    assert value(MARKET, "orders_placed") == 0.0  # customers' orders are no replenishment


def test_start_counts_and_end_does_not():
    assert value(SHOP, "orders_placed", time={"warm_up": 5}) == pytest.approx(2 / 5)
    assert value(SHOP, "orders_placed", time={"horizon": 7}) == pytest.approx(4 / 7)
