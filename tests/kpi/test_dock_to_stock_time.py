from __future__ import annotations

import pytest

from tests.kpi.docks import is_silent, site, value


def test_time_from_arrival_to_stock():
    """8 units take 2, from 1 to 3, and 4 units take 2, from 2 to 4."""
    assert value(site(), "dock_to_stock_time", site="w") == pytest.approx(2.0)
    assert value(site(), "dock_to_stock_time") == pytest.approx(2.0)


def test_without_a_dock_there_are_no_rows():
    assert is_silent("dock_to_stock_time")
