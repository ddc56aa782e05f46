"""Autoregressive demand against the theory of AR(1)."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from pydantic import ValidationError
from scipy.special import ndtri

from sim.demand import Profile
from sim.demand.autoregressive import Autoregressive
from sim.streams import Luck


def quantities(demand: Autoregressive, count: int, luck: Luck | None = None) -> np.ndarray:
    blocks, got = [], 0
    for _, block in demand.arrivals(luck or Luck(4), ("shop", "juice"), Profile()):
        blocks.append(block)
        got += len(block)
        if got >= count:
            break
    return np.concatenate(blocks)[:count]


def test_the_recursion_by_hand():
    normals = ndtri(Luck(4).stream("shop", "juice", "quantity").uniforms(40))
    level = 100 + normals[0] * 8 / np.sqrt(1 - 0.6**2)
    expected = [level]
    for normal in normals[1:]:
        level = 100 + 0.6 * (level - 100) + 8 * normal
        expected.append(level)
    assert quantities(Autoregressive(mean=100, correlation=0.6, innovation=8), 40) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("correlation", [-0.5, 0.0, 0.8])
def test_moments_and_correlation(correlation):
    demand = Autoregressive(mean=1000, correlation=correlation, innovation=10)
    drawn = quantities(demand, 20_000)
    lag = np.corrcoef(drawn[:-1], drawn[1:])[0, 1]
    assert lag == pytest.approx(correlation, abs=4 * np.sqrt((1 - correlation**2) / 20_000))
    assert np.corrcoef(drawn[:-2], drawn[2:])[0, 1] == pytest.approx(correlation**2, abs=0.04)
    assert drawn.std() == pytest.approx(demand.deviation, rel=0.05)
    assert drawn.mean() == pytest.approx(1000, abs=4 * 10 / (1 - correlation) / np.sqrt(20_000))


def test_the_first_period_is_drawn_from_the_stationary_law():
    demand = Autoregressive(mean=1000, correlation=0.9, innovation=10)
    first = np.array([quantities(demand, 1, Luck(4, replication))[0] for replication in range(1000)])
    assert first.std() == pytest.approx(10 / np.sqrt(1 - 0.81), rel=0.1)


def test_the_floor_and_the_mean_above_it():
    demand = Autoregressive(mean=5, correlation=0.5, innovation=8, every=2)
    drawn = list(itertools.islice(demand.arrivals(Luck(4), (), Profile()), 12))
    assert np.diff(np.concatenate([block[0] for block in drawn])).max() > 2  # periods below the floor have no order
    periods = drawn[-1][0][-1] / 2 + 1
    total = sum(block[1].sum() for block in drawn)
    assert total / periods / 2 == pytest.approx(demand.mean_rate, rel=0.05)
    assert demand.mean_rate > 1.05 * 5 / 2


def test_without_innovation_it_is_constant():
    demand = Autoregressive(mean=5, correlation=0.5, innovation=0)
    assert set(quantities(demand, 50)) == {5.0}
    assert not demand.is_random
    assert demand.mean_rate == 5
    nothing = Autoregressive(mean=0, correlation=0.5, innovation=0)
    assert list(nothing.arrivals(Luck(4), (), Profile())) == []


@pytest.mark.parametrize("correlation", [-1, 1, 1.5])
def test_a_correlation_must_be_stationary(correlation):
    with pytest.raises(ValidationError):
        Autoregressive(mean=5, correlation=correlation, innovation=1)
