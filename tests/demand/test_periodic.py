"""Periodic demand: independent draws on a clock."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.demand import Profile, Season
from sim.demand.periodic import Periodic
from sim.streams import Luck

NAMES = ("shop", "juice")


def orders(demand: Periodic, blocks: int, profile: Profile | None = None) -> tuple[np.ndarray, np.ndarray]:
    drawn = demand.arrivals(Luck(2), NAMES, profile or demand.profile)
    times, quantities = zip(*(next(drawn) for _ in range(blocks)), strict=True)
    return np.concatenate(times), np.concatenate(quantities)


def test_quantities_are_the_quantiles_of_the_quantity_stream():
    demand = Periodic(quantity={"kind": "gamma", "mean": 40, "cv": 0.4}, every=7, first=2)
    times, quantities = orders(demand, 3)
    assert times.tolist() == [2 + 7.0 * number for number in range(16 + 32 + 64)]
    uniforms = Luck(2).stream(*NAMES, "quantity").uniforms(len(quantities))
    assert np.array_equal(quantities, demand.quantity.quantile(uniforms))
    assert demand.mean_rate == pytest.approx(40 / 7)


def test_quantities_follow_their_law_independently():
    _, quantities = orders(Periodic(quantity={"kind": "normal", "mean": 100, "sd": 20, "truncated": True}), 12)
    assert stats.kstest(quantities, stats.norm(100, 20).cdf).pvalue > 0.01
    assert abs(np.corrcoef(quantities[:-1], quantities[1:])[0, 1]) < 4 / np.sqrt(len(quantities))


def test_another_mean_keeps_the_luck():
    fifty, more = (orders(Periodic(quantity={"kind": "poisson", "mean": mean}), 6)[1] for mean in (50, 55))
    assert np.corrcoef(fifty, more)[0, 1] > 0.99


def test_a_season_scales_by_its_mean_over_the_period():
    season = Season(period=4, factors=(1, 3))
    demand = Periodic(quantity={"kind": "uniform", "low": 1, "high": 9}, every=3, season=season)
    _, base = orders(demand, 2, Profile())
    _, scaled = orders(demand, 2)
    # [0, 3): 2 x 1 + 1 x 3 = 5; [3, 6): 1 x 3 + 2 x 1 = 5; [6, 9): 2 x 3 + 1 x 1 = 7; [9, 12): 1 x 1 + 2 x 3 = 7.
    assert scaled / base == pytest.approx(np.tile([5 / 3, 5 / 3, 7 / 3, 7 / 3], 12))


def test_a_closed_season_leaves_out_its_orders():
    season = Season(period=7, factors=(1, 1, 1, 1, 1, 0, 0))
    times, _ = orders(Periodic(quantity=5, season=season), 4)
    assert set(np.mod(times, 7)) == {0, 1, 2, 3, 4}
    # The first block looks at 16 days, of which 4 are closed.
    assert len(orders(Periodic(quantity=5, season=season), 1)[0]) == 12


def test_what_is_random():
    assert Periodic(quantity={"kind": "exponential", "mean": 1}).is_random
    assert not Periodic(quantity=3).is_random
    assert list(Periodic(quantity=0).arrivals(Luck(2), NAMES, Profile())) == []


@pytest.mark.parametrize(
    "quantity",
    [
        {"kind": "binomial", "trials": 9, "probability": 1e-300},
        {"kind": "discrete", "values": [0, 5], "weights": [1e15, 1e-15]},
    ],
)
def test_after_a_long_silence_there_is_an_order_for_nothing(quantity):
    """Who waits for the next order would wait for ever."""
    times, quantities = orders(Periodic(quantity=quantity), 2)
    assert quantities.tolist() == [0, 0]
    assert 2**16 <= times[0] < times[1]


def test_no_orders_come_beyond_the_end_of_time():
    times = [
        block[0] for block in Periodic(quantity=1, every=2.0**27, first=2.0**30).arrivals(Luck(1), NAMES, Profile())
    ]
    assert np.concatenate(times).max() < 2.0**33
