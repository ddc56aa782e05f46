"""Working hours: which stretches of a week are worked, with shifts that overlap and shifts over midnight and Sunday."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest

from sim.clock import Clock
from sim.quantities import Reading
from sim.scenario.hours import Hours

HOURLY = Clock("hour", datetime.date(2025, 1, 6))  # a Monday


def hours(*shifts, days=("monday",)):
    said = {"days": list(days), "shifts": [{"from": begin, "to": end} for begin, end in shifts]}
    return Hours.model_validate(said, context=Reading(clock=HOURLY))


@pytest.mark.parametrize(
    ("shifts", "days", "worked"),
    [
        ([(8, 16)], ["monday"], [(8, 16)]),
        ([(8, 16), (14, 22)], ["monday"], [(8, 22)]),
        ([(0, 12), (0, 12)], ["monday"], [(0, 12)]),
        ([(8, 12), (12, 16)], ["monday"], [(8, 16)]),
        ([(20, 30)], ["monday", "tuesday"], [(20, 30), (44, 54)]),
        ([(20, 30), (4, 8)], ["monday", "tuesday"], [(4, 8), (20, 32), (44, 54)]),
        # Sunday's night shift ends on Monday, at the beginning of the week.
        ([(20, 30)], ["sunday"], [(0, 6), (164, 168)]),
        ([(20, 30), (0, 8)], ["sunday", "monday"], [(0, 8), (20, 30), (144, 152), (164, 168)]),
        ([(0, 24)], ["sunday", "monday"], [(0, 24), (144, 168)]),
        ([(0, 24)], ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], [(0, 168)]),
    ],
)
def test_what_is_worked_of_a_week(shifts, days, worked):
    found = hours(*shifts, days=days)
    assert [(round(begin, 9), round(end, 9)) for begin, end in found.worked(HOURLY)] == worked
    assert found.share(HOURLY) == pytest.approx(sum(end - begin for begin, end in worked) / 168)


def test_weeks_begin_at_time_0():
    """The run begins on a Wednesday: Monday is five days later."""
    clock = Clock("hour", datetime.date(2025, 1, 8))
    assert hours((8, 16)).worked(clock) == ((128.0, 136.0),)
    assert hours((8, 16)).stops(clock) == ((136.0, 296.0),)


def test_nothing_stops_who_always_works():
    always = hours(
        (0, 12), (12, 24), days=["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
    assert always.stops(HOURLY) == ()
    assert always.share(HOURLY) == 1


@pytest.mark.parametrize("ends", [(6, 14, 22), (7, 15, 23), (6, 14, 22, 30)])
def test_shifts_that_touch_are_one_in_any_unit(ends):
    """In days, 14 h is no binary fraction; on the grid of time it is one instant all the same."""
    shifts = [{"from": f"{begin} h", "to": f"{end} h"} for begin, end in pairwise(ends)]
    daily = Clock("day", datetime.date(2025, 1, 6))
    found = Hours.model_validate({"days": ["monday"], "shifts": shifts}, context=Reading(clock=daily))
    assert len(found.worked(daily)) == 1
    assert len(found.stops(daily)) == 1
