"""Recorded demand: what a file may say, and what is wrong with it."""

from __future__ import annotations

import csv
import datetime
import pickle
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from sim.clock import Clock
from sim.demand import AnyDemand, Season
from sim.demand.trace import Trace
from sim.quantities import Reading
from sim.streams import Luck

RETAIL = Path(__file__).parents[2].parent / "shared" / "data" / "online_retail" / "daily_demand_top300_skus.csv"
START = datetime.date(2025, 1, 6)


def read(folder: Path, text: str | None = None, clock: Clock | None = None, **written: Any) -> Trace:
    if text is not None:
        (folder / "orders.csv").write_text(text)
    reading = Reading(clock or Clock("day", START), folder=folder)
    trace = TypeAdapter(AnyDemand).validate_python({"kind": "trace", "file": "orders.csv", **written}, context=reading)
    assert isinstance(trace, Trace)
    return trace


def problem(folder: Path, text: str, clock: Clock | None = None, **written: Any) -> dict[str, Any]:
    with pytest.raises(ValidationError) as caught:
        read(folder, text, clock, **written)
    (error,) = caught.value.errors()
    return {"message": error["msg"], **error.get("ctx", {})}


def test_dates_count_from_the_start(tmp_path):
    text = "date,quantity\n2025-01-08,3\n2025-01-06,2\n2025-01-08 12:00,1.5\n"
    assert read(tmp_path, text).orders == ((0, 2), (2, 3), (2.5, 1.5))
    assert read(tmp_path, clock=Clock("hour", START)).orders == ((0, 2), (48, 3), (60, 1.5))
    assert read(tmp_path, clock=Clock("week", START)).orders[1][0] == pytest.approx(2 / 7)


def test_numbers_are_elapsed_time_units(tmp_path):
    text = "date,quantity\n0,3\n2.5,2\n1e1,1\n"
    assert read(tmp_path, text, Clock("period")).orders == ((0, 3), (2.5, 2), (10, 1))


def test_other_columns_and_spellings(tmp_path):
    text = "sold;on,sold,n\nx,31/01/2025,4\n"
    trace = read(tmp_path, text, date="sold", quantity="n", date_format="%d/%m/%Y")
    assert trace.orders == ((25, 4),)


def test_rows_are_chosen_by_their_values(tmp_path):
    text = "date,sku,shop,quantity\n0,15036,n,1\n1,85123A,n,2\n2,15036,s,3\n3,15036,n,4\n"
    assert read(tmp_path, text, where={"sku": 15036}).orders == ((0, 1), (2, 3), (3, 4))
    assert read(tmp_path, where={"sku": "85123A"}).orders == ((1, 2),)
    assert read(tmp_path, where={"shop": "n", "sku": 15036}).orders == ((0, 1), (3, 4))
    assert len(read(tmp_path).orders) == 4


def test_rows_of_one_date_are_several_orders_or_one(tmp_path):
    text = "date,quantity\n0,3\n2,2\n0,1\n"
    assert read(tmp_path, text).orders == ((0, 3), (0, 1), (2, 2))
    assert read(tmp_path, sum=True).orders == ((0, 4), (2, 2))


def test_arrivals_leave_out_nothing_but_zeros():
    trace = Trace(orders=((0, 5), (1, 0), (40, 7)), season=Season(period=80, factors=(1, 0.5)))
    ((times, quantities),) = trace.arrivals(Luck(1), (), trace.profile)
    assert times.tolist() == [0, 40]
    assert quantities.tolist() == [5, 3.5]
    assert trace.mean_rate == 12 / 41
    assert not trace.is_random


def test_a_closed_season_comes_to_an_end():
    trace = Trace(orders=((0, 5), (1, 2)), season=Season(period=4, factors=(0, 1)))
    assert list(trace.arrivals(Luck(1), (), trace.profile)) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2025-01-05,1", "orders.csv line 3: '2025-01-05' lies before the start of the run"),
        ("-1,1", "orders.csv line 3: '-1' lies before the start of the run"),
        ("2025-01-07,-4", "orders.csv line 3: expected a quantity of 0 or more, got '-4'"),
        ("2025-01-07,many", "orders.csv line 3: expected a quantity of 0 or more, got 'many'"),
        ("2025-01-07,inf", "orders.csv line 3: expected a quantity of 0 or more, got 'inf'"),
        (
            "2025-02-30,1",
            "orders.csv line 3: column 'date': expected a date such as 2025-03-01 or a number, got '2025-02-30'",
        ),
        ("soon,1", "orders.csv line 3: column 'date': expected a date such as 2025-03-01 or a number, got 'soon'"),
        ("{0},1", "orders.csv line 3: column 'date': expected a date such as 2025-03-01 or a number, got '{0}'"),
    ],
)
def test_a_bad_row_is_reported_with_its_line(tmp_path, row, message):
    assert problem(tmp_path, f"date,quantity\n2025-01-06,1\n{row}\n")["message"] == message
    twice = problem(tmp_path, f"date,quantity\n2025-01-06,1\n{row}\n{row}\n")
    assert twice["message"] == f"{message} (and 1 more rows like it)"
    assert twice["line"] == 3


