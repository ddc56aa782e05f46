from __future__ import annotations

import pytest

from sim.disruption.recovery.linear import Linear


@pytest.mark.parametrize("steps", [1, 2, 7, 10])
def test_what_is_lost_in_all_is_the_triangle_of_the_straight_line(steps):
    stages = Linear(over=10, steps=steps).stages
    times = [time for time, _ in stages]
    lost = sum(level * (until - since) for (since, level), until in zip(stages, times[1:], strict=False))
    assert lost == pytest.approx(10 / 2)


def test_by_hand():
    assert Linear(over=8, steps=4).stages == ((0.0, 0.875), (2.0, 0.625), (4.0, 0.375), (6.0, 0.125), (8.0, 0.0))
