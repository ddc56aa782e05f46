"""Tapes from history: played as it was, and what is wrong with it told at once, with its row."""

from __future__ import annotations

import pandas as pd
import pytest

import sim
from sim.errors import ScenarioError, UsageError
from sim.experiment.history import History, tape_of
from sim.ledger.frames import tables
from sim.scenario import load
from tests.chains import SHOP, written

DATED = SHOP.replace("{horizon: 60, warm_up: 10}", "{start: 2025-01-06, horizon: 60, warm_up: 10}")
SEASONAL = DATED.replace("rate: 10}", "rate: 10, season: {period: 20, factors: [0.5, 1.5]}, trend: {growth: 0.01}}")
WEEKLY = DATED.replace(
    "{kind: poisson, rate: 10}",
    "{kind: periodic, every: 7, quantity: {kind: poisson, mean: 60}, season: {period: 28, factors: [0.5, 1.7]}}",
)
DEMAND = """\
date,customer,product,quantity
2025-01-07 12:00,people,item,4
2025-01-06,people,item,3
3.25,people,item,2
2025-01-07 12:00,people,item,1
"""


def read(folder, text=DATED, **files: str):
    paths = {}
    for name, content in files.items():
        paths[name] = folder / f"{name}.csv"
        paths[name].write_text(content)
    loaded = load(written(folder, text))
    return loaded, tape_of(loaded, History(**paths), 7)


def asked(books) -> list[tuple[float, float]]:
    orders = tables(books)["orders"]
    own = orders[orders["buyer"] == "people"]
    return list(zip(own["placed_at"], own["quantity"], strict=True))


@pytest.mark.parametrize("text", [DATED, SEASONAL, WEEKLY], ids=["plain", "seasonal", "weekly"])
@pytest.mark.parametrize("number", [0, 5])
def test_history_is_played_as_it_was_whatever_the_model(tmp_path, text, number):
    loaded, (tape, warnings) = read(tmp_path, text, demand=DEMAND)
    found = asked(sim.simulate(loaded, tape=tape, replication=number))
    assert [order for order in found if order[0] < 4.0] == [(0.0, 3.0), (1.5, 4.0), (1.5, 1.0), (3.25, 2.0)]
    assert any("ends at day 4, before the run does at day 61" in line for line in warnings)
    assert len(found) > 4  # and then the model goes on
    assert tape.head.origin == "history"
    assert tape.count is None


def test_a_seasons_effect_is_taken_out_of_history_and_put_back(tmp_path):
    _, (tape, _) = read(
        tmp_path, WEEKLY, demand="date,customer,product,quantity\n0,people,item,50\n14,people,item,170\n"
    )
    assert tape.demand["quantity"].tolist() == pytest.approx(
        [100.0, 100.0], rel=1e-15
    )  # worked by hand: 50 / 0.5 and 170 / 1.7


def test_shipments_become_times_on_the_way_by_day_and_ordinal(tmp_path):
    shipments = (
        "lane,product,sent,arrived\nroad,item,2,2.75\nroad,item,2025-01-07,2025-01-08 12:00\nroad,item,2.5,9.5\n"
    )
    loaded, (tape, _) = read(tmp_path, shipments=shipments)
    draws = tape.tables["draws"]
    assert draws[["thing", "day", "ordinal", "value"]].to_numpy().tolist() == [
        ["lane/maker->shop/item", 1, 0, 1.5], ["lane/maker->shop/item", 2, 0, 0.75],
        ["lane/maker->shop/item", 2, 1, 7.0],
    ]  # fmt: skip
    assert draws["uniform"].isna().all()
    orders = tables(sim.simulate(loaded, tape=tape.with_draws(pd.concat(
        [draws, pd.DataFrame({"replication": -1, "thing": "lane/maker->shop/item", "day": range(3, 60), "ordinal": 0,
                              "uniform": float("nan"), "value": 3.0})]
    ))))["orders"]  # fmt: skip
    late = orders[(orders["seller"] == "maker") & (orders["placed_at"] >= 3) & (orders["placed_at"] < 50)]
    assert len(late) > 5
    assert set(late["last_delivered_at"] - late["placed_at"]) == {3.0}


def test_all_that_is_wrong_is_told_with_its_row_and_the_nearest_name(tmp_path):
    demand = (
        "date,customer,product,quantity\n"
        "2025-01-07,poeple,item,4\n"
        "2025-01-05,people,item,3\n"
        "2025-02-30,people,item,3\n"
        "soon,people,item,3\n"
        "3,people,itme,3\n"
        "3,people,item,-1\n"
        "3,people,item,1_000\n"
        "3,people,item,1e300\n"
    )
    shipments = "lane,product,sent,arrived\nraod,item,1,2\nroad,item,2,1\nroad,itm,2,x\n"
    events = "disruption,start,end\nstrike,1,2\n"
    with pytest.raises(ScenarioError) as error:
        read(tmp_path, demand=demand, shipments=shipments, events=events)
    told = [str(problem).removeprefix(f"{tmp_path}/") for problem in error.value.problems]
    assert [line.split(": ", 1)[0] for line in told] == [
        *(f"demand.csv:{row}:1" for row in range(2, 10)), "events.csv:2:1",
        *(f"shipments.csv:{row}:1" for row in (2, 3, 4, 4)),
    ]  # fmt: skip
    for line, words in zip(
        told,
        (
            "no customer 'poeple' (did you mean 'people'?)", "lies before the start", "no such date", "'soon'",
            "'itme' (did you mean 'item'?)", "0 or more, got '-1' (leave returns", "'1_000'", "too large",
            "no disruption 'strike'", "no lane 'raod' (did you mean 'road'?)", "arrives before it is sent",
            "'x'", "'itm'",
        ),
        strict=True,
    ):  # fmt: skip
        assert words in line


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("date,customer,product,quantity\n", "no rows below its header"),
        ("date,customer,product\n1,a,b\n", "no column 'quantity'"),
        ("date,customer,product,quantity\n1,people,item\n", "3 cells"),
        ('date,customer,product,quantity\n1,"people,item,4\n', "not a table"),
        ("date,customer,product,quantity\n\xff", "4 columns|cells"),
    ],
    ids=range(6),
)
def test_what_is_no_table_is_refused(tmp_path, text, message):
    with pytest.raises(ScenarioError, match=message):
        read(tmp_path, demand=text)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    loaded = load(written(tmp_path, DATED))
    with pytest.raises(ScenarioError, match="no such file"):
        tape_of(loaded, History(tmp_path / "nowhere.csv"), 1)
    with pytest.raises(UsageError, match="needs a file"):
        tape_of(loaded, History(), 1)