def test_rows_before_the_start_may_be_skipped(tmp_path):
    text = "date,quantity\n2025-01-01,9\n2025-01-07,1\n"
    assert "before_start: skip" in problem(tmp_path, text)["hint"]
    assert read(tmp_path, text, before_start="skip").orders == ((1, 1),)


def test_dates_need_a_start(tmp_path):
    for clock in (Clock("day"), Clock("period", START)):
        found = problem(tmp_path, "date,quantity\n2025-01-06,1\n", clock)
        assert found["message"] == "orders.csv line 2: the date '2025-01-06' needs a 'time.start' to count from"


def test_what_is_not_there_is_named(tmp_path):
    text = "date,sku,quantity\n0,15036,1\n"
    found = problem(tmp_path, text, where={"sku": 15035})
    assert found["message"] == "orders.csv: no row has sku = 15035"
    assert found["hint"] == "did you mean '15036'?"
    assert problem(tmp_path, text, where={"sq": 1})["message"] == "orders.csv: there is no column 'sq'"
    assert problem(tmp_path, text, quantity="quantty")["hint"] == "did you mean 'quantity'?"
    assert problem(tmp_path, "date,quantity\n")["message"] == "orders.csv: the file has no rows below its header"
    assert "there is no such file" in problem(tmp_path, text, file="other.csv")["message"]


@pytest.mark.parametrize(
    ("spelled", "says"),
    [
        ("%Y-%m-%d %z", "cannot have '%z'"),
        ("%x", "cannot have '%x'"),
        ("%", "cannot have '%'"),
        ("%d %d %m %Y", "has '%d' more than once"),
        ("%Y %Y", "has '%Y' more than once"),
        ("%d.%m", "must tell the year, the month and the day"),
        ("%d.%m.%Y %I", "'%I' and '%p' go together"),
    ],
)
def test_a_format_spells_one_date(tmp_path, spelled, says):
    assert says in problem(tmp_path, "date,quantity\n2025-01-07,1\n", date_format=spelled)["message"]


def test_a_format_may_have_a_time_of_day(tmp_path):
    trace = read(tmp_path, "date,quantity\n07.01.2025 06 PM,1\n", date_format="%d.%m.%Y %I %p")
    assert trace.orders == ((1.75, 1.0),)


def test_it_is_either_a_file_or_a_record(tmp_path):
    assert "not both" in problem(tmp_path, "date,quantity\n0,1\n", orders=[[0, 1]])["message"]
    with pytest.raises(ValidationError, match="the record itself"):
        Trace()
    with pytest.raises(ValidationError, match="only by a scenario that is a file itself"):
        Trace(file="orders.csv")


def test_a_file_is_kept_with_what_it_said(tmp_path):
    trace = read(tmp_path, "date,quantity\n2025-01-06,1\n")
    (tmp_path / "orders.csv").unlink()
    assert pickle.loads(pickle.dumps(trace)) == trace  # noqa: S301, TID251 - our own bytes; workers receive Specs so
    assert Trace(**trace.model_dump()) == trace
    reading = Reading(Clock("day", START), folder=tmp_path)
    assert TypeAdapter(AnyDemand).validate_python(trace, context=reading) is trace
    assert isinstance(hash(trace.orders), int)


@pytest.mark.skipif(not RETAIL.is_file(), reason="needs ../shared/data/online_retail")
def test_three_hundred_series_of_one_file_are_quick():
    reading = Reading(Clock("day", datetime.date(2010, 12, 1)), folder=RETAIL.parent)
    with RETAIL.open(newline="") as file:
        rows = list(csv.DictReader(file))
    names = sorted({row["StockCode"] for row in rows})
    assert len(names) == 300
    columns = {"file": RETAIL.name, "date": "day", "quantity": "units"}
    adapter = TypeAdapter(AnyDemand)
    started = time.perf_counter()
    series = {
        name: adapter.validate_python({"kind": "trace", **columns, "where": {"StockCode": name}}, context=reading)
        for name in names
    }
    assert time.perf_counter() - started < 5  # it takes 0.4 s; one scan of the file for each series takes longer
    assert sum(len(trace.orders) for trace in series.values()) == len(rows)
    mine = [float(row["units"]) for row in rows if row["StockCode"] == "85123A"]
    trace = series["85123A"]
    assert sum(quantity for _, quantity in trace.orders) == sum(mine)
    drawn = np.concatenate([block[1] for block in trace.arrivals(Luck(1), (), trace.profile)])
    assert drawn.sum() == sum(mine)
