from __future__ import annotations

import pytest

from tests.engine.worlds import customer, lane, play, supplier, warehouse
from tests.kpi.docks import is_silent, value


def test_time_under_two_disruptions_counts_once():
    """From 4 to 10 and from 8 to 12: 8 of 20 days."""
    books = play(
        {
            "maker": supplier(),
            "shop": warehouse(9, {"kind": "base_stock", "level": 9}),
            "buyer": customer("shop", (5, 2)),
        },
        [lane("maker", "shop")],
        horizon=20,
        disruptions={
            "strike": {"where": "maker", "when": {"starts": 4, "lasts": 6}, "what": {"kind": "capacity"}},
            "fire": {"where": "maker", "when": {"starts": 8, "lasts": 4}, "what": {"kind": "closure"}},
        },
        active=["strike", "fire"],
    )
    assert value(books, "disrupted_share", site="maker") == pytest.approx(8 / 20)


def test_without_a_disruption_there_are_no_rows():
    assert is_silent("disrupted_share")
