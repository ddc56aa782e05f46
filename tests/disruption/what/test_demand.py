from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from sim.disruption.what.demand import Demand
from tests.disruption.what.shop import asked, by_day

POISSON = {"kind": "poisson", "rate": 5}


def demand(**keys):
    return {"kind": "demand", **keys}


def test_a_pulse_lasts_as_long_as_the_disruption():
    assert by_day(asked(demand(factor=3)), 9, 10, 19, 20) == [100, 300, 300, 100]


def test_a_step_stays_for_good():
    assert by_day(asked(demand(factor=3, shape="step")), 9, 10, 19, 20, 59) == [100, 300, 300, 300, 300]


def test_something_can_be_added():
    assert by_day(asked(demand(plus=20)), 9, 10, 20) == [100, 120, 100]
    assert by_day(asked(demand(plus=-20)), 9, 10, 20) == [100, 80, 100]
    assert by_day(asked(demand(plus=-500)), 9, 10, 20) == [100, 0, 100]


def test_a_ramp_rises_evenly_and_a_day_has_its_mean():
    # To 3 times as much over 10 days: day k has 1 + 2 (k + 1/2) / 10.
    orders = asked(demand(factor=3, shape="ramp", over=10), when={"starts": 10, "lasts": 20})
    assert by_day(orders, *range(10, 20)) == [110, 130, 150, 170, 190, 210, 230, 250, 270, 290]
    assert by_day(orders, 20, 29, 30) == [300, 300, 100]


def test_a_decay_is_halved_in_each_half_life():
    # 200 more at first; over a day [t, t + 1) the mean of 200 x 2^(-t/5).
    orders = asked(demand(factor=3, shape="decay", half_life=5), when={"starts": 10, "lasts": 20})
    expected = [100 + 200 * 0.5 ** (t / 5) * (1 - 0.5**0.2) * 5 / np.log(2) for t in range(12)]
    assert by_day(orders, *range(10, 22)) == pytest.approx(expected, abs=0.6)
    assert by_day(orders, 30) == [100]


def test_a_period_has_the_mean_of_what_is_in_force_in_it():
    # Weeks from 7 to 14 and from 14 to 21: 4 and 6 of 7 days are doubled.
    orders = asked(demand(factor=2), demand={"kind": "constant", "quantity": 700, "every": 7})
    assert by_day(orders, 0, 7, 14, 21) == [700, 1100, 1300, 700]


def test_arrivals_are_re_timed_and_never_drawn_anew():
    calm, doubled = asked(None, POISSON), asked(demand(factor=2), POISSON)
    before, base = np.array(sorted(calm)), np.array(sorted(doubled))
    # What comes at base time b comes at b until 10, at 10 + (b - 10) / 2 until b = 30, then 10 earlier.
    moved = np.where(before < 10, before, np.where(before < 30, 10 + (before - 10) / 2, before - 10))
    count = int(np.count_nonzero(moved < 60))
    assert base[:count] == pytest.approx(moved[:count], abs=1e-5)


def test_it_eases_off_as_its_recovery_says():
    orders = asked(demand(factor=3), ends={"kind": "linear", "over": 4, "steps": 2})
    assert by_day(orders, 19, 20, 21, 22, 23, 24) == [300, 250, 250, 150, 150, 100]


def test_severity_moderates_it_and_shocks_multiply():
    assert by_day(asked(demand(factor=3), severity=0.5), 10) == [200]
    assert by_day(asked([demand(factor=3), demand(factor=2)]), 9, 10, 20) == [100, 600, 100]


def test_a_recurring_shock_comes_again():
    orders = asked(demand(factor=3), when={"kind": "recurring", "gap": 8, "lasts": 2})
    assert [day for day in range(60) if orders[day] == 300] == [8, 9, 18, 19, 28, 29, 38, 39, 48, 49, 58, 59]


def test_a_strike_while_the_last_one_fades_begins_anew():
    # On from 5 to 10, and at 75 % of the effect from 10 on; on again from 15 to 20, before that has faded.
    when, ends = {"kind": "recurring", "gap": 5, "lasts": 5}, {"kind": "linear", "over": 20, "steps": 2}
    orders = asked(demand(factor=2), when=when, ends=ends)
    assert by_day(orders, 4, 5, 9, 10, 14, 15, 19, 20, 24) == [100, 200, 200, 175, 175, 200, 200, 175, 175]


def test_who_hoards_again_while_the_hoarding_fades_adds_nothing_twice():
    ends = {"kind": "staircase", "steps": [[5, 0]]}
    panic = {"kind": "hoarding", "factor": 3, "returned": 0}
    orders = asked(panic, when={"kind": "recurring", "gap": 4, "lasts": 6}, ends=ends)
    assert by_day(orders, 3, 4, 9, 10, 13, 14) == [100, 300, 300, 300, 300, 300]


@pytest.mark.parametrize("law", [POISSON, {"kind": "periodic", "quantity": {"kind": "gamma", "mean": 50, "cv": 0.4}}])
def test_what_changes_nothing_changes_nothing(law):
    assert asked(demand(factor=3), law, when={"starts": 10, "lasts": 0}) == asked(None, law)
    assert asked(demand(factor=3), law, hits=0) == asked(None, law)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({}, "changes nothing"),
        ({"factor": 2, "shape": "ramp"}, "the shape 'ramp' needs 'over'"),
        ({"factor": 2, "over": 3}, "'over' belongs to the shape 'ramp'"),
        ({"factor": 2, "shape": "decay"}, "the shape 'decay' needs 'half_life'"),
        ({"factor": -1}, "greater than or equal to 0"),
    ],
)
def test_contradictions_are_refused(keys, message):
    with pytest.raises(ValidationError, match=message):
        Demand(**keys)
