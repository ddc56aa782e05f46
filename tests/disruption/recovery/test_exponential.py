from __future__ import annotations

import math

import pytest

from sim.disruption.recovery.exponential import Exponential


@pytest.mark.parametrize("steps", [1, 5, 20])
def test_what_is_lost_in_all_is_the_area_under_the_curve(steps):
    # The integral of exp(-t ln 2 / h) until it is down to 1 %: (1 - 0.01) h / ln 2.
    stages = Exponential(half_life=3, steps=steps).stages
    times = [time for time, _ in stages]
    lost = sum(level * (until - since) for (since, level), until in zip(stages, times[1:], strict=False))
    assert lost == pytest.approx(0.99 * 3 / math.log(2))


def test_it_ends_when_little_is_left():
    assert Exponential(half_life=3, until="12.5 %").stages[-1] == (pytest.approx(9.0), 0.0)
