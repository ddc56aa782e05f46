from __future__ import annotations

from types import SimpleNamespace

import pytest

from sim.clock import snap
from sim.dispatching.timetable import Timetable


def dock(now, taken_up=0):
    return SimpleNamespace(now=now, since=now, share=0.5, taken_up=taken_up)


@pytest.mark.parametrize(("now", "at"), [(0.0, 0.5), (0.5, 0.5), (0.6, 2.5), (2.5, 2.5), (7.0, 8.5)])
def test_leaves_at_the_next_time(now, at):
    assert Timetable(every=2.0, first=0.5).leaves_at(dock(now)) == at


@pytest.mark.parametrize(("taken_up", "at"), [(0, 4.0), (1, 4.0), (2, 6.0)])
def test_only_so_many_leave_at_a_time(taken_up, at):
    assert Timetable(every=2.0, loads=2).leaves_at(dock(4.0, taken_up)) == at


def test_times_that_are_off_the_grid_are_met():
    rule = Timetable(every=1 / 3)
    for number in range(1, 200):
        time = snap(number / 3)
        assert rule.leaves_at(dock(time)) == time
        assert rule.leaves_at(dock(time + 2.0**-20)) == snap((number + 1) / 3)
