from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_average_over_time():
    assert value(SHOP, "stock_on_hand") == pytest.approx(5.7)
    assert value(SHOP, "stock_on_hand", time={"warm_up": 4}) == pytest.approx((10 + 2 * 7 + 2 * 6 + 10) / 6)


def test_sites_add_up():
    # At the shop 5, 3, 0, 0, 7, 6, 4, 0; at the depot 20 until day 3, 10 until day 7, then 4.
    assert value(PAIR, "stock_on_hand", site="shop") == pytest.approx(25 / 8)
    assert value(PAIR, "stock_on_hand", site="depot", product="item") == pytest.approx((20 * 3 + 10 * 4 + 4) / 8)
    assert value(PAIR, "stock_on_hand") == pytest.approx((25 + 104) / 8)
    assert value(MARKET, "stock_on_hand", site="stand") == pytest.approx((4 + 8 + 5 + 3 + 3 + 1) / 6)
