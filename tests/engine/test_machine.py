from __future__ import annotations

import pytest

from tests.engine.shops import buyer, came, factory, run_shop, spells
from tests.engine.worlds import paid

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"]


def plant(f=1, g=1, **line):
    makes = {"f": {"route": [{"line": "m", "time": f}]}, "g": {"route": [{"line": "m", "time": g}]}}
    return factory(makes, {"m": line})


def failing(clock, up, repair):
    return {"clock": clock, "time_to_failure": up, "time_to_repair": repair}


def test_what_it_works_on_waits_for_the_repair_and_goes_on():
    books = run_shop(plant(10, breakdowns=failing("busy", 4, 1)), buyer(f=[(0, 1)], g=[(30, 1)]))
    assert came(books, "f") == [(12, 1)]
    assert spells(books, "plant/m/1")[:6] == [
        (0, "BUSY"), (4, "DOWN*"), (5, "BUSY"), (9, "DOWN*"), (10, "BUSY"), (12, "IDLE"),
    ]  # fmt: skip


@pytest.mark.parametrize(("clock", "end"), [("busy", 11), ("calendar", 14)])
def test_the_time_to_failure_counts_work_only_or_all_hours(clock, end):
    books = run_shop(plant(6, 3, breakdowns=failing(clock, 10, 3)), buyer(f=[(0, 1)], g=[(8, 1)]), horizon=25)
    assert came(books, "g") == [(end, 1)]
    down = [time for time, state in spells(books, "plant/m/1") if state.startswith("DOWN")]
    assert down == ([] if clock == "busy" else [10, 23])


def test_the_hours_of_work_since_the_last_repair_are_carried_from_job_to_job():
    books = run_shop(plant(3, breakdowns=failing("busy", 4, 1)), buyer(f=[(0, 1), (5, 1)]))
    assert came(books, "f") == [(3, 1), (9, 1)]  # fails an hour into the second


def test_a_job_goes_on_in_the_next_shift():
    """Monday to Friday from 8 to 16 h: 20 h of work begun on Thursday at 10 end on Monday at 14."""
    hours = {"days": WEEKDAYS, "shifts": [{"from": "8 h", "to": "16 h"}]}
    books = run_shop(plant(20, hours=hours), buyer(f=[(82, 1)]), horizon=200)
    assert came(books, "f") == [(182, 1)]
    assert spells(books, "plant/m/1")[-7:] == [
        (82, "BUSY"), (88, "OFF*"), (104, "BUSY"), (112, "OFF*"), (176, "BUSY"), (182, "IDLE"), (184, "OFF"),
    ]  # fmt: skip


def test_a_night_shift_reaches_over_the_end_of_the_week():
    """From Sunday 20 h to Monday 6 h; the run begins on a Monday at 0 h, in the middle of it."""
    hours = {"days": ["sunday"], "shifts": [{"from": "20 h", "to": "30 h"}]}
    books = run_shop(plant(8, hours=hours), buyer(f=[(1, 1)]), horizon=180)
    assert came(books, "f") == [(167, 1)]
    assert spells(books, "plant/m/1") == [(1, "BUSY"), (6, "OFF*"), (164, "BUSY"), (167, "IDLE"), (174, "OFF")]


def test_shifts_that_touch_are_one():
    hours = {"shifts": [{"from": "6 h", "to": "14 h"}, {"from": "14 h", "to": "22 h"}]}
    books = run_shop(plant(10, hours=hours), buyer(f=[(10, 1)]), horizon=24)
    assert spells(books, "plant/m/1") == [(0, "OFF"), (6, "IDLE"), (10, "BUSY"), (20, "IDLE"), (22, "OFF")]


def test_a_run_that_begins_on_another_day_has_its_weekend_then():
    hours = {"days": WEEKDAYS, "shifts": [{"from": "0 h", "to": "24 h"}]}
    books = run_shop(plant(2, hours=hours), buyer(f=[(23, 1)]), horizon=80, time={"start": "2025-01-10"})
    assert came(books, "f") == [(73, 1)]  # Friday 23 h to midnight, and Monday from 0 to 1 h


def test_without_a_stop_hours_change_nothing():
    always = {"shifts": [{"from": "0 h", "to": "24 h"}]}
    books = run_shop(plant(2, hours=always), buyer(f=[(1, 1), (2, 1)]))
    assert came(books, "f") == came(run_shop(plant(2), buyer(f=[(1, 1), (2, 1)])), "f") == [(3, 1), (5, 1)]


