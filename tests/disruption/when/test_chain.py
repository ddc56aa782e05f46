from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from sim.disruption.when.chain import Chain
from sim.streams import Luck


def windows(count, **keys):
    return list(islice(Chain(**keys).windows(Luck(5), ("a",), iter(())), count))


def test_it_is_off_in_the_first_period_and_goes_by_whole_periods():
    assert windows(2, strikes=1, ends=1, every=0.5) == [(0.5, 1.0), (1.5, 2.0)]


def test_what_never_strikes_has_no_windows_and_what_never_ends_has_one():
    assert windows(5, strikes=0, ends=1) == []
    assert windows(5, strikes=1, ends=0) == [(1.0, float("inf"))]


def test_sojourns_are_geometric():
    found = np.array(windows(20_000, strikes=0.04, ends=0.25))
    on, off = found[:, 1] - found[:, 0], found[1:, 0] - found[:-1, 1]
    assert on.mean() == pytest.approx(1 / 0.25, abs=0.1)
    assert off.mean() == pytest.approx(1 / 0.04, abs=0.7)
    assert (on == 1).mean() == pytest.approx(0.25, abs=0.012)
    assert (off == 1).mean() == pytest.approx(0.04, abs=0.006)


def test_a_draw_is_the_first_success_among_independent_trials():
    strikes = Luck(5).stream("a", "strikes").next()
    # The smallest n with 1 - (1 - p)^n at or above the uniform.
    expected = next(n for n in range(1, 1000) if 1 - 0.96**n >= strikes)
    assert windows(1, strikes=0.04, ends=0.25)[0][0] == expected
