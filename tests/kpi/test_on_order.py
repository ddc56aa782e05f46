from __future__ import annotations

import pytest

from tests.kpi.chains import PAIR, SHOP, value


def test_average_over_time():
    assert value(SHOP, "on_order", site="shop") == pytest.approx(44 / 10)


def test_from_order_to_receipt():
    # 10 from day 2 to day 4, 6 from day 6 to the end: the message's day and the journey's.
    assert value(PAIR, "on_order", site="shop", product="item") == pytest.approx((10 * 2 + 6 * 2) / 8)
    assert value(PAIR, "on_order", site="depot") == 0.0
    assert value(PAIR, "on_order") == pytest.approx(32 / 8)
