"""Compound Poisson demand against its theory."""

from __future__ import annotations

import numpy as np
import pytest

from sim.demand.compound_poisson import CompoundPoisson
from sim.demand.poisson import Poisson
from sim.streams import Luck

NAMES = ("shop", "juice")


def orders(demand: CompoundPoisson, until: float) -> tuple[np.ndarray, np.ndarray]:
    blocks = []
    for block in demand.arrivals(Luck(11), NAMES, demand.profile):
        assert not blocks or block[0][0] >= blocks[-1][0][-1]  # or the loop might never end
        blocks.append(block)
        if block[0][-1] >= until:
            break
    times, quantities = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    return times[times < until], quantities[times < until]


@pytest.mark.parametrize(
    "size",
    [
        {"kind": "exponential", "mean": 5},
        {"kind": "geometric", "mean": 3},
        {"kind": "gamma", "mean": 4, "cv": 0.5},
        {"kind": "constant", "value": 7},
    ],
)
def test_index_of_dispersion(size):
    demand = CompoundPoisson(rate=3, size=size)
    times, quantities = orders(demand, 20_000)
    totals = np.histogram(times, bins=np.arange(20_001), weights=quantities)[0]
    second_moment = demand.size.variance + demand.size.mean**2
    assert totals.var() / totals.mean() == pytest.approx(second_moment / demand.size.mean, rel=0.06)
    assert totals.mean() == pytest.approx(demand.mean_rate, abs=4 * np.sqrt(3 * second_moment / 20_000))


def test_customers_come_when_those_of_poisson_demand_come():
    times, _ = orders(CompoundPoisson(rate=3, size={"kind": "exponential", "mean": 5}), 200)
    plain = Poisson(rate=3)
    assert times[:16].tolist() == next(plain.arrivals(Luck(11), NAMES, plain.profile))[0].tolist()


def test_quantities_have_a_stream_of_their_own():
    small = orders(CompoundPoisson(rate=3, size={"kind": "exponential", "mean": 5}), 200)
    large = orders(CompoundPoisson(rate=3, size={"kind": "exponential", "mean": 10}), 200)
    assert np.array_equal(small[0], large[0])
    assert large[1] == pytest.approx(2 * small[1])
    demand = CompoundPoisson(rate=3, size={"kind": "exponential", "mean": 5})
    drawn = demand.size.quantile(Luck(11).stream(*NAMES, "quantity").uniforms(len(small[1])))
    assert np.array_equal(drawn, small[1])


def test_a_customer_who_wants_nothing_places_no_order_and_moves_nobody():
    every = orders(CompoundPoisson(rate=3, size={"kind": "uniform", "low": 0, "high": 4}), 500)
    some = orders(CompoundPoisson(rate=3, size={"kind": "binomial", "trials": 1, "probability": 0.25}), 500)
    assert set(some[1]) == {1.0}
    assert set(some[0]) < set(every[0])
    # One uniform for both: who is in the lowest three quarters wants nothing.
    assert np.array_equal(some[0], every[0][every[1] > 3])


def test_nobody_or_nothing_is_no_order():
    for demand in (CompoundPoisson(rate=0, size=3), CompoundPoisson(rate=3, size=0)):
        assert list(demand.arrivals(Luck(11), NAMES, demand.profile)) == []
        assert not demand.is_random
        assert demand.mean_rate == 0


def test_after_a_long_silence_there_is_an_order_for_nothing():
    demand = CompoundPoisson(rate=5, size={"kind": "binomial", "trials": 9, "probability": 1e-300})
    times, quantities = next(demand.arrivals(Luck(1), ("shop", "juice"), demand.profile))
    assert quantities.tolist() == [0]
    assert times[0] == pytest.approx(2**16 / 5, rel=0.1)
