from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from sim.disruption.when.recurring import Recurring
from sim.streams import Luck


def test_it_is_off_first_and_counts_each_gap_from_the_end_of_the_last():
    windows = Recurring(gap=10, lasts=3).windows(Luck(1), ("a",), iter(()))
    assert list(islice(windows, 3)) == [(10.0, 13.0), (23.0, 26.0), (36.0, 39.0)]


def test_the_share_of_time_that_it_is_on_is_that_of_the_alternating_renewal_process():
    law = Recurring(gap={"kind": "exponential", "mean": 30}, lasts={"kind": "exponential", "mean": 6})
    found = np.array(list(islice(law.windows(Luck(3), ("a",), iter(())), 20_000)))
    # 6 / (30 + 6); the standard error over so many cycles is about 0.0014
    assert (found[:, 1] - found[:, 0]).sum() / found[-1, 1] == pytest.approx(1 / 6, abs=0.005)


def test_windows_of_no_length_are_left_out_and_end():
    assert next(Recurring(gap=2.0**30, lasts=0).windows(Luck(1), ("a",), iter(())), None) is None
