from __future__ import annotations

import pytest

from tests.kpi.docks import is_silent, site, value


def test_units_that_arrive_later_wait_longer():
    """8 units do not wait before receiving and 4 wait 1; before shipping 4 do not wait and 2 wait 1."""
    assert value(site(), "waiting_at_dock", site="w", category="receiving") == pytest.approx(4 / 12)
    assert value(site(), "waiting_at_dock", site="w", category="shipping") == pytest.approx(2 / 6)
    assert value(site(), "waiting_at_dock", site="w", product="item") == pytest.approx(6 / 18)
    assert value(site(), "waiting_at_dock") == pytest.approx(6 / 18)


def test_where_nothing_can_wait_there_are_no_rows():
    assert is_silent("waiting_at_dock")
