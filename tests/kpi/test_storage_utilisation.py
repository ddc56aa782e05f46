from __future__ import annotations

import pytest

from tests.engine.worlds import lane, planned, play, supplier
from tests.kpi.docks import is_silent, site, value


def test_share_of_room_that_is_taken():
    """On hand are 4 until 3, 12 until 4, 16 until 5, 12 until 6 and 10 until 10: 92 in all, of 16 and of 20 places."""
    assert value(site(), "storage_utilisation", site="w", product="item") == pytest.approx(9.2 / 16)
    assert value(site(), "storage_utilisation", site="w") == pytest.approx(9.2 / 20)


def test_the_fullest_limit_counts():
    stock = {"item": {"opening": {"on_hand": 4}, "replenish": planned(0)}}
    site = {"kind": "warehouse", "storage": {"units": 10, "volume": "2 m3", "weight": "100 kg"}, "stock": stock}
    products = {"item": {"volume": "0.3 m3", "weight": "1 kg"}}
    books = play({"s": supplier(), "w": site}, [lane("s", "w", 1)], products=products)
    assert value(books, "storage_utilisation", site="w") == pytest.approx(0.6)


def test_without_limits_there_are_no_rows():
    assert is_silent("storage_utilisation")