def test_a_set_up_waits_for_the_next_shift_too():
    hours = {"shifts": [{"from": "8 h", "to": "16 h"}]}
    books = run_shop(plant(1, 1, hours=hours, setup=3), buyer(f=[(13, 1)], g=[(13.5, 1)]), horizon=48)
    assert came(books, "g") == [(34, 1)]  # set up from 14 to 16 h and from 8 to 9 h; made until 10 h


def test_a_set_up_is_paid_for_when_it_begins():
    """The machine is free for the g at 17 h, when its shift ends; it is set up in the morning."""
    lines = {
        "m": {
            "time": 1, "setup": 1, "release": {"kind": "conwip", "jobs": 1}, "costs": {"per_setup": 9},
            "hours": {"shifts": [{"from": "0 h", "to": "17 h"}]},
        },
        "n": {"time": 16},
    }  # fmt: skip
    makes = {name: {"route": ["m", "n"], "batch": 1} for name in ("f", "g")}
    books = run_shop(factory(makes, lines), buyer(f=[(0, 1)], g=[(0, 1)]), horizon=72)
    assert spells(books, "plant/m/1")[2:5] == [(17, "OFF*"), (24, "SETUP"), (25, "BUSY")]
    assert [(time, kind, amount) for time, _, _, kind, amount in paid(books)] == [(24, "SETUP", 9)]


def test_what_is_done_as_the_machine_fails_is_handed_on_before_the_repair():
    makes = {"f": {"line": "m", "batch": 1}}
    books = run_shop(factory(makes, {"m": {"time": 5, "breakdowns": failing("busy", 10, 20)}}), buyer(f=[(0, 4)]), 60)
    assert came(books, "f") == [(5, 1), (10, 1), (35, 1), (40, 1)]
    assert (10, "DOWN") in spells(books, "plant/m/1")


def blocked(line, orders=5, horizon=72):
    """Jobs of an hour at m before a machine that takes 30 hours and has no room for more."""
    makes = {"f": {"route": ["m", "n"], "batch": 1}}
    lines = {"m": {"time": 1, **line}, "n": {"time": 30, "queue": 0}}
    books = run_shop(factory(makes, lines), buyer(f=[(0, orders)]), horizon)
    return came(books, "f"), spells(books, "plant/m/1")


def test_a_blocked_machine_keeps_its_hours():
    made, told = blocked({"hours": {"shifts": [{"from": "8 h", "to": "16 h"}]}})
    assert made == [(39, 1), (69, 1)]
    assert told[4:] == [
        (10, "BLOCKED"), (16, "OFF*"), (32, "BLOCKED"), (39, "IDLE"), (39, "BUSY"), (40, "OFF*"), (56, "BLOCKED"),
        (64, "OFF*"), (69, "OFF"),
    ]  # fmt: skip


def test_a_machine_may_be_rid_of_its_job_as_its_shift_ends():
    _, told = blocked({"hours": {"shifts": [{"from": "8 h", "to": "15 h"}]}}, horizon=60)
    assert told[4:] == [(10, "BLOCKED"), (15, "OFF*"), (32, "BLOCKED"), (39, "OFF"), (56, "BUSY"), (57, "BLOCKED")]


def test_a_blocked_machine_fails_by_the_calendar():
    made, told = blocked({"breakdowns": failing("calendar", 10, 10)}, horizon=55)
    assert made == [(31, 1)]
    assert told[3:] == [
        (2, "BLOCKED"), (10, "DOWN*"), (20, "BLOCKED"), (30, "DOWN*"), (31, "DOWN"), (40, "BUSY"), (41, "BLOCKED"),
        (50, "DOWN*"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("repair", "then"), [(20, [(22, "BLOCKED"), (31, "IDLE"), (31, "BUSY")]), (40, [(31, "DOWN"), (42, "BUSY")])]
)
def test_a_machine_that_fails_as_its_job_is_done_is_repaired_while_it_is_blocked(repair, then):
    made, told = blocked({"breakdowns": failing("busy", 2, repair)}, horizon=45)
    assert made == [(31, 1)]
    assert told[3 : 4 + len(then)] == [(2, "DOWN*"), *then]


def test_a_shift_that_reaches_over_one_of_the_next_day_goes_on_to_its_end():
    hours = {"days": ["sunday", "monday"], "shifts": [{"from": "4 h", "to": "5 h"}, {"from": "20 h", "to": "30 h"}]}
    books = run_shop(plant(1, hours=hours), buyer(f=[(100, 1)]), horizon=180)
    assert spells(books, "plant/m/1") == [
        (6, "OFF"), (20, "IDLE"), (30, "OFF"), (148, "BUSY"), (149, "OFF"), (164, "IDLE"), (174, "OFF"),
    ]  # fmt: skip
