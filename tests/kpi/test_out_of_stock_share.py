from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_share_of_time_with_nothing_on_hand():
    assert value(SHOP, "out_of_stock_share") == pytest.approx(1 / 10)
    assert value(PAIR, "out_of_stock_share", site="shop") == pytest.approx(3 / 8)  # days 2, 3 and 7
    assert value(PAIR, "out_of_stock_share", site="depot") == 0.0


def test_several_stocks_count_alike():
    assert value(MARKET, "out_of_stock_share", site="stand", product="apple") == pytest.approx(4 / 6)
    assert value(MARKET, "out_of_stock_share", site="stand", product="pear") == pytest.approx(1 / 6)
    assert value(MARKET, "out_of_stock_share", site="stand") == pytest.approx(5 / 12)
