"""Shapes: what a profile does to base demand, and that it can be undone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.demand import Profile, Season, Trend, Windows
from sim.demand._shapes import Multiplied, Retimed, Scaled

SHAPES = [Retimed(), Scaled(0.5, 2.0), Multiplied()]
FACTORS = st.floats(0.1, 4.0)
PROFILES = st.builds(
    lambda factors, growth, window: Profile(
        Trend(growth=growth), (Season(period=7, factors=factors), Windows((3.0, 9.0), (window, 1.0)))
    ),
    st.lists(FACTORS, min_size=1, max_size=4).map(tuple),
    st.floats(0.0, 0.2),
    FACTORS,
)
TIMES = st.lists(st.floats(0.0, 100.0), min_size=1, max_size=20).map(lambda times: np.array(sorted(times)))


def together(shape, times, quantities, profile):
    blocks = list(shape.shaped([(times, quantities)], profile))
    return (np.concatenate([block[side] for block in blocks]) for side in (0, 1))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: type(shape).__name__)
@given(profile=PROFILES, times=TIMES)
def test_base_demand_of_orders_becomes_these_orders(shape, profile, times):
    quantities = np.arange(1.0, len(times) + 1.0)
    again, wanted = together(shape, *shape.base_of(times, quantities, profile), profile)
    assert again == pytest.approx(times, rel=1e-9, abs=1e-7)
    assert wanted == pytest.approx(quantities, rel=1e-12)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: type(shape).__name__)
@given(profile=PROFILES, times=TIMES, end=st.floats(1.0, 90.0))
def test_base_demand_before_the_base_time_of_an_instant_comes_before_the_instant(shape, profile, times, end):
    known = shape.base_time(end, profile)
    for base in times[np.abs(times - known) > 1e-6]:
        (order,), _ = together(shape, np.array([base]), np.ones(1), profile)
        assert (order < end) == (base < known)


def test_effects_worked_by_hand():
    double = Profile(courses=(Windows((0.0,), (2.0,)),))
    times, ones = np.array([0.5, 4.0, 4.5]), np.ones(3)
    assert [part.tolist() for part in together(Retimed(), times, ones, double)] == [[0.25, 2.0, 2.25], [1.0] * 3]
    assert [part.tolist() for part in together(Multiplied(), times, ones, double)] == [[0.5, 4.0, 4.5], [2.0] * 3]
    # Over the period [4, 6) the factor is 1 for a quarter of the time and 3 for the rest; so it is over [4.5, 6.5).
    step = Profile(courses=(Windows((4.5,), (3.0,)),))
    _, wanted = together(Scaled(0.0, 2.0), times, ones, step)
    assert wanted.tolist() == [1.0, 2.5, 3.0]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: type(shape).__name__)
def test_no_base_demand_becomes_an_order_at_a_time_of_none(shape):
    closed = Profile(courses=(Windows((2.5, 8.5), (0.0, 1.0)),))
    _, quantities = shape.base_of(np.array([1.0, 4.5, 9.0]), np.array([1.0, 2.0, 3.0]), closed)
    assert np.isfinite(quantities).tolist() == [True, False, True]
    assert shape.base_of(np.array([4.5]), np.zeros(1), closed)[1].tolist() == [0.0]
