from __future__ import annotations

import numpy as np

from sim.ledger import series
from tests.ledger.ledgers import busy_week

DEPOT, MILL, PEOPLE, SHOP, ROAD, VAN = range(6)


def test_series_worked_by_hand():
    books = busy_week().books(10.0)
    found = series(books, np.array([0.0, 1.0, 2.0, 4.0, 6.0, 10.0]))
    steps = {name: values * 2 for name, values in found.items()}
    assert all(values.shape == (6, 5) for values in steps.values())
    # Levels are those just before the next bucket begins.
    assert steps["on_hand"][DEPOT].tolist() == [9, 7, 13, 15, 15]
    assert steps["on_hand"][SHOP].tolist() == [0, 0, 0, 3, 0]
    assert steps["in_transit"][DEPOT].tolist() == [6, 6, 10, 0, 4]
    assert steps["in_transit"][SHOP].tolist() == [3, 2, 0, 3, 3]
    assert not steps["in_transit"][[MILL, PEOPLE, ROAD, VAN]].any()
    assert steps["backlog"][SHOP].tolist() == [5, 2, 3, 1, 6]
    assert steps["on_order"][SHOP].tolist() == [5, 2, 8, 3, 5]
    # Sums take what happens at the instant at which the bucket begins, and not what happens when the next one does.
    assert steps["demand"][SHOP].tolist() == [9, 0, 5, 0, 10]
    assert steps["demand"][DEPOT].tolist() == [0, 0, 0, 0, 0]
    assert steps["received"][SHOP].tolist() == steps["demand"][SHOP].tolist()
    assert steps["received"][DEPOT].tolist() == [0, 2, 0, 8, 0]
    assert steps["received"][MILL].tolist() == [0, 0, 10, 0, 4]
    assert steps["ordered"][SHOP].tolist() == [0, 0, 8, 0, 2]
    assert steps["ordered"][DEPOT].tolist() == [0, 0, 10, 0, 4]
    assert steps["shipped"][SHOP].tolist() == [4, 3, 2, 2, 3]
    assert steps["shipped"][DEPOT].tolist() == [3, 2, 0, 8, 0]
    assert steps["lost"][SHOP].tolist() == [0, 0, 2, 0, 2]


def test_buckets_beyond_the_end_repeat_what_stayed():
    found = series(busy_week().books(10.0), np.array([0.0, 10.0, 20.0]))
    assert found.on_hand[SHOP].tolist() == [0.0, 1.5]
    assert found.shipped[SHOP].tolist() == [7.0, 0.0]
