"""Constant demand, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from sim.clock import Clock
from sim.demand import AnyDemand, Season
from sim.demand.constant import Constant
from sim.quantities import Reading
from sim.streams import Luck


def first_block(demand: Constant) -> tuple[np.ndarray, np.ndarray]:
    return next(demand.arrivals(Luck(1), ("shop", "juice"), demand.profile))


def test_orders_by_hand():
    times, quantities = first_block(Constant(quantity=5, every=2, first=3))
    assert times[:4].tolist() == [3, 5, 7, 9]
    assert set(quantities) == {5.0}


def test_the_clock_counts_and_does_not_add_up():
    demand = Constant(quantity=1, every=0.1)
    times = np.concatenate(
        [block[0] for block, _ in zip(demand.arrivals(Luck(1), (), demand.profile), range(9), strict=False)]
    )
    assert times.tolist() == [number * 0.1 for number in range(len(times))]
    assert times[1000] != sum([0.1] * 1000)


def test_each_order_is_scaled_by_the_mean_over_its_period():
    # Parts of 1.5: [0, 2) has 1.5 x 1 + 0.5 x 3 = 3, [2, 4) has 1 x 3 + 1 x 1 = 4, [4, 6) has 0.5 x 1 + 1.5 x 3 = 5.
    demand = Constant(quantity=10, every=2, season=Season(period=3, factors=(1, 3)))
    _, quantities = first_block(demand)
    assert quantities[:3] == pytest.approx([15, 20, 25])


def test_it_reads_as_a_sentence():
    reading = Reading(Clock("hour"))
    written = {"kind": "constant", "quantity": 3, "every": "1 week", "first": "day 2"}
    demand = TypeAdapter(AnyDemand).validate_python(written, context=reading)
    assert (demand.every, demand.first) == (168, 24)
    assert demand.mean_rate == 3 / 168
    assert not demand.is_random


def test_nothing_is_no_order():
    assert list(Constant(quantity=0).arrivals(Luck(1), (), Constant(quantity=0).profile)) == []


@pytest.mark.parametrize("wrong", [{"quantity": -1}, {"quantity": 1, "every": 0}, {"quantity": 1, "first": -2}])
def test_refuses(wrong):
    with pytest.raises(ValidationError):
        Constant(**wrong)
