from __future__ import annotations

import pytest

from tests.engine.worlds import lane, planned, play, supplier, warehouse
from tests.kpi.docks import is_silent, site, value


def test_share_of_time_at_work():
    """Receiving works 3 of 10 days, shipping from 5 to 8."""
    assert value(site(), "dock_utilisation", site="w", category="receiving") == pytest.approx(0.3)
    assert value(site(), "dock_utilisation", site="w", category="shipping") == pytest.approx(0.3)
    assert value(site(), "dock_utilisation", site="w") == pytest.approx(0.3)


def test_time_out_of_hours_does_not_count():
    """12 h of work in ten days with 6 h each."""
    receiving = {"units": 16, "hours": {"shifts": [{"from": "6 h", "to": "12 h"}]}}
    books = play({"s": supplier(), "w": {**warehouse(0, planned(8)), "receiving": receiving}}, [lane("s", "w", 1)])
    assert value(books, "dock_utilisation", site="w") == pytest.approx(0.5 / 2.5)


def test_without_a_dock_there_are_no_rows():
    assert is_silent("dock_utilisation")
