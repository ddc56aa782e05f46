from __future__ import annotations

import numpy as np
import pytest

from sim.experiment.buckets import edges_of


@pytest.mark.parametrize(
    ("end", "buckets", "width"), [(1, 1, 1), (400, 400, 1), (401, 201, 2), (2000, 400, 5), (10.5, 11, 1)]
)
def test_buckets_are_whole_units_and_at_most_400(end: float, buckets: int, width: float) -> None:
    edges = edges_of(end)
    assert len(edges) == buckets + 1
    assert (edges[0], edges[-1]) == (0.0, end)
    assert set(np.diff(edges)[:-1]) <= {width}
    assert 0 < edges[-1] - edges[-2] <= width


@pytest.mark.parametrize(
    ("end", "days_per_unit", "width"),
    [
        (365, 1.0, 1),
        (401, 1.0, 7),
        (2801, 1.0, 14),
        (4368, 1 / 24, 12),  # 11 h would meet each day an hour later
        (9600, 1 / 24, 24),
        (9601, 1 / 24, 168),
        (104, 7.0, 1),
        (900, 365 / 12, 3),
    ],
)
def test_buckets_keep_step_with_days_and_weeks(end: float, days_per_unit: float, width: float) -> None:
    edges = edges_of(end, days_per_unit)
    assert set(np.diff(edges)[:-1]) == {width}
    assert len(edges) <= 401
