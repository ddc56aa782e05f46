"""Windows from a data file: what it may say, and what is wrong with it."""

from __future__ import annotations

import datetime
import math

import pytest
from pydantic import TypeAdapter, ValidationError

from sim.clock import Clock
from sim.disruption.when import AnyTrigger
from sim.quantities import Reading
from sim.scenario import load
from sim.scenario.loading import fingerprint
from sim.streams import Luck

START = datetime.date(2025, 1, 6)
STORMS = """\
event,starts,ends
storm,2025-01-16,2025-01-18
flood,2025-01-20,2025-01-21
storm,2025-01-17 12:00,2025-01-19
"""


def read(folder, text=None, clock=None, **written):
    if text is not None:
        (folder / "events.csv").write_text(text)
    reading = Reading(clock or Clock("day", START), folder=folder)
    document = {"kind": "history", "file": "events.csv", **written}
    return TypeAdapter(AnyTrigger).validate_python(document, context=reading)


def windows(trigger):
    return list(trigger.windows(Luck(1), ("disruption", "storm"), iter(())))


def problem(folder, text, **written):
    with pytest.raises(ValidationError) as caught:
        read(folder, text, **written)
    (error,) = caught.value.errors()
    return {"message": error["msg"], **error.get("ctx", {})}


def test_rows_are_chosen_and_those_that_overlap_are_one(tmp_path):
    assert windows(read(tmp_path, STORMS, where={"event": "storm"})) == [(10, 13)]
    assert windows(read(tmp_path, STORMS)) == [(10, 13), (14, 15)]


def test_dates_count_in_the_scenarios_unit(tmp_path):
    assert windows(read(tmp_path, STORMS, Clock("hour", START))) == [(240, 312), (336, 360)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("starts,lasts\n3,2\n", [(3, 5)]),
        ("starts,lasts\nday 4,12 h\n", [(3, 3.5)]),
        ("starts,lasts\n3,\n", [(3, math.inf)]),
        ("starts,ends,lasts\n3,4,\n6,,2\n", [(3, 4), (6, 8)]),
        ("starts,ends\n9,10\n3,4\n4,5\n", [(3, 5), (9, 10)]),
        ("starts,ends\n3,3\n", []),
    ],
)
def test_ends_and_lengths_as_in_a_scenario(tmp_path, text, expected):
    assert windows(read(tmp_path, text)) == expected


def test_what_came_before_the_start_is_cut_off(tmp_path):
    text = "starts,ends\n2025-01-01,2025-01-08\n2024-12-01,2024-12-09\n-5,0\n2025-01-10,2025-01-11\n"
    assert windows(read(tmp_path, text)) == [(0, 2), (4, 5)]


def test_the_order_of_the_rows_means_nothing(tmp_path):
    lines = STORMS.splitlines()
    shuffled = "\n".join([lines[0], *reversed(lines[1:])])
    assert read(tmp_path, STORMS) == read(tmp_path, shuffled)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("starts,ends\n1,2\nsoon,3\n", 3, "column 'starts': expected an instant"),
        ("starts,ends\n1,2\n\n4,3\n", 4, "it ends (3) before it starts (4)"),
        ("starts,ends\n1,2025-02-30\n", 2, "not a date of the calendar"),
        ("starts,ends\n1,2025-02-03 25:00\n", 2, "no such time as '2025-02-03 25:00'"),
        ("starts,lasts\n1,-2\n", 2, "not negative, got '-2'"),
        ("starts,lasts\n1,2 dys\n", 2, "unknown unit of time 'dys'"),
        ("starts,ends,lasts\n1,2,1\n", 2, "both when it ends and how long it lasts"),
        ("starts,ends\n1e300,\n", 2, "later than any run can last"),
        ("starts,ends\n,2\n", 2, "column 'starts'"),
        ("starts,ends\n1,nan\n", 2, "column 'ends'"),
        ("starts,ends\nx,2\n1,y\n", 2, "(and 1 more rows with mistakes)"),
        ("starts,ends\n", None, "no rows below its header"),
        ("start,ends\n1,2\n", None, "no column 'starts'"),
        ("starts,until\n1,2\n", None, "no column 'ends'"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(tmp_path, text, line, says):
    found = problem(tmp_path, text)
    assert says in found["message"], found
    assert found.get("line") == line


def test_a_value_that_no_row_has_and_a_column_that_is_not_there(tmp_path):
    assert problem(tmp_path, STORMS, where={"event": "strom"})["hint"] == "did you mean 'storm'?"
    assert "no column 'evnt'" in problem(tmp_path, STORMS, where={"evnt": "storm"})["message"]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({"file": None}, "give the 'file' with the history"),
        ({"file": None, "strikes": [[1, 2]], "where": {"event": "storm"}}, "chooses rows of a 'file'"),
        ({"strikes": [[1, 2]]}, "either 'file' or 'strikes', not both"),
        ({"file": None, "strikes": [[3, 2]]}, "before it starts"),
        ({"file": "../events.csv"}, "leaves the scenario's folder"),
        ({"file": "other.csv"}, "no such file"),
    ],
)
def test_contradictions_are_refused(tmp_path, written, says):
    assert says in problem(tmp_path, STORMS, **written)["message"]


SCENARIO = """\
name: stormy
time: {start: 2025-01-06, horizon: 30}
products: {item: {}}
sites:
  maker: {kind: supplier, supplies: {item: {}}}
  shop: {kind: warehouse, stock: {item: {opening: {on_hand: 9}, replenish: {kind: base_stock, level: 9}}}}
  buyer: {kind: customer, buys: {item: {from: shop, demand: {kind: constant, quantity: 2}}}}
lanes: {road: {from: maker, to: shop}}
disruptions:
  storm: {where: maker, when: {kind: history, file: events.csv, where: {event: storm}}, what: {kind: capacity}}
active: [storm]
"""


def test_a_scenario_reads_it_as_a_data_file_and_its_fingerprint_covers_the_windows(tmp_path):
    file = tmp_path / "stormy.yaml"
    file.write_text(SCENARIO)
    (tmp_path / "events.csv").write_text(STORMS)
    loaded = load(file)
    assert list(loaded.data) == ["events.csv"]
    (tmp_path / "events.csv").write_text(STORMS.replace("2025-01-19", "2025-01-22"))
    assert fingerprint(load(file).scenario) != fingerprint(loaded.scenario)
