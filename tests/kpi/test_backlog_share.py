from __future__ import annotations

import pytest

from tests.kpi.chains import MARKET, PAIR, SHOP, value


def test_share_of_time_during_which_something_is_owed():
    assert value(SHOP, "backlog_share") == pytest.approx(1 / 10)
    assert value(PAIR, "backlog_share", site="shop") == pytest.approx(1 / 8)
    assert value(PAIR, "backlog_share") == pytest.approx((1 / 8 + 0) / 2)


def test_how_much_does_not_matter():
    # Pears are owed from day 5 to the end, from 5.5 on to two customers; apples are lost and never owed.
    assert value(MARKET, "backlog_share", site="stand", product="pear") == pytest.approx(1 / 6)
    assert value(MARKET, "backlog_share", site="stand", product="apple") == 0.0
