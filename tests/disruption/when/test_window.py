from __future__ import annotations

import math

import pytest
from pydantic import ValidationError

from sim.disruption.when.window import Window
from sim.streams import Luck

NAMES = ("disruption", "frost")


def windows(**keys):
    return list(Window(**keys).windows(Luck(1), NAMES, iter(())))


def test_it_strikes_once():
    assert windows(starts="day 120", lasts="30 days") == [(119.0, 149.0)]
    assert windows(starts=5, ends="day 9") == [(5.0, 8.0)]


def test_without_an_end_it_is_for_good():
    assert windows(starts=5) == [(5.0, math.inf)]


def test_of_no_length_it_does_not_strike():
    assert windows(starts=5, lasts=0) == []
    assert windows(starts=5, ends=5) == []


def test_a_drawn_length_is_the_inverse_of_its_uniform():
    ((start, end),) = windows(starts=5, lasts={"kind": "exponential", "mean": 2})
    uniform = Luck(1).stream(*NAMES, "lasts").next()
    assert (start, end - start) == (5.0, pytest.approx(-2 * math.log1p(-uniform), abs=1e-6))


@pytest.mark.parametrize(
    ("keys", "message"),
    [({"starts": 5, "ends": 4}, "before it starts"), ({"starts": 5, "ends": 9, "lasts": 4}, "not both")],
)
def test_contradictions_are_refused(keys, message):
    with pytest.raises(ValidationError, match=message):
        Window(**keys)