def test_dates_need_a_start(tmp_path):
    with pytest.raises(ScenarioError, match=r"'2025-01-06' needs a 'time.start'"):
        read(tmp_path, SHOP, demand=DEMAND)


def test_gaps_and_missing_series_are_told(tmp_path):
    rows = "".join(f"{day},people,item,5\n" for day in (0, 7, 28, 35))
    _, (_, warnings) = read(tmp_path, WEEKLY, demand="date,customer,product,quantity\n" + rows)
    assert (
        "gap: people/item has no row in 2 of 6 periods, the first from day 15 on; nothing is asked for then" in warnings
    )
    rows = "".join(f"{day},people,item,5\n" for day in (0, 1, 2, 12, 13))
    _, (_, warnings) = read(tmp_path, DATED, demand="date,customer,product,quantity\n" + rows)
    assert "gap: people/item has no row for 10 days after day 3; nothing is asked for then" in warnings
    others = "others: {kind: customer, buys: {item: {from: shop, price: 3, demand: {kind: poisson, rate: 1}}}}"
    more = DATED.replace("lanes:", f"  {others}\nlanes:")
    _, (_, warnings) = read(tmp_path, more, demand=DEMAND)
    assert any("others/item has no row" in line and "will be drawn" in line for line in warnings)


def test_demand_at_a_time_of_none_is_refused(tmp_path):
    closed = DATED.replace("rate: 10}", "rate: 10, season: {period: 4, factors: [1, 0]}}")
    with pytest.raises(ScenarioError, match=r"demand.csv:4:1: error: nobody can ask for anything then"):
        read(tmp_path, closed, demand=DEMAND)


def test_times_are_not_given_to_a_lane_that_would_not_hear_them(tmp_path):
    fixed = DATED.replace("{kind: uniform, low: 0.5, high: 1}", "1 day")
    with pytest.raises(ScenarioError, match=r"always takes the same time.*give it a distribution"):
        read(tmp_path, fixed, shipments="lane,product,sent,arrived\nroad,item,1,2\n")


STRUCK = DATED.replace(
    "variants:",
    """disruptions:
  strike: {where: maker, when: {kind: recurring, gap: {kind: exponential, mean: 9}, lasts: 3}, what: {kind: capacity}}
  storm: {where: road, when: {starts: day 30, lasts: 2 days}, what: {kind: information_outage}}
active: [strike]
variants:
  windy: {disruptions: [strike, storm]}""",
)


def outages(books) -> list[tuple[float, float]]:
    """When the maker could do nothing."""
    states = tables(books)["states"]
    rows = states[states["resource"].astype(str).str.startswith("strike/")]
    times = rows["since"].tolist()
    assert rows["share"].tolist() == [0.0, 1.0] * (len(times) // 2)
    return list(zip(times[::2], times[1::2], strict=True))


@pytest.mark.parametrize("number", [0, 5])
def test_disruptions_strike_when_they_did(tmp_path, number):
    events = "disruption,start,end\nstrike,2025-01-20,2025-01-24\nstrike,4.1,6\nstrike,2025-01-23,25\n"
    loaded, (tape, warnings) = read(tmp_path, STRUCK, events=events)
    found = outages(sim.simulate(loaded, tape=tape, replication=number))
    assert found == [(pytest.approx(4.1, abs=1e-6), 6), (14, 25)]  # those that overlap are one, and none is drawn
    assert not any("strike" in line for line in warnings)


def test_disruptions_that_are_unknown_or_not_active_are_told_with_their_row(tmp_path):
    events = "disruption,start,end\nstrik,1,2\nstorm,3,4\nstrike,6,5\n"
    with pytest.raises(ScenarioError) as error:
        read(tmp_path, STRUCK, events=events)
    told = [str(problem).removeprefix(f"{tmp_path}/") for problem in error.value.problems]
    assert len(told) == 3
    assert "events.csv:2:1: error: there is no disruption 'strik' (did you mean 'strike'?)" in told[0]
    assert "events.csv:3:1: error: disruption 'storm' is not active" in told[1]
    assert "events.csv:4:1: error: the event ends before it starts" in told[2]


def test_a_variant_that_makes_it_active_takes_it_and_who_is_silent_is_told(tmp_path):
    (tmp_path / "events.csv").write_text("disruption,start,end\nstorm,3,4\n")
    loaded = load(written(tmp_path, STRUCK), variant="windy")
    tape, warnings = tape_of(loaded, History(events=tmp_path / "events.csv"), 7)
    assert any("strike has no row" in line and "will be drawn" in line for line in warnings)
    states = tables(sim.simulate(loaded, tape=tape))["states"]
    storm = states[states["resource"].astype(str).str.startswith("storm/")]
    assert storm["since"].tolist() == [3.0, 4.0]
